"""Nothing typed is lost: half-filled forms are kept on the server, encrypted, and found again after sign-in."""

import json
from datetime import datetime
from functools import cache
from urllib.parse import quote

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Delete, ForeignKey, String, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.extensions import db
from portal.protection import EncryptedText
from portal.web.forms.form_token import FIELD, seal, unseal
from portal.web.http.guards import signed_in

MAX_CHARS = 200_000
NEVER_KEPT = frozenset({"csrf_token", FIELD})
TOO_LONG = "内容太长，没有保存下来，请精简后再填。"

bp = Blueprint("drafts", __name__)


class Draft(db.Model):
    """What one person has typed into one form and not yet submitted; a page opened anew is another form."""

    __tablename__ = "web_draft"

    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    content: Mapped[str] = mapped_column(EncryptedText("web_draft.content"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def form(self) -> MultiDict:
        return MultiDict([(name, value) for name, value in json.loads(self.content)])

    @property
    def sealed(self) -> str:
        """The hidden value of the form this was typed into, which goes on as that form."""
        return seal(self.key, self.user_id, self.path)


def keep(key: str, user_id: int, path: str, form: MultiDict) -> bool:
    """Keep what stands in the form `key` of the user, instead of what stood there, and commit. False when it is too much."""
    pairs = [
        (name, value) for name, value in form.items(multi=True) if name not in NEVER_KEPT and "password" not in name
    ]
    content = json.dumps(pairs, ensure_ascii=False)
    if len(content) > MAX_CHARS:
        return False
    db.session.merge(Draft(user_id=user_id, path=path, key=key, content=content, at=clock.now()))
    db.session.commit()
    return True


def waiting_for(user_id: int, path: str) -> Draft | None:
    """The newest draft of this page, if there is one; the others come after it."""
    found = select(Draft).where(Draft.user_id == user_id, Draft.path == path)
    return db.session.scalar(found.order_by(Draft.at.desc(), Draft.key).limit(1))


def discard(key: str, user_id: int, path: str) -> None:
    """Forget what stood in this form."""
    db.session.execute(_discarding(), {"whose": user_id, "where": path, "which": key})


@cache
def _discarding() -> Delete:
    return delete(Draft.__table__).where(
        Draft.user_id == bindparam("whose"), Draft.path == bindparam("where"), Draft.key == bindparam("which")
    )


def rescue_expired() -> ResponseReturnValue | None:
    """Before anything else: a POST whose session has gone keeps what was typed and leads to sign-in."""
    if request.method != "POST" or current_user.is_authenticated:
        return None
    sealed = _sealed()
    if sealed is None:
        return None
    path = sealed[2]
    kept = keep(*sealed, request.form)
    if request.endpoint == "drafts.autosave":
        return _autosaved(kept)
    target = login_url(f"{path}?draft=1")
    if kept:  # said by the address: a field checked at the same moment brings the page, and its flashed words, twice
        target += "&kept=1"
    else:
        flash(TOO_LONG, "warning")
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": target}
    return redirect(target, 303)


def rescue_forged() -> ResponseReturnValue | None:
    """A form whose security token no longer fits (another sign-in in between): keep it, for whom it was made.

    Its owner sees it again; somebody else is told, and does not.
    """
    sealed = _sealed()
    if sealed is None or not current_user.is_authenticated:
        return None
    db.session.rollback()
    _, user_id, path = sealed
    kept = keep(*sealed, request.form)
    if request.endpoint == "drafts.autosave":
        return _autosaved(kept)
    if user_id != current_user.id:
        flash("这张表单是另一位用户填写的，没有提交；已替他保存，他登录后可以接着填。", "warning")
        return redirect("/", 303)
    flash("页面已过期，内容没有丢失。请核对后再次提交。" if kept else TOO_LONG, "warning")
    return redirect(f"{path}?draft=1", 303)


def _sealed() -> tuple[str, int, str] | None:
    """The sealed value of a form with something typed in it."""
    return unseal(request.form.get(FIELD)) if request.endpoint != "drafts.discard_one" else None


def _autosaved(kept: bool) -> ResponseReturnValue:
    return f"已保存 {clock.local(clock.now()):%H:%M}" if kept else (TOO_LONG, 413)


def login_url(target: str) -> str:
    """The sign-in page that leads on to `target`."""
    return f"/login?next={quote(target, safe='')}"


@bp.post("/drafts")
@signed_in
def autosave() -> ResponseReturnValue:
    """Keep the form that is being filled; the script sends it now and then."""
    sealed = unseal(request.form.get(FIELD))
    if sealed is None or sealed[1] != current_user.id:
        abort(400)
    return _autosaved(keep(*sealed, request.form))


@bp.post("/drafts/discard")
@signed_in
def discard_one():
    """Throw the draft of a page away."""
    sealed = unseal(request.form.get(FIELD))
    if sealed is None or sealed[1] != current_user.id:
        abort(400)
    discard(*sealed)
    db.session.commit()
    return redirect(sealed[2], 303)


def purge(before: datetime) -> int:
    """Delete drafts older than `before`; answers how many."""
    return db.session.execute(delete(Draft).where(Draft.at < before)).rowcount
