"""The headers and cookies of production, as they come through one proxy; no redirect leads to a host that the sender made up."""

import io

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from portal import create_app
from portal.config import ROOT, Settings
from portal.extensions import db
from portal.files.models import Attachment
from portal.testing import factories
from portal.testing.cast import PASSWORD
from portal.testing.pictures import photo

SECURE = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.1.2.3", "X-Forwarded-Host": "portal.example"}


@pytest.fixture
def production(app, cast):
    """A browser before the proxy of a portal in production."""
    settings = app.extensions["portal_settings"]
    made = create_app(
        Settings(
            env="production",
            instance=settings.instance,
            database_url=settings.database_url,
            secret_key="k" * 40,
            data_key=settings.data_key,
            public_url="https://portal.example",
            proxies=1,
            rate_limits=False,
        )
    )
    made.test_client_class = FlaskClient
    yield made.test_client()
    with made.app_context():
        db.engine.dispose()


def sign_in(browser) -> list[str]:
    page = browser.get("/login", headers=SECURE, base_url="https://portal.example").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"username": "clerk", "password": PASSWORD, "csrf_token": token}
    answer = browser.post(
        "/login",
        data=form,
        headers=SECURE | {"Referer": "https://portal.example/login"},
        base_url="https://portal.example",
    )
    assert answer.status_code == 303, answer.text
    return answer.headers.getlist("Set-Cookie")


@pytest.fixture
def places(cast):
    """An address of each kind of answer, of which there is something to see."""
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.flush()
    picture = FileStorage(io.BytesIO(photo(size=(8, 8), kind="PNG")), "照片.png")
    file = Attachment.take_in(picture, subject=case, purpose="photo", by=cast.clerk)
    db.session.flush()
    case_id, file_id = case.id, file.id
    db.session.commit()
    style = next(each for each in (ROOT / "portal/static/dist").glob("app.*.css"))
    return {
        "desk": ("GET", "/", 200),
        "page": ("GET", f"/cases/{case_id}", 200),
        "fragment": ("GET htmx", "/cases?status=open", 200),
        "form": ("GET", "/cases/new", 200),
        "list": ("GET", "/cases/export.xlsx", 200),
        "csv": ("GET", "/cases/export.csv", 200),
        "file": ("GET", f"/files/{file_id}", 200),
        "static": ("GET", f"/static/dist/{style.name}", 200),
        "no static": ("GET", "/static/dist/nothing.css", 404),
        "redirect": ("GET", "/login", 302),
        "public": ("GET", f"/public/{cast.unit_ids['street']}", 200),
        "check": ("GET", "/check/ABCD", 404),
        "watchdog": ("GET", "/healthz", 200),
        "not allowed": ("GET", "/accounts", 403),
        "not found": ("GET", "/nowhere", 404),
        "not found, htmx": ("GET htmx", "/cases/999999", 404),
        "wrong method": ("DELETE", "/cases", 405),
        "no token": ("POST", "/display", 400),
        "too large": ("POST 3 MB", "/display", 413),
        "odd": ("GET", "/a%0d%0aSet-Cookie:x", 404),
        "trace": ("TRACE", "/cases", 405),
        "options": ("OPTIONS", "/cases", 200),
    }


