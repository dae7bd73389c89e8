"""登录: in which browsers an account is signed in. The cookie says which row it is; one that was ended opens nothing."""

import re
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from flask import current_app, g, request, session
from sqlalchemy import ForeignKey, Index, String, bindparam, delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response

from portal import clock
from portal.accounts.models import BESIDE, SESSION_KEY, User
from portal.database import begin_writing
from portal.extensions import db
from portal.web.http.cookies import BEGAN

SEEN = "session_seen"
ELSEWHERE = "统一身份认证"
PROOF = "proof"  # in the cookie: what it was begun with, where that was no password
EVERY = timedelta(minutes=5)  # how exact `seen_at` is: nobody waits for it to be written more often
BROWSERS = (  # what a browser says of itself → its name; who pretends to be another comes first
    (r"MicroMessenger/(\d+)", "微信"),
    (r"DingTalk/(\d+)", "钉钉"),
    (r"Edge?/(\d+)", "Edge"),
    (r"Firefox/(\d+)", "Firefox"),
    (r"Chrome/(\d+)", "Chrome 内核"),
    (r"Version/(\d+)[\d.]* .*Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
LIMITS: list[Callable[[User], tuple[timedelta, timedelta] | None]] = []
"""Of layers above: how long a session of a user may stand unused, and last, where that is shorter than the server has it."""
STANDS: list[Callable[[User], bool]] = []
"""Of layers above: whether a session may go on, such as from where it is used."""


class Proof(NamedTuple):
    """What proved who it is, where it was no password: the `way` in words, the number of the key or provider, whether that stands for two ways
    (GB/T 22239-2019), and of a provider the `mark` of how it was set then."""

    way: str
    ident: int
    twofold: bool
    mark: str = ""


def proved_by() -> Proof | None:
    """What the session of this request was begun with; None where it was the password."""
    return Proof(*session[PROOF]) if PROOF in session else None


class SignIn(db.Model):
    """One browser in which an account is signed in: from where, since when. `epoch` is the count of the account's ended sessions at which it stands."""

    __tablename__ = "accounts_sign_in"
    __table_args__ = (Index("ix_accounts_sign_in_whose", "user_id", "epoch"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    epoch: Mapped[int]
    began_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    address: Mapped[str] = mapped_column(String(45))
    browser: Mapped[str] = mapped_column(String(40))
    ended_at: Mapped[datetime | None]

    @property
    def is_here(self) -> bool:
        """Whether it is that of this request."""
        return self.id == session.get(SESSION_KEY)


def begin(user: User) -> None:
    """`user` signs in with this browser. Does not commit."""
    agent = request.headers.get("User-Agent", "")
    row = SignIn(
        user_id=user.id, epoch=user.session_epoch, address=(request.remote_addr or "")[:45], browser=in_words(agent)
    )
    db.session.add(row)
    db.session.flush()
    session[SESSION_KEY] = row.id


def end_others(user: User) -> None:
    """退出其他: of the sessions of `user` this one stays. Does not commit."""
    others = (SignIn.user_id == user.id) & (SignIn.id != session.get(SESSION_KEY, 0)) & SignIn.ended_at.is_(None)
    db.session.execute(update(SignIn).where(others).values(ended_at=clock.now()))


def carry_on(user: User) -> None:
    """This session goes on, where all of `user` have just been ended. Does not commit."""
    this = (SignIn.id == session.get(SESSION_KEY, 0)) & (SignIn.user_id == user.id)
    db.session.execute(update(SignIn).where(this).values(epoch=user.session_epoch))


def open_sessions(user: User) -> Sequence[SignIn]:
    """Those in which `user` is signed in now, this one first, then the one used last."""
    idle, longest = limits_of(user)
    stands = (SignIn.user_id == user.id) & (SignIn.epoch == user.session_epoch) & SignIn.ended_at.is_(None)
    recent = (SignIn.seen_at > clock.now() - idle - EVERY) & (SignIn.began_at > clock.now() - longest)
    found = db.session.scalars(select(SignIn).where(stands, recent).order_by(SignIn.seen_at.desc(), SignIn.id)).all()
    return sorted(found, key=lambda each: not each.is_here)


def limits_of(user: User) -> tuple[timedelta, timedelta]:
    """How long a session of `user` may stand unused, and last."""
    server = current_app.permanent_session_lifetime, timedelta(seconds=current_app.config["LONGEST_SESSION"])
    idle, longest = zip(server, *(found for each in LIMITS if (found := each(user))), strict=True)
    return min(idle), min(longest)


def _stands(user: User) -> bool:
    return all(each(user) for each in STANDS)


def loaded(session_id: str) -> User | None:
    """The user of a session that is not over, and was not ended. (A cookie from before there were rows names none.)"""
    user = User.signed_in(session_id)
    ended = SESSION_KEY in session and g.get("beside", {}).get(SEEN) is None
    return None if user is None or ended or _is_over(user) or not _stands(user) else user


def _is_over(user: User) -> bool:
    """Whether it was not used for too long (accurate to a tenth of the server's limit), or began too long ago."""
    idle, longest = limits_of(user)
    unused = datetime.now(UTC) - session.signed_at if session.signed_at else timedelta()
    lasted = time.time() - session.get(BEGAN, time.time())
    return unused > idle or lasted > longest.total_seconds()


def note_seen(response: Response) -> Response:
    """After a request: that the session was used, every few minutes, in a transaction of its own. What cannot be written is let be."""
    seen = g.get("beside", {}).get(SEEN)
    if seen is None or response.is_streamed or clock.now() - seen < EVERY:
        return response
    try:
        db.session.rollback()  # what the view did is committed, or was refused
        begin_writing()
        this = SignIn.id == session.get(SESSION_KEY, 0)
        db.session.execute(update(SignIn).where(this).values(seen_at=clock.now()))
        db.session.commit()
    except DBAPIError:
        db.session.rollback()
    return response


def forget(before: datetime) -> int:
    """Delete the rows of sessions that began `before`, and say how many they were."""
    return db.session.execute(delete(SignIn).where(SignIn.began_at < before)).rowcount


def in_words(agent: str) -> str:
    """The browser that calls itself `agent`, as people say it: Chrome 内核 109，Windows."""
    names = (f"{name} {found[1]}" for pattern, name in BROWSERS if (found := re.search(pattern, agent)))
    systems = (name for word, name in SYSTEMS if word in agent)
    return "，".join(filter(None, (next(names, "不认识的浏览器"), next(systems, ""))))[:40]


# asked in the statement that finds who is signed in
_THIS = (SignIn.id == bindparam("session_id")) & (SignIn.user_id == bindparam("user_id"))
BESIDE[SEEN] = (
    select(SignIn.seen_at).where(_THIS, SignIn.epoch == bindparam("epoch"), SignIn.ended_at.is_(None)).scalar_subquery()
)
