"""One form, one record: a form sent twice (double click, slow line) leads to the result of the first."""

from datetime import datetime

from flask import current_app, flash, g, redirect, request
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.extensions import db

FIELD = "_form"


class Submission(db.Model):
    """A form that was accepted, and where its answer led."""

    __tablename__ = "web_submission"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    user_id: Mapped[int]
    result_url: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="portal.form")


def seal(key: str, user_id: int, path: str) -> str:
    """The hidden value of a form: which form, whose, and where it stands; signed."""
    return _signer().dumps([key, user_id, path])


def unseal(token: str | None) -> tuple[str, int, str] | None:
    """`(key, user_id, path)` of a hidden value, or None when it is not ours."""
    try:
        key, user_id, path = _signer().loads(token or "")
    except (BadSignature, ValueError):
        return None
    return key, user_id, path


def claim():
    """Before a POST: take the form's key. Answers a redirect when the same form was accepted before."""
    if request.method != "POST" or not current_user.is_authenticated:
        return None
    sealed = unseal(request.form.get(FIELD))
    if sealed is None or sealed[1] != current_user.id:
        return None
    key = sealed[0]
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = {"key": key, "user_id": current_user.id, "result_url": "", "at": clock.now()}
    inserted = db.session.execute(dialect.insert(Submission).values(row).on_conflict_do_nothing()).rowcount
    if inserted:
        g.submission_key = key
        return None
    url = db.session.scalar(select(Submission.result_url).where(Submission.key == key))
    db.session.rollback()
    flash("这份表单已经提交过，没有重复登记。", "info")
    return redirect(url or "/", 303)


def saved(url: str, message: str = ""):
    """Commit the work of this request and lead to `url`; a repeated form will lead there too."""
    if key := g.get("submission_key"):
        db.session.get(Submission, key).result_url = url
    db.session.commit()
    if message:
        flash(message, "success")
    return redirect(url, 303)
