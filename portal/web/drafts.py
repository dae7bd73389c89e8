"""Nothing typed is lost: half-filled forms are kept on the server, encrypted, and found again after sign-in."""

import json
from datetime import datetime
from urllib.parse import quote

from flask import Blueprint, abort, flash, redirect, request
from flask_login import current_user
from sqlalchemy import ForeignKey, String, delete
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.extensions import db
from portal.protection import EncryptedText
from portal.web.guards import signed_in
from portal.web.submissions import FIELD, unseal

MAX_CHARS = 200_000
NEVER_KEPT = frozenset({"csrf_token", FIELD, "password"})

bp = Blueprint("drafts", __name__)


class Draft(db.Model):
    """What one person has typed into one form and not yet submitted."""

    __tablename__ = "web_draft"

    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[str] = mapped_column(EncryptedText("web_draft.content"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def form(self) -> MultiDict:
        return MultiDict([(name, value) for name, value in json.loads(self.content)])


def keep(user_id: int, path: str, form: MultiDict) -> None:
    """Keep `form` for the user; an earlier draft of the same page is replaced."""
    pairs = [(name, value) for name, value in form.items(multi=True) if name not in NEVER_KEPT]
    content = json.dumps(pairs, ensure_ascii=False)
    if len(content) > MAX_CHARS:
        return
    db.session.merge(Draft(user_id=user_id, path=path, content=content, at=clock.now()))


def waiting_for(user_id: int, path: str) -> Draft | None:
    """The draft of this page, if there is one."""
    return db.session.get(Draft, (user_id, path))


def discard(user_id: int, path: str) -> None:
    """Forget the draft of this page."""
    db.session.execute(delete(Draft).where(Draft.user_id == user_id, Draft.path == path))


def rescue_expired():
    """Before anything else: a POST whose session has gone keeps what was typed and leads to sign-in."""
    if request.method != "POST" or current_user.is_authenticated:
        return None
    sealed = unseal(request.form.get(FIELD))
    if sealed is None:
        return None
    _, user_id, path = sealed
    keep(user_id, path, request.form)
    db.session.commit()
    flash("登录已过期。您填写的内容已经保存，登录后会回到原来的表单。", "warning")
    return redirect(login_url(f"{path}?draft=1"), 303)


def rescue_forged():
    """A form whose security token no longer fits (another sign-in in between): keep it and show it again."""
    sealed = unseal(request.form.get(FIELD))
    if sealed is None or not current_user.is_authenticated or sealed[1] != current_user.id:
        return None
    db.session.rollback()
    keep(current_user.id, sealed[2], request.form)
    db.session.commit()
    flash("页面已过期，内容没有丢失。请核对后再次提交。", "warning")
    return redirect(f"{sealed[2]}?draft=1", 303)


def login_url(target: str) -> str:
    """The sign-in page that leads on to `target`."""
    return f"/login?next={quote(target, safe='')}"


@bp.post("/drafts")
@signed_in
def autosave():
    """Keep the form that is being filled; the script sends it now and then."""
    sealed = unseal(request.form.get(FIELD))
    if sealed is None or sealed[1] != current_user.id:
        abort(400)
    keep(current_user.id, sealed[2], request.form)
    db.session.commit()
    return f"已保存 {clock.local(clock.now()):%H:%M}"


@bp.post("/drafts/discard")
@signed_in
def discard_one():
    """Throw the draft of a page away."""
    sealed = unseal(request.form.get(FIELD))
    if sealed is None or sealed[1] != current_user.id:
        abort(400)
    discard(current_user.id, sealed[2])
    db.session.commit()
    return redirect(sealed[2], 303)


def purge(before: datetime) -> int:
    """Delete drafts older than `before`; answers how many."""
    return db.session.execute(delete(Draft).where(Draft.at < before)).rowcount

