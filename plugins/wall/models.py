"""大屏: a screen of a unit, which its key opens."""

from datetime import datetime
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Self

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.errors import WrongState
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.protection import keyring
from portal.records import Body, begins, step

MANAGE = "wall.manage"
KEY_BYTES = 24  # 192 bits: nobody guesses it


def _down(screen: "Screen") -> WrongState | str:
    return WrongState("这块屏已经撤下。") if screen.withdrawn_at else ""


class Screen(Body, Scoped, db.Model):
    """大屏 of a unit. It shows what waits there for whoever put it up, as long as that person may put up screens there; `secret` opens it without
    an account, until it is withdrawn. It follows from `key` and a secret of this installation, and lies nowhere."""

    __tablename__ = "wall_screen"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_wall_screen_county", "county_id", "put_up_at", "id"),
        Index("ix_wall_screen_township", "township_id", "put_up_at", "id"),
    )
    permission = MANAGE

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(43))
    put_up_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    put_up_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]

    put_up_by: Mapped[User] = relationship(lazy="joined")

    @begins("开通大屏", needs=MANAGE, refused="您不能给这个单位开通大屏。")
    def put_up(cls, *, unit: OrgUnit, name: str, by: User) -> "Screen":
        """开通, with a new key."""
        made = cls(name=name, key=token_urlsafe(KEY_BYTES), put_up_by=by)
        made.place(unit)
        db.session.add(made)
        return made

    @step("撤下", needs=MANAGE, unless=_down)
    def withdraw(self, *, by: User) -> None:
        """撤下: its key opens nothing any more. A new one is put up instead."""
        self.withdrawn_at = clock.now()

    @classmethod
    def opened_by(cls, unit: OrgUnit, secret: str) -> Self | None:
        """The screen of `unit` that `secret` opens."""
        of_unit = db.session.scalars(select(cls).where(cls.unit_id == unit.id, cls.withdrawn_at.is_(None))).unique()
        given = secret.encode()
        return next((each for each in of_unit if compare_digest(each.secret.encode(), given) and each.stands), None)

    @property
    def secret(self) -> str:
        """256 bits, as they stand in the link."""
        return keyring.mac(f"screen\0{self.key}".encode())

    @property
    def stands(self) -> bool:
        """Whether its key opens it: it was not withdrawn, and who put it up still may."""
        maker = self.put_up_by
        return self.withdrawn_at is None and maker.active and self.allows(maker, MANAGE)

    @property
    def state_name(self) -> str:
        if self.withdrawn_at:
            return "已撤下"
        return "在用" if self.stands else "开通的人已不在岗"
