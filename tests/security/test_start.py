"""In production the portal starts only when it knows its keys and its own address; otherwise one line says what is missing."""

import os
import socket
import subprocess
import sys
from base64 import b64encode

import pytest

from portal.config import ROOT, ConfigError, Settings
from portal.documents.issuing import check_address

COMPLETE = {
    "env": "production",
    "secret_key": "k" * 40,
    "data_key": b64encode(b"k" * 32).decode(),
    "public_url": "https://portal.example",
}


@pytest.mark.parametrize(
    ("missing", "named"),
    [("public_url", "PORTAL_PUBLIC_URL"), ("secret_key", "PORTAL_SECRET_KEY"), ("data_key", "PORTAL_DATA_KEY")],
)
def test_production_insists_on_each(tmp_path, missing, named):
    with pytest.raises(ConfigError, match=f"必须设置 {named}"):
        Settings(instance=tmp_path, **COMPLETE | {missing: ""}).prepare()


def test_with_all_of_them_it_starts(tmp_path):
    assert Settings(instance=tmp_path, **COMPLETE).prepare().public_url == "https://portal.example"


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("postgresql://portal@/portal?host=/var/run/postgresql", True),
        ("postgresql://portal:x@127.0.0.1/portal", True),
        ("postgresql://portal:x@db.example/portal?sslmode=verify-full&sslrootcert=/etc/portal/db.pem", True),
        ("postgresql://portal:x@db.example/portal", False),
        ("postgres://portal:x@10.0.0.5:5433/portal?sslmode=prefer", False),
        ("postgresql://portal:x@db.example/portal?sslmode=require", False),
        ("postgresql://portal:x@localhost/portal?host=db.example", False),
    ],
)
def test_to_a_database_elsewhere_it_speaks_encrypted_and_knows_who_answers(tmp_path, address, fits):
    settings = Settings(instance=tmp_path, **COMPLETE | {"database_url": address})
    if fits:
        settings.prepare()
        return
    with pytest.raises(ConfigError, match="sslmode=verify-full"):
        settings.prepare()


@pytest.mark.parametrize("env", ["demo", "testing"])
def test_a_demo_needs_none_of_them(tmp_path, env):
    assert Settings(instance=tmp_path, env=env).prepare().public_url == ""


@pytest.mark.parametrize(
    "address",
    [
        "portal.example",
        "ftp://portal.example",
        "https://",
        "https://portal.example/fq",
        "https://portal.example/?x",
        "https://a b",
        "javascript:alert(1)//",
    ],
)
def test_what_is_no_address_is_refused(tmp_path, address):
    with pytest.raises(ConfigError, match="不是网址"):
        Settings(instance=tmp_path, **COMPLETE | {"public_url": address}).prepare()


def test_the_code_on_a_paper_leads_there_whatever_host_was_asked_for(app, monkeypatch):
    monkeypatch.setattr(app.extensions["portal_settings"], "public_url", "https://portal.example/")
    with app.test_request_context("/", headers={"Host": "evil.example"}):
        assert check_address("ABC") == "https://portal.example/check/ABC"


def started(command: list[str], instance, **variables: str) -> subprocess.CompletedProcess:
    """Python with `command`, and nothing of the portal in the environment but `variables`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        env=kept | variables | {"PORTAL_INSTANCE": str(instance), "PYTHONUTF8": "1"},
    )


@pytest.mark.parametrize("command", [["-m", "portal.serve"], ["-m", "flask", "--app", "portal", "migrate"]])
def test_one_line_in_two_languages_says_so(tmp_path, command):
    names = {f"PORTAL_{name.upper()}": value for name, value in COMPLETE.items() if name != "public_url"}
    answer = started(command, tmp_path, **names)
    assert answer.returncode == 1
    assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
    assert "生产环境必须设置 PORTAL_PUBLIC_URL" in answer.stderr
    assert "must be set in production" in answer.stderr
    assert not answer.stdout


def test_an_empty_database_is_told_in_one_line(tmp_path):
    answer = started(["-m", "portal.serve"], tmp_path)
    assert (answer.returncode, len(answer.stderr.strip().splitlines())) == (1, 1), answer.stderr
    assert "数据库结构不是最新（core、" in answer.stderr


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path):
    assert started(["-m", "flask", "--app", "portal", "migrate"], tmp_path).returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as taken:
        answer = started(["-m", "portal.serve"], tmp_path, PORT=str(taken.getsockname()[1]))
    assert (answer.returncode, len(answer.stderr.strip().splitlines())) == (1, 1), answer.stderr
    assert "不能用" in answer.stderr
    assert "choose another with PORT=" in answer.stderr


def test_production_takes_no_demo(tmp_path):
    names = {f"PORTAL_{name.upper()}": value for name, value in COMPLETE.items()}
    assert started(["-m", "flask", "--app", "portal", "migrate"], tmp_path, **names).returncode == 0
    answer = started(["-m", "flask", "--app", "portal", "demo", "load"], tmp_path, **names)
    assert (answer.returncode, "生产环境不能装入演示数据" in answer.stderr) == (1, True), answer.stderr
