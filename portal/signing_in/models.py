"""The second factor of an account, and the codes on paper that stand in for it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, bindparam, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import BESIDE, User
from portal.extensions import db
from portal.protection import EncryptedText, keyring
from portal.signing_in import codes

SINCE = "second_factor"


class Factor(db.Model):
    """动态码: the secret that an account shares with a telephone, in base 32 as people type it. Of `last_step` and the steps before it no code
    is taken any more."""

    __tablename__ = "signing_in_factor"

    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(EncryptedText("signing_in_factor.secret"))
    last_step: Mapped[int]
    since: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def of(cls, user: User) -> "Factor | None":
        """That of `user`."""
        return db.session.get(cls, user.id)

    def takes(self, typed: str) -> bool:
        """Whether `typed` is a code of now that was not used; it is used from then on, also where two ask at the same moment."""
        step = codes.step_of(codes.unwritten(self.secret), typed)
        if step is None:
            return False
        newer = update(Factor).where(Factor.user_id == self.user_id, Factor.last_step < step).values(last_step=step)
        return db.session.execute(newer.execution_options(synchronize_session=False)).rowcount == 1


class RecoveryCode(db.Model):
    """备用码: kept as a keyed hash; each is good for one time."""

    __tablename__ = "signing_in_recovery_code"
    __table_args__ = (UniqueConstraint("user_id", "mark", name="uq_signing_in_recovery_code_mark"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    mark: Mapped[str] = mapped_column(String(40))
    used_at: Mapped[datetime | None]

    @classmethod
    def give(cls, user: User) -> list[str]:
        """Ten new ones for `user`; those from before are worth nothing. They are shown, and stand nowhere."""
        cls.take_away(user)
        given = codes.new_recovery_codes()
        db.session.add_all(cls(user_id=user.id, mark=_mark(each)) for each in given)
        return given

    @classmethod
    def take_away(cls, user: User) -> None:
        """None is left."""
        db.session.execute(delete(cls).where(cls.user_id == user.id))

    @classmethod
    def takes(cls, user: User, typed: str) -> bool:
        """Whether `typed` is one that was not used; it is used from then on."""
        meant = (cls.user_id == user.id) & (cls.mark == _mark(typed)) & cls.used_at.is_(None)
        using = update(cls).where(meant).values(used_at=clock.now())
        return db.session.execute(using.execution_options(synchronize_session=False)).rowcount == 1

    @classmethod
    def left(cls, user: User) -> int:
        """How many of them were not used."""
        return db.session.scalar(select(func.count()).where(cls.user_id == user.id, cls.used_at.is_(None))) or 0


def _mark(code: str) -> str:
    return keyring.mark(codes.plain(code), "signing_in_recovery_code.mark")


# asked in the statement that finds who is signed in
BESIDE[SINCE] = select(Factor.since).where(Factor.user_id == bindparam("user_id")).scalar_subquery()
