"""The fingerprint of the data key, kept with the data: with another key nothing would be found, and new rows could not be read by the old."""

from collections.abc import Callable
from functools import wraps

import click
from flask import Flask
from flask.cli import run_command, shell_command, with_appcontext
from sqlalchemy import String, inspect, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import reading_first
from portal.extensions import db
from portal.protection import keyring

__all__ = ["commands_ask_first", "keep_fingerprint", "wrong_key"]

WRONG_KEY = "PORTAL_DATA_KEY 不是这个数据库的密钥，没有启动或者执行，数据没有改动。请换回原来的密钥（更换密钥写成“新密钥,旧密钥”）。"


class KeyFingerprint(db.Model):
    """Of the key with which this database was begun; one row."""

    __tablename__ = "core_key"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    fingerprint: Mapped[str] = mapped_column(String(64))


def wrong_key() -> str:
    """What is wrong with the key in use, in Chinese; empty when the database was begun with it, or has none noted yet."""
    noted = db.session.scalar(select(KeyFingerprint.fingerprint))
    return WRONG_KEY if noted and noted != _own() else ""


def keep_fingerprint() -> str:
    """Note the key of a database that has none noted, and commit; `wrong_key` otherwise."""
    if db.session.scalar(select(KeyFingerprint.id)) is None:
        db.session.add(KeyFingerprint(fingerprint=_own()))
        db.session.commit()
    return wrong_key()


def commands_ask_first(app: Flask) -> None:
    """Let every command of `app` end in a line where the key is another one: what it wrote, and the trail of it, would be sealed with that.
    Those of Flask that serve or open `app`, and belong to no group of it, end here, while they load it. Raises ClickException."""
    _each_asks_first(app.cli)
    running = click.get_current_context(silent=True)
    if running and running.command in (run_command, shell_command):
        with app.app_context():
            _refuse_wrong_key()


def _each_asks_first(group: click.Group) -> None:
    for command in group.commands.values():
        if isinstance(command, click.Group):
            _each_asks_first(command)
        elif command.callback and not hasattr(command.callback, "asks_first"):
            command.callback = _asking_first(command.callback)


def _asking_first(callback: Callable) -> Callable:
    @with_appcontext
    @wraps(callback)
    def asking(*args, **kwargs):
        _refuse_wrong_key()
        return callback(*args, **kwargs)

    asking.asks_first = True
    return asking


def _refuse_wrong_key() -> None:
    if wrong := _wrong_if_begun():
        raise click.ClickException(wrong)


def _wrong_if_begun() -> str:
    """`wrong_key` also of a database without tables, or that does not answer: the command itself says so."""
    try:
        with reading_first():
            return wrong_key() if inspect(db.session.connection()).has_table(KeyFingerprint.__tablename__) else ""
    except OperationalError:
        return ""


def _own() -> str:
    return keyring.mac(b"fingerprint")
