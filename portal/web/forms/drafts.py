"""Nothing typed is lost: half-filled forms are kept on the server, encrypted, and found again after sign-in."""

import json
from datetime import datetime
from functools import cache

from sqlalchemy import Delete, ForeignKey, String, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.extensions import db
from portal.protection import EncryptedText
from portal.web.forms.form_token import FIELD, seal

MAX_CHARS = 200_000
MOST = 100  # of a user: who leaves more forms half filled loses the oldest
NEVER_KEPT = frozenset({"csrf_token", FIELD})
TOO_LONG = "内容太长，没有保存下来，请精简后再填。"


class Draft(db.Model):
    """What a user has typed into a form and not yet submitted. Opening the page again starts another form with its own draft."""

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
        """The form token of the form this was typed into, so that the restored form keeps its key."""
        return seal(self.key, self.user_id, self.path)


def keep(key: str, user_id: int, path: str, form: MultiDict) -> bool:
    """Store the content of the form `key` of the user, replacing its earlier draft, and commit. False when it is too long."""
    pairs = [
        (name, value) for name, value in form.items(multi=True) if name not in NEVER_KEPT and "password" not in name
    ]
    content = json.dumps(pairs, ensure_ascii=False)
    if len(content) > MAX_CHARS:
        return False
    db.session.merge(Draft(user_id=user_id, path=path, key=key, content=content, at=clock.now()))
    db.session.flush()
    db.session.execute(_dropping_the_oldest(), {"whose": user_id})
    db.session.commit()
    return True


def waiting_for(user_id: int, path: str) -> Draft | None:
    """The newest draft of this page, if there is one; the others come after it."""
    found = select(Draft).where(Draft.user_id == user_id, Draft.path == path)
    return db.session.scalar(found.order_by(Draft.at.desc(), Draft.key).limit(1))


def discard(key: str, user_id: int, path: str) -> None:
    """Delete the draft of this form."""
    db.session.execute(_discarding(), {"whose": user_id, "where": path, "which": key})


@cache
def _dropping_the_oldest() -> Delete:
    oldest = select(Draft.at).where(Draft.user_id == bindparam("whose")).order_by(Draft.at.desc()).offset(MOST).limit(1)
    return delete(Draft.__table__).where(Draft.user_id == bindparam("whose"), Draft.at <= oldest.scalar_subquery())


@cache
def _discarding() -> Delete:
    return delete(Draft.__table__).where(
        Draft.user_id == bindparam("whose"), Draft.path == bindparam("where"), Draft.key == bindparam("which")
    )


def purge(before: datetime) -> int:
    """Delete drafts older than `before`; answers how many."""
    return db.session.execute(delete(Draft).where(Draft.at < before)).rowcount
