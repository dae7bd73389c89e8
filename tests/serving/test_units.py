"""deploy/: the units are as shut in as systemd can make them, and nginx starts with its example."""

import os
import re
import shutil
import socket
import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.config import ROOT
from portal.listening import SILENCE
from portal.testing.server import free_port

DEPLOY = ROOT / "deploy"
MOST_EXPOSED = 3.0
A_YEAR = "max-age=31536000; includeSubDomains"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
@pytest.mark.parametrize("unit", ["portal.service", "portal-backup.service"])
def test_a_unit_is_shut_in(unit):
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", DEPLOY / unit],
        capture_output=True,
        text=True,
        check=False,
    )
    if "unrecognized option" in said.stderr:
        pytest.skip("this systemd cannot tell without running it")
    level = re.search(r"Overall exposure level for .*: ([\d.]+)", said.stdout)
    assert level, said.stdout + said.stderr
    assert float(level[1]) <= MOST_EXPOSED


def test_the_backup_is_shut_in_like_the_portal():
    ours, backup = (
        {line for line in (DEPLOY / name).read_text().partition("NoNewPrivileges")[2].splitlines() if "=" in line}
        for name in ("portal.service", "portal-backup.service")
    )
    assert ours - backup == {"WantedBy=multi-user.target"}


def test_nginx_lets_go_of_its_connections_before_we_do():
    said = re.search(r"keepalive_timeout (\d+)s", (DEPLOY / "nginx.conf").read_text())
    assert int(said[1]) < SILENCE


@pytest.mark.skipif(not NGINX, reason="no nginx here")
def test_nginx_starts_with_the_example_and_brings_a_visitor_in(server, cast, tmp_path):
    plain, secure = free_port(), free_port()
    _certificate(tmp_path)
    style = next((ROOT / "portal/static/dist").glob("app.*.css"))
    with _nginx(tmp_path, server.at[1], plain, secure):
        line = HTTPConnection("127.0.0.1", plain, timeout=20)
        line.request("GET", "/login?next=%2F", headers={"Host": "portal.example"})
        answer = line.getresponse()
        assert (answer.status, answer.headers["Location"]) == (301, "https://portal.example/login?next=%2F")
        line = HTTPSConnection("127.0.0.1", secure, timeout=20, context=_trusting(tmp_path))
        line.request("GET", "/login", headers={"Host": "portal.example"})
        answer = line.getresponse()
        assert (answer.status, "登录" in answer.read().decode()) == (200, True)
        line.request("GET", f"/static/dist/{style.name}", headers={"Host": "portal.example", "Accept-Encoding": "gzip"})
        answer = line.getresponse()
        answer.read()
        assert answer.status == 200
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert answer.headers["Strict-Transport-Security"] == A_YEAR


@pytest.mark.skipif(not NGINX, reason="no nginx here")
def test_what_nginx_answers_itself_is_said_in_words_and_protected(cast, tmp_path):
    plain, secure = free_port(), free_port()
    _certificate(tmp_path)
    with _nginx(tmp_path, free_port(), plain, secure):
        for method, length, status, said in (("GET", 0, 503, "重新启动"), ("POST", 26 << 20, 413, "文件太大")):
            line = HTTPSConnection("127.0.0.1", secure, timeout=20, context=_trusting(tmp_path))
            line.putrequest(method, "/cases/new")
            line.putheader("Content-Length", str(length))
            line.endheaders()
            answer = line.getresponse()
            assert (answer.status, said in answer.read().decode()) == (status, True)
            assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Strict-Transport-Security"] == A_YEAR
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["Server"] == "nginx"  # and not which


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1:DeprecationWarning")
@pytest.mark.skipif(not NGINX, reason="no nginx here")
def test_nginx_speaks_no_old_tls_and_no_weak_cipher(cast, tmp_path):
    secure = free_port()
    _certificate(tmp_path)
    with _nginx(tmp_path, free_port(), free_port(), secure):

        def agreed(version: ssl.TLSVersion, ciphers: str) -> tuple:
            trusting = _trusting(tmp_path)
            trusting.set_ciphers(ciphers)
            trusting.minimum_version = trusting.maximum_version = version
            with socket.create_connection(("127.0.0.1", secure), 10) as plain, trusting.wrap_socket(plain) as line:
                return line.version(), line.cipher()[0]

        assert agreed(ssl.TLSVersion.TLSv1_3, "ALL")[0] == "TLSv1.3"
        assert agreed(ssl.TLSVersion.TLSv1_2, "ALL")[1].startswith("ECDHE-")
        for version, ciphers in (
            (ssl.TLSVersion.TLSv1_1, "ALL:@SECLEVEL=0"),
            (ssl.TLSVersion.TLSv1_2, "AES+RSA"),
            (ssl.TLSVersion.TLSv1_2, "ECDHE+AES+SHA1"),
        ):
            with pytest.raises(OSError):  # noqa: PT011  of the kind ssl.SSLError, or the line is cut
                agreed(version, ciphers)


def _trusting(folder: Path) -> ssl.SSLContext:
    made = ssl.create_default_context(cafile=folder / "fullchain.pem")
    made.check_hostname = False
    return made


class _nginx:  # noqa: N801  reads as what it starts
    """The example with the ports and files of the test; everything else as it is."""

    def __init__(self, folder: Path, portal: int, plain: int, secure: int):
        example = (DEPLOY / "nginx.conf").read_text()
        for ours, theirs in {
            "127.0.0.1:8000": f"127.0.0.1:{portal}",
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
            "/etc/ssl/portal": str(folder),
            "/opt/portal": str(ROOT),
        }.items():
            assert ours in example
            example = example.replace(ours, theirs)
        self.settings = folder / "nginx.conf"
        temporary = "".join(
            f"{each}_temp_path {folder}/{each};\n" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;\n" if os.geteuid() == 0 else ""  # else its workers could not read our folder
        self.settings.write_text(
            f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
            f"http {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temporary}{example}\n}}\n"
        )
        self.log, self.secure = folder / "error.log", secure

    def __enter__(self) -> None:
        self.process = subprocess.Popen([NGINX, "-c", self.settings, "-e", self.log])
        for _ in range(100):
            assert self.process.poll() is None, self.log.read_text()
            try:
                socket.create_connection(("127.0.0.1", self.secure), 1).close()
                return
            except OSError:
                self._pause()
        raise AssertionError(self.log.read_text())

    def _pause(self) -> None:
        try:
            self.process.wait(0.1)
        except subprocess.TimeoutExpired:
            return

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait(20)


def _certificate(folder: Path) -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "portal.example")])
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1)
    )
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
