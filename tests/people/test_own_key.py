"""Another data key on a database that was begun with this one is refused in a line, and nothing is written."""

import base64
import os
import subprocess
import sys

import click
import pytest
from sqlalchemy import func, select

from portal.application import create_app
from portal.audit.models import AuditEntry
from portal.config import ConfigError, Settings
from portal.extensions import db
from portal.migrating import keep_fingerprint, wrong_key
from portal.migrating.own_key import KeyFingerprint
from portal.protection import keyring

pytestmark = pytest.mark.database

OTHER = base64.b64encode(b"o" * 32).decode()


def test_the_key_that_was_noted_is_the_right_one_also_after_a_rotation(app):
    own = app.extensions["portal_settings"].data_key
    assert wrong_key() == "", "none noted yet"
    assert keep_fingerprint() == ""
    keyring.load(f"{OTHER},{own}")
    assert wrong_key() == ""


def test_another_key_is_refused(app):
    keep_fingerprint()
    keyring.load(OTHER)
    assert "不是这个数据库的密钥" in wrong_key()
    assert "不是这个数据库的密钥" in keep_fingerprint()


def test_no_command_is_carried_out_with_another_key(app, cast):
    keep_fingerprint()
    before, own = trails(), app.extensions["portal_settings"].data_key
    commands = (
        ["accounts", "lock", "clerk", "--reason", "x"],
        ["accounts", "check"],
        ["audit", "checkpoint"],
        ["people", "export", "1"],
        ["jobs", "run", "--once"],
        ["demo", "load", "--if-empty"],
        ["migrate"],
        ["plugins", "list"],
        ["rotate-key"],
    )
    for keys in (OTHER, f"{own},{OTHER}"):
        keyring.load(keys)
        for each in commands:
            told = app.test_cli_runner().invoke(args=each)
            assert (told.exit_code, "不是这个数据库的密钥" in told.output) == (1, True), each
            assert len(told.output.splitlines()) == 1
    keyring.load(own)
    assert trails() == before
    assert app.test_cli_runner().invoke(args=["accounts", "lock", "clerk", "--reason", "x"]).exit_code == 0


def every_command(group, *path):
    for name, each in group.commands.items():
        yield from every_command(each, *path, name) if isinstance(each, click.Group) else [((*path, name), each)]


def test_every_command_asks_first(app):
    assert [path for path, each in every_command(app.cli) if not hasattr(each.callback, "asks_first")] == []


@pytest.mark.parametrize("command", ["shell", "run"])
def test_what_flask_itself_starts_asks_first(app, databases, tmp_path, command):
    keep_fingerprint()
    db.session.remove()
    given = {"ENV": "testing", "DATA_KEY": OTHER, "DATABASE_URL": databases.url, "INSTANCE": str(tmp_path)}
    told = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "portal", command],
        env=os.environ | {f"PORTAL_{name}": value for name, value in given.items()},
        input="",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 1
    assert [line for line in told.stderr.splitlines() if "不是这个数据库的密钥" in line]
    assert "Traceback" not in told.stderr
    assert told.stdout == ""


def test_a_database_without_tables_has_no_other_key(app):
    db.session.rollback()
    KeyFingerprint.__table__.drop(db.engine)
    try:
        keyring.load(OTHER)
        assert app.test_cli_runner().invoke(args=["plugins", "list"]).exit_code == 0
    finally:
        KeyFingerprint.__table__.create(db.engine)


def trails() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEntry))


@pytest.mark.parametrize("text", ["short", "not base64!", base64.b64encode(b"x" * 31).decode(), f"{OTHER},", "密钥"])
def test_what_is_no_key_is_said_in_a_line(tmp_path, text):
    with pytest.raises(ConfigError, match="PORTAL_DATA_KEY"):
        create_app(Settings(env="testing", instance=tmp_path, data_key=text))