EVERYWHERE = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
}
OF_PAGES = EVERYWHERE | {
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
OF_FILES = ("list", "csv", "file")
TEXTS = ("text/html; charset=utf-8", "text/plain; charset=utf-8", "text/css; charset=utf-8", "text/csv; charset=utf-8")


def test_every_kind_of_answer_has_every_header(production, places):
    sign_in(production)
    for kind, (how, path, status) in places.items():
        method, _, more = how.partition(" ")
        answer = production.open(
            path,
            method=method,
            headers=SECURE | {"Origin": "https://evil.example"} | ({"HX-Request": "true"} if more == "htmx" else {}),
            base_url="https://portal.example",
            data=b"x" * (3 << 20) if more == "3 MB" else None,
        )
        headers = answer.headers
        assert answer.status_code == status, kind
        wanted = EVERYWHERE if kind in ("static", "no static") else OF_PAGES
        assert {name: headers.get(name) for name in wanted} == wanted, kind
        policy = dict(each.strip().partition(" ")[::2] for each in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == policy["frame-ancestors"] == "'none'", kind  # no object-src of its own: none
        if "html" in headers["Content-Type"]:
            assert policy["base-uri"] == "'none'", kind
            assert policy["script-src"] == policy["style-src"] == "'self'", kind
        assert not [name for name, _ in headers if name.startswith("Access-Control-")], kind
        assert not {"Server", "X-Powered-By", "Via"} & set(dict(headers)), kind
        if kind != "options":
            assert headers["Content-Type"] in TEXTS or not headers["Content-Type"].startswith("text/"), kind
        if kind in OF_FILES:
            assert headers["Content-Disposition"].startswith("attachment"), kind
        if kind == "static":
            assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert not headers.getlist("Set-Cookie")
        names = [name.lower() for name, _ in headers if name != "Set-Cookie"]
        assert len(set(names)) == len(names), kind


def test_the_address_of_the_sender_is_what_the_proxy_says_and_not_what_was_sent(production, caplog):
    forged = SECURE | {"X-Forwarded-For": "6.6.6.6, 10.1.2.3", "X-Real-IP": "7.7.7.7", "Forwarded": "for=8.8.8.8"}
    production.post("/display", headers=forged, base_url="https://portal.example")
    assert "address 10.1.2.3" in caplog.text


def test_what_is_for_developers_is_not_there(production):
    sign_in(production)
    assert production.application.debug is False
    for path in (
        "/styleguide",
        "/.git/config",
        "/.env",
        "/static/",
        "/static/dist/",
        "/static/../config.py",
        "/static/src/app.js",
        "/static/dist/manifest.json",
        "/console",
        "/openapi.json",
        "/metrics",
        "/server-status",
    ):
        assert production.get(path, headers=SECURE).status_code in (403, 404), path


def test_what_breaks_tells_nothing_of_the_inside(production, monkeypatch):
    def broken():
        raise RuntimeError("SELECT secret FROM inside")

    monkeypatch.setitem(production.application.view_functions, "accounts.login", broken)
    answer = production.get("/login", headers=SECURE)
    assert (answer.status_code, "系统出了点问题" in answer.text) == (500, True)
    assert not [
        word for word in ("secret", "RuntimeError", "Traceback", ".py", "werkzeug", "Flask") if word in answer.text
    ]


def test_headers(production):
    headers = production.get("/login", headers=SECURE).headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
    assert headers["Cache-Control"] == "no-store"
    assert "Server" not in headers


SESSIONS = ("__Host-portal_session", "__Host-portal_browser")
DEVICE = "__Secure-portal_device"  # sent to the page of signing in alone, which the other prefix would not allow


def test_cookies(production):
    cookies = sign_in(production)
    assert {each.partition("=")[0] for each in cookies} == {*SESSIONS, DEVICE}
    for cookie in cookies:
        attributes = {
            each.strip().partition("=")[0].lower(): each.strip().partition("=")[2] for each in cookie.split(";")[1:]
        }
        assert attributes.keys() >= {"secure", "httponly"}, cookie
        wanted = ("Strict", "/login") if cookie.startswith(DEVICE) else ("Lax", "/")
        assert (attributes["samesite"], attributes["path"]) == wanted
        assert "domain" not in attributes


@pytest.mark.parametrize(
    "path", ["/audit", "//audit", "/cases", "/", "//evil.example/audit", "/login?next=//evil.example"]
)
def test_no_redirect_leads_to_a_foreign_host(production, path):
    sign_in(production)
    evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    for browser in (production, production.application.test_client()):
        answer = browser.get(path, headers=evil, base_url="https://portal.example")
        assert answer.headers.get("Location", "/").startswith("/")
        assert not answer.headers.get("Location", "/").startswith(("//", "/\\"))


def test_what_is_written_is_for_nobody_else(production, tmp_path):
    (tmp_path / "note").touch()
    assert (tmp_path / "note").stat().st_mode & 0o777 == 0o600
