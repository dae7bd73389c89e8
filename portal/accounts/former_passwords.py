"""Passwords that an account had: their hashes, so that the last ones are not taken again."""

from datetime import UTC, datetime

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db

KEPT = 24  # of an account; no district asks for more


class FormerPassword(db.Model):
    """以前的密码, as the hash it was kept as. `at`: when it was replaced."""

    __tablename__ = "accounts_former_password"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))


def keep(user_id: int, password_hash: str) -> None:
    """`password_hash` is replaced. Those before the last KEPT go."""
    db.session.add(FormerPassword(user_id=user_id, password_hash=password_hash))
    db.session.flush()
    for each in _newest_first(user_id)[KEPT:]:
        db.session.delete(each)


def forget(user_id: int) -> None:
    """All of an account that is deleted."""
    db.session.execute(delete(FormerPassword).where(FormerPassword.user_id == user_id))


def last_hashes(user_id: int, count: int) -> list[str]:
    """The hashes of the last `count` passwords before the present one."""
    return [each.password_hash for each in _newest_first(user_id)[:count]]


def _newest_first(user_id: int) -> list[FormerPassword]:
    mine = select(FormerPassword).where(FormerPassword.user_id == user_id)
    return list(db.session.scalars(mine.order_by(FormerPassword.id.desc())))
