"""How pages and built files go out: compressed, cached for good, and nothing beside them."""

import gzip
from base64 import b64encode

import brotli
import pytest
import zopfli.gzip

from portal import create_app
from portal.config import ROOT, Settings
from portal.protection import keyring
from portal.web.http.cookies import FRESH_SHARE

DIST = ROOT / "portal" / "static" / "dist"
STYLE = next(iter(DIST.glob("app.*.css")), None)
pytestmark = pytest.mark.skipif(STYLE is None, reason="make assets has not run")
ADDRESS = f"/static/dist/{STYLE and STYLE.name}"


@pytest.mark.parametrize(
    ("accepts", "encoding", "unpack"),
    [("gzip, deflate, br", "br", brotli.decompress), ("gzip, deflate", "gzip", gzip.decompress), ("", None, bytes)],
)
def test_a_built_file_goes_out_in_the_shortest_form_the_browser_reads(client, accepts, encoding, unpack):
    answer = client.get(ADDRESS, headers={"Accept-Encoding": accepts})
    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.data) == STYLE.read_bytes()
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in answer.headers


def test_a_browser_that_has_it_is_told_so(client):
    first = client.get(ADDRESS, headers={"Accept-Encoding": "gzip"})
    again = client.get(ADDRESS, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "src/app.js",
        "dist/manifest.json",
        "dist/.sources",
        "dist/../../config.py",
        "dist/%2e%2e/%2e%2e/config.py",
        "dist/nothing.css",
        "dist//etc/passwd",
        "",
    ],
)
def test_nothing_else_goes_out(client, path):
    assert client.get(f"/static/{path}").status_code == 404


def test_built_files_are_within_their_budget():
    style, bundle = (next(DIST.glob(pattern)).read_bytes() for pattern in ("app.*.css.gz", "app.*.js"))
    package = (ROOT / "node_modules/htmx.org/dist/htmx.min.js").read_bytes().rstrip(b"\n;") + b";\n"
    assert bundle.startswith(package)
    assert len(style) <= 11 * 1024
    assert len(zopfli.gzip.compress(bundle.removeprefix(package))) <= 1600  # 64 of it count what is typed


def test_pages_are_compressed_for_whoever_can_read_it(client):
    answer = client.get("/login", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cache-Control"] == "no-store"  # so no cache can hand it to a browser that cannot read it
    assert "登录" in gzip.decompress(answer.data).decode()
    assert "Content-Encoding" not in client.get("/login").headers
    assert "Content-Encoding" not in client.get("/healthz", headers={"Accept-Encoding": "gzip"}).headers


def test_the_cookie_is_signed_anew_only_when_it_has_aged(as_user, cast, app, monkeypatch):
    clerk = as_user("clerk")
    assert "Set-Cookie" not in clerk.get("/cases").headers
    monkeypatch.setattr("portal.web.http.cookies.FRESH_SHARE", 10**9)
    assert "Set-Cookie" in clerk.get("/cases").headers
    assert FRESH_SHARE > 1


def test_a_cookie_that_is_too_old_or_changed_is_no_session(as_user, cast, app):
    clerk = as_user("clerk")
    kept = clerk.get_cookie("portal_session").value
    clerk.set_cookie("portal_session", kept[:-2] + "xx")
    assert clerk.get("/cases").status_code == 303
    clerk.set_cookie("portal_session", kept)
    app.config["PERMANENT_SESSION_LIFETIME"] = -1
    try:
        assert clerk.get("/cases").status_code == 303
    finally:
        app.config["PERMANENT_SESSION_LIFETIME"] = 1800


def test_the_style_guide_is_there_while_developing_and_not_in_production(client, tmp_path):
    assert client.page("/styleguide").status == 200
    key = "x" * 40
    settings = Settings(
        env="production",
        instance=tmp_path,
        secret_key=key,
        data_key=b64encode(b"k" * 32).decode(),
        public_url="https://portal.example",
    )
    before = keyring.__dict__.copy()
    try:
        assert "styleguide" not in create_app(settings).blueprints
    finally:
        keyring.__dict__.update(before)
