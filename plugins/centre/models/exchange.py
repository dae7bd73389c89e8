"""换班、替班: who is on duty asks another, and nothing changes before the other agrees."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, Index, String, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.centre.choices import DUTY, VIEW
from plugins.centre.models.shift_states import STANDING
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.waiting import waiting_indexes

if TYPE_CHECKING:
    from plugins.centre.models.shift import DutyShift

EXCHANGE_STATES = States(
    State("asked", "待对方同意", "warn", open=True, way="提出", next="对方同意或者不同意"),
    State("agreed", "已同意", "ok", way="同意", final=True),
    State("refused", "没有同意", "neutral"),
    State("withdrawn", "已撤回", "neutral"),
)


class ShiftExchangeEvent(Entry, db.Model):
    """One entry of the timeline of an exchange."""

    __tablename__ = "centre_exchange_event"
    __table_args__ = (Index("ix_centre_exchange_event_exchange", "exchange_id", "id"),)

    exchange_id: Mapped[int] = mapped_column(ForeignKey("centre_exchange.id"))

    record: Mapped["ShiftExchange"] = relationship(back_populates="events")


def _too_late(exchange: "ShiftExchange") -> str:
    """Nothing to agree to any more."""
    both = [each for each in (exchange.shift, exchange.theirs) if each]
    if any(each.status not in STANDING or each.starts_at <= clock.now() for each in both):
        return "要换的班已经开始、取消或者换给了别人，不能再同意。"
    held = exchange.shift.user_id == exchange.asker_id and (
        not exchange.theirs or exchange.theirs.user_id == exchange.other_id
    )
    return "" if held else "要换的班已经不是原来的人值，不能再同意。"


class ShiftExchange(Record, db.Model):
    """换班; without `theirs` a 替班, for which nothing is given back."""

    __tablename__ = "centre_exchange"
    __table_args__ = (
        Index("ix_centre_exchange_county", "county_id", "asked_at", "id"),
        Index("ix_centre_exchange_township", "township_id", "asked_at", "id"),
        *list_indexes("centre_exchange", "asked_at"),
        *waiting_indexes("centre_exchange", EXCHANGE_STATES, "starts_at"),
    )
    permission, states = VIEW, EXCHANGE_STATES

    shift_id: Mapped[int] = mapped_column(ForeignKey("centre_shift.id"), index=True)
    theirs_id: Mapped[int | None] = mapped_column(ForeignKey("centre_shift.id"), index=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"), index=True)
    title: Mapped[str] = mapped_column(String(160))
    starts_at: Mapped[datetime]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)

    shift: Mapped["DutyShift"] = relationship(foreign_keys=[shift_id])
    theirs: Mapped["DutyShift | None"] = relationship(foreign_keys=[theirs_id])
    asker: Mapped[User] = relationship(foreign_keys=[asker_id])
    other: Mapped[User] = relationship(foreign_keys=[other_id])
    events: Mapped[list[ShiftExchangeEvent]] = relationship(back_populates="record", order_by=ShiftExchangeEvent.id)

    @property
    def about(self) -> str:
        return self.title

    @classmethod
    def reach(cls, user: User, permission: str) -> ColumnElement[bool]:
        own = [cls._theirs(user)] if permission in (VIEW, DUTY) and user.can(permission) else []
        return or_(super().reach(user, permission), *own)

    def allows(self, user: User, permission: str) -> bool:
        own = permission in (VIEW, DUTY) and self._is_for(user) and user.can(permission)
        return own or super().allows(user, permission)

    def entrusted_to(self, user: User, permission: str) -> bool:
        """Only the two whose shifts they are."""
        return self._is_for(user) and user.can(permission)

    @classmethod
    def entrusting(cls, user: User, permission: str) -> ColumnElement[bool]:
        return cls._theirs(user)

    @begins("提出换班", needs=None)
    def ask(cls, shift: "DutyShift", *, other: User, reason: str, by: User, theirs: "DutyShift | None" = None) -> Moved:
        """`other` takes `shift`; with `theirs`, and `by` takes that. Raises RuleError for a shift of somebody else, for oneself, and for a shift that has begun."""
        if shift.user_id != by.id:
            raise RuleError("只能换自己的班。", at="other")
        if other.id == by.id:
            raise RuleError("不能和自己换班，请选别人。", at="other")
        if shift.status not in STANDING or shift.starts_at <= clock.now():
            raise WrongState("这一班已经开始或者取消，不能换。")
        if theirs and (theirs.user_id != other.id or theirs.status not in STANDING or theirs.starts_at <= clock.now()):
            raise RuleError("对方的这一班已经开始、取消或者换给了别人，请另选。", at="other")
        title = f"{by.name}请{other.name}替 {shift.when}"
        if theirs:
            title = f"{by.name} {shift.when} 换 {other.name} {theirs.when}"
        made = cls(
            shift=shift, theirs=theirs, asker_id=by.id, other_id=other.id, title=title, starts_at=shift.starts_at
        )
        made.place(shift.unit)
        db.session.add(made)
        return Moved(reason, made=made)

    @step(
        "同意换班",
        of="asked",
        to="agreed",
        needs=DUTY,
        not_by={"asker_id": "提出换班的人"},
        unless=_too_late,
        waits=True,
    )
    def agree(self, *, by: User) -> str:
        """Both shifts change hands. Raises RuleError where one of the two would be at two windows at once."""
        mine, theirs = self.shift, self.theirs
        both = tuple(each for each in (mine, theirs) if each)
        mine.hand_to(self.other, self.title, by=by)
        if theirs:
            theirs.hand_to(self.asker, self.title, by=by)
        for each in both:
            each.check_free(each.window.centre)
        return ""

    @step("不同意换班", of="asked", to="refused", needs=DUTY, not_by={"asker_id": "提出换班的人"})
    def refuse(self, reason: str, *, by: User) -> str:
        return reason

    @step("撤回换班", of="asked", to="withdrawn", needs=DUTY, not_by={"other_id": "对方"})
    def withdraw(self, *, by: User) -> str:
        return ""

    @classmethod
    def _theirs(cls, user: User) -> ColumnElement[bool]:
        return or_(cls.asker_id == user.id, cls.other_id == user.id)

    def _is_for(self, user: User) -> bool:
        return user.id in (self.asker_id, self.other_id)
