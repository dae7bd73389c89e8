"""Idempotent forms: a form sent twice (double click, slow line) is processed once, and leads to the first result."""

from datetime import datetime
from functools import cache

from flask import flash, g, redirect, request
from flask_login import current_user
from sqlalchemy import Insert, String, Update, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.extensions import db
from portal.redaction.columns import hidden_here
from portal.web.forms import drafts, duplicate_check, kept_files
from portal.web.forms.form_token import FIELD, unseal

__all__ = ["saved"]

READING = ("drafts", "checking")  # take what is typed without submitting it


class Submission(db.Model):
    """A processed form and the URL of its result."""

    __tablename__ = "web_submission"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    user_id: Mapped[int]
    result_url: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)


def claim():
    """Before every POST: insert the form's key; a redirect to the first result when it is there already."""
    if request.method != "POST" or not current_user.is_authenticated or request.blueprint in READING:
        return None
    sealed = unseal(request.form.get(FIELD), anywhere=True)
    if sealed is None or sealed[1] != current_user.id:
        return None
    key, _, path = sealed
    if claimed(key, current_user.id):
        g.submission = key, path
        return None
    url = db.session.scalar(select(Submission.result_url).where(Submission.key == key))
    db.session.rollback()
    flash("这份表单已经提交过，没有重复登记。", "info")
    return redirect(url or path, 303)


def claimed(key: str, user_id: int) -> bool:
    """Insert the key of a form in the transaction under way; False when it is there already."""
    row = {"key": key, "user_id": user_id, "result_url": "", "at": clock.now()}
    return bool(db.session.scalar(_claiming(db.engine.dialect.name), row))  # (rowcount says -1 on PostgreSQL)


@cache
def _claiming(dialect: str) -> Insert:
    claim = (postgresql if dialect == "postgresql" else sqlite).insert(Submission.__table__)
    return claim.on_conflict_do_nothing().returning(Submission.key)


@cache
def _led_to() -> Update:
    return update(Submission.__table__).where(Submission.key == bindparam("claimed"))


def saved(url: str, message: str = "", label: str = ""):
    """Commit, delete the form's draft and redirect to `url`; the same form sent again is redirected there too.

    `label` is the name of what was created, shown if the same content is sent again (portal.web.forms.duplicate_check).
    """
    finish(url, label)
    if kinds := "、".join(hidden_here()):
        flash(f"您写的内容里有{kinds}，在办理记录里没有存下来，写的是“已隐去”。号码请填在专门的栏里。", "warning")
    if message:
        flash(message, "success")
    return redirect(url, 303)


def finish(url: str, label: str = "") -> None:
    """Like `saved`, but without a redirect: for an answer that is shown only once (a new password)."""
    taken: tuple[str, int] | None = None
    if submission := g.get("submission"):
        key, path = submission
        taken = key, current_user.id  # read before the commit, after which it costs a statement
        db.session.execute(_led_to(), {"claimed": key, "result_url": url})
        drafts.discard(*taken, path)
    db.session.commit()
    if taken:
        kept_files.discard(*taken)
    duplicate_check.note(url, label)
