"""Guesses are slowed (猜密码、猜查询码): so many wrong ones at once, and one more every so often.

Each share is kept as one number, the moment at which all of it will have been regained (the "generic cell rate algorithm" of ATM
Forum TM 4.0, appendix A). Nobody is made to wait in a thread: who has none left is told in how many seconds there will be one.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Insert, String, bindparam, case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.extensions import db
from portal.protection import keyring

MOST = 20_000  # shares that are kept: who invents names makes no more of them
FOR_EVER = 2**62  # milliseconds
TRIMMED = "0"  # keys that begin so: after one new share in sixteen it is seen to that there are not more


class Spent(db.Model):
    """A share that is not whole. The key is a keyed hash: what people type into the box for the name may be a password."""

    __tablename__ = "core_guess"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    whole_at: Mapped[int] = mapped_column(BigInteger, index=True)  # milliseconds since 1970


@dataclass(frozen=True)
class Allowance:
    """How many guesses there are `at_once`, and after how many seconds one is `regained`."""

    purpose: str
    at_once: int
    regained: int

    def of(self, whose: object) -> "Share":
        """The share of an account, a device, an address."""
        return Share(self, keyring.index(str(whose), f"guess.{self.purpose}"))


@dataclass(frozen=True)
class Share:
    """What one of them has."""

    allowance: Allowance
    key: str

    @property
    def step(self) -> int:
        """Milliseconds that one guess costs."""
        return self.allowance.regained * 1000

    @property
    def slack(self) -> int:
        """Milliseconds by which `whole_at` may be ahead when a guess is still admitted."""
        return (self.allowance.at_once - 1) * self.step


def seconds_left(*shares: Share) -> int:
    """In how many seconds all of them have a guess again; 0 where they have one now."""
    return max((seconds for seconds in _waiting(shares).values()), default=0)


def exhausted(shares: dict[Any, Share]) -> dict[Any, int]:
    """Of many, those that have no guess left, with the seconds until there is one."""
    waiting = _waiting(shares.values())
    return {name: waiting[share.key] for name, share in shares.items() if waiting.get(share.key)}


def spend(*shares: Share) -> int:
    """Take one guess out of each before it is known whether it is right, so that many at the same time are counted too; what
    `seconds_left` says, and nothing is taken, where one has none. Does not commit."""
    for number, share in enumerate(shares):
        if not _taken(share):
            give_back(*shares[:number])
            return max(1, seconds_left(share))
    return 0


def charge(share: Share, number: int) -> None:
    """Take so many guesses that were made at once, also more than there are: who asked for them waits for all. Does not commit."""
    _taken(share, number, latest=FOR_EVER)


def give_back(*shares: Share) -> None:
    """The guess was right. Does not commit."""
    for share in shares:
        db.session.execute(_giving(), {"whose": share.key, "step": share.step})


def forget(share: Share) -> None:
    """Make it whole. Does not commit."""
    db.session.execute(delete(Spent).where(Spent.key == share.key))


def forget_whole() -> int:
    """Delete shares that are whole again, and say how many they were."""
    return db.session.execute(delete(Spent).where(Spent.whole_at <= _now())).rowcount


def _waiting(shares) -> dict[str, int]:
    """Key → seconds, of those that are kept."""
    known = {share.key: share for share in shares}
    now, rows = _now(), db.session.execute(select(Spent.key, Spent.whole_at).where(Spent.key.in_(known)))
    return {key: max(0, math.ceil((at - now - known[key].slack) / 1000)) for key, at in rows}


def _taken(share: Share, number: int = 1, latest: int = 0) -> bool:
    now, step = _now(), share.step * number
    given = {"key": share.key, "now": now, "step": step, "first": now + step, "latest": latest or now + share.slack}
    whole_at = db.session.scalar(_taking(db.engine.dialect.name), given)
    if whole_at == now + step and share.key.startswith(TRIMMED):
        _trim()
    return whole_at is not None


def _trim() -> None:
    """Of more than `MOST` those that are whole soonest are forgotten: an account that many guess at is not pushed out by invented ones."""
    if (surplus := db.session.scalar(select(func.count()).select_from(Spent)) - MOST) > 0:
        soonest = select(Spent.key).order_by(Spent.whole_at, Spent.key).limit(surplus).scalar_subquery()
        db.session.execute(delete(Spent).where(Spent.key.in_(soonest)))


@cache
def _taking(dialect: str) -> Insert:
    """Upsert that answers nothing where the share has no guess left."""
    table = Spent.__table__
    first = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    now, step, latest = (bindparam(name, type_=BigInteger()) for name in ("now", "step", "latest"))
    return (
        first.values(key=bindparam("key"), whole_at=bindparam("first"))
        .on_conflict_do_update(
            index_elements=["key"],
            set_={"whole_at": case((table.c.whole_at > now, table.c.whole_at), else_=now) + step},
            where=table.c.whole_at <= latest,
        )
        .returning(table.c.whole_at)
    )


@cache
def _giving():
    table = Spent.__table__
    return (
        update(table)
        .where(table.c.key == bindparam("whose"))
        .values(whole_at=table.c.whole_at - bindparam("step", type_=BigInteger()))
    )


def _now() -> int:
    return int(clock.now().timestamp() * 1000)
