"""值班: who is on duty at a window, when; and, where it is registered, that the window is staffed (docs/adr/0073)."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.centre.choices import DUTY, RUN, VIEW
from plugins.centre.models.exchange import ShiftExchange
from plugins.centre.models.hours import Hours
from plugins.centre.models.shift_states import SHIFT_STATES, STANDING, TAKES_TIME
from plugins.centre.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Entry, Moved, Record, begins, step
from portal.records.in_order import list_indexes
from portal.records.waiting import waiting_indexes
from portal.workdays.models import load_calendar

if TYPE_CHECKING:
    from plugins.centre.models.centre import ServiceCentre
    from plugins.centre.models.presence import Presence
    from plugins.centre.models.window import CentreWindow


class DutyShiftEvent(Entry, db.Model):
    """One entry of the timeline of a shift."""

    __tablename__ = "centre_shift_event"
    __table_args__ = (Index("ix_centre_shift_event_shift", "shift_id", "id"),)

    shift_id: Mapped[int] = mapped_column(ForeignKey("centre_shift.id"))

    record: Mapped["DutyShift"] = relationship(back_populates="events")


def _not_now(shift: "DutyShift") -> str:
    """Only around its own hours: not for yesterday, not ahead."""
    opens = shift.starts_at - timedelta(minutes=rules_of(shift.unit).early_minutes)
    if clock.now() < opens:
        return f"{clock.local(opens):%m-%d %H:%M} 起才能登记到岗。"
    return "这一班已经过了，不能补登记。" if clock.now() > shift.ends_at else ""


def _not_empty(shift: "DutyShift") -> str:
    return "" if clock.now() >= shift.empty_at else "还没有到算空岗的时间。"


def _begun(shift: "DutyShift") -> str:
    return "" if clock.now() < shift.starts_at else "这一班已经开始，不能换。"


class DutyShift(Record, db.Model):
    """值班. `name`: who; `user`: the account, where there is one. `department`: who answers for it, as it was called that day. `empty_at`: from when on the window
    counts as empty; `staffed_at`: since when somebody is there; `was_empty`: nobody came, or only after `empty_at`."""

    __tablename__ = "centre_shift"
    __table_args__ = (
        Index("ix_centre_shift_county", "county_id", "starts_at", "id"),
        Index("ix_centre_shift_township", "township_id", "starts_at", "id"),
        Index("ix_centre_shift_window", "window_id", "starts_at"),
        Index("ix_centre_shift_user", "user_id", "starts_at"),
        *list_indexes("centre_shift", "starts_at"),
        *waiting_indexes("centre_shift", SHIFT_STATES, "empty_at"),
    )
    permission, states, lasting = VIEW, SHIFT_STATES, ("planned",)
    grave_verbs = ("note_empty", "lapse", "cancel")

    window_id: Mapped[int] = mapped_column(ForeignKey("centre_window.id"))
    presence_id: Mapped[int | None] = mapped_column(ForeignKey("centre_presence.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    title: Mapped[str] = mapped_column(String(80))
    department: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(40))
    on: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    empty_at: Mapped[datetime]
    staffed_at: Mapped[datetime | None]
    was_empty: Mapped[bool] = mapped_column(default=False)

    window: Mapped["CentreWindow"] = relationship(back_populates="shifts")
    presence: Mapped["Presence | None"] = relationship()
    user: Mapped[User | None] = relationship()
    events: Mapped[list[DutyShiftEvent]] = relationship(back_populates="record", order_by=DutyShiftEvent.id)

    @property
    def about(self) -> str:
        return f"{self.when}　{self.title}　{self.name}"

    @property
    def hours(self) -> Hours:
        return Hours.of(self.starts_at, self.ends_at)

    @property
    def when(self) -> str:
        """2026-12-03 08:30-12:00."""
        return f"{self.on} {self.hours}"

    @property
    def is_empty(self) -> bool:
        """Whether nobody has come in time, and the shift still waits."""
        return self.status == "awaited" and clock.now() >= self.empty_at

    @classmethod
    def at_window(cls, window: "CentreWindow", on: date) -> list["DutyShift"]:
        """Those of a day, the first first."""
        day = clock.begin_of(on), clock.begin_of(on + timedelta(days=1))
        rows = select(cls).where(cls.window_id == window.id, cls.starts_at >= day[0], cls.starts_at < day[1])
        return list(db.session.scalars(rows.where(cls.status != "cancelled").order_by(cls.starts_at, cls.id)))

    @classmethod
    def of_others(cls, shift: "DutyShift", users: list[int], most: int) -> list["DutyShift"]:
        """Shifts to come of these accounts in the same centre, the next first."""
        windows = [each.id for each in shift.window.centre.windows]
        rows = select(cls).where(cls.user_id.in_(users), cls.window_id.in_(windows), cls.starts_at > clock.now())
        return list(
            db.session.scalars(rows.where(cls.status.in_(STANDING)).order_by(cls.starts_at, cls.id).limit(most))
        )

    # -- who may do what: whoever is on the roster, and the centre's own people ---------------------------------------

    @classmethod
    def reach(cls, user: User, permission: str) -> ColumnElement[bool]:
        own = [cls.user_id == user.id] if permission in (VIEW, DUTY) and user.can(permission) else []
        return or_(super().reach(user, permission), *own)

    def allows(self, user: User, permission: str) -> bool:
        own = permission in (VIEW, DUTY) and self.user_id == user.id and user.can(permission)
        return own or super().allows(user, permission)

    def entrusted_to(self, user: User, permission: str) -> bool:
        """到岗 and 换班 are taken by whoever is on the roster; for somebody without an account by those who run the centre."""
        if permission != DUTY:
            return super().entrusted_to(user, permission)
        return self.user_id == user.id if self.user_id else super().allows(user, RUN)

    @classmethod
    def entrusting(cls, user: User, permission: str) -> ColumnElement[bool]:
        if permission != DUTY:
            return super().entrusting(user, permission)
        return or_(cls.user_id == user.id, and_(cls.user_id.is_(None), super().reach(user, RUN)))

    def refusal(self, permission: str) -> str:
        return "只能由排班的本人登记。" if permission == DUTY else super().refusal(permission)

    # -- arranged -----------------------------------------------------------------------------------------------------

    @begins("安排值班", needs=RUN)
    def arrange(
        cls,
        centre: "ServiceCentre",
        *,
        window: str,
        on: date,
        hours: Hours,
        name: str,
        by: User | None,
        department: str = "",
        holiday: bool = False,
    ) -> Moved:
        """At the window of that number or name, by who has that name. Raises RuleError for a day that is over, one on which no office works unless `holiday`
        says that it is meant, a window that is closed, a department that is not present, and somebody who is on duty elsewhere."""
        if on < clock.today():
            raise RuleError("这一天已经过去，不能再排。", at="on")
        if not holiday and not load_calendar().is_workday(on):
            raise RuleError(f"{on} 不上班，要安排节假日值班的，请勾选“节假日值班”。", at="holiday")
        place = centre.window_on(window, on)
        present = centre.presence_on(department, place, on)
        user = centre.account_of(name)
        starts_at, ends_at = hours.on(on)
        made = cls(window_id=place.id, name=user.name if user else name, on=on, was_empty=False)
        made.user_id = user.id if user else None
        made.presence_id = present.id if present else None
        made.department = centre.answers_for(present)
        made.title = f"{place.label}　{made.department}"
        made.starts_at, made.ends_at = starts_at, ends_at
        made.empty_at = starts_at + timedelta(minutes=rules_of(centre.unit).empty_minutes)
        made.check_free(centre)
        made.place(centre.unit)
        db.session.add(made)
        return Moved(made.name, made=made, to="awaited" if centre.watched_on(on) else "planned")

    def check_free(self, centre: "ServiceCentre") -> None:
        """Raises RuleError where whoever is on duty has another shift at the same time. Without an account a person is told by the name, in the centre."""
        model = type(self)
        who = model.user_id == self.user_id
        if self.user_id is None:
            windows = [each.id for each in centre.windows]
            who = and_(model.user_id.is_(None), model.name == self.name, model.window_id.in_(windows))
        rows = select(model).where(who, model.starts_at < self.ends_at, model.ends_at > self.starts_at)
        rows = rows.where(model.status.in_(TAKES_TIME), model.id.is_distinct_from(self.id)).limit(1)
        with db.session.no_autoflush:
            clash = db.session.scalar(rows)
        if clash:
            raise RuleError(f"{self.name}这段时间已经在{clash.title}值班（{clash.hours}）。", at="name")

    # -- held ---------------------------------------------------------------------------------------------------------

    @step("到岗", of="awaited", to="staffed", needs=DUTY, unless=_not_now, waits=True)
    def sign_in(self, *, by: User) -> str:
        """One press at the window: it is staffed. Nothing else is kept: no place, no way there."""
        self.staffed_at = clock.now()
        self.was_empty = self.staffed_at > self.empty_at
        return "到岗晚了，到岗以前算空岗。" if self.was_empty else ""

    @step("安排替班", of=STANDING, needs=RUN)
    def stand_in(self, name: str, reason: str, *, by: User) -> str:
        """Somebody else takes it. Raises RuleError for whoever has it, and for who is on duty elsewhere."""
        if name == self.name:
            raise RuleError("原来就是这个人值班，请写替班的人。", at="name")
        was = self.name
        self.user = self.window.centre.account_of(name)
        self.user_id, self.name = (self.user.id, self.user.name) if self.user else (None, name)
        self.check_free(self.window.centre)
        return f"{was} 改为 {self.name}：{reason}"

    @step("登记空岗", of="awaited", to="empty", needs=RUN, unless=_not_empty)
    def note_empty(self, reason: str, *, by: User) -> str:
        """Nobody came and nobody stands in; what was done."""
        self.was_empty = True
        return reason

    @step("到时无人到岗", of="awaited", to="empty", needs=None)
    def lapse(self, *, by: User | None) -> str:
        """The shift is over, and nobody came."""
        self.was_empty = True
        return ""

    @step("取消值班", of=STANDING, to="cancelled", needs=RUN)
    def cancel(self, reason: str, *, by: User | None) -> str:
        """It is not held."""
        return reason

    @step("提出换班", of=STANDING, needs=DUTY, unless=_begun, verb="ask_exchange")
    def ask_exchange(self, other: User, reason: str, *, by: User, theirs: "DutyShift | None" = None) -> Moved:
        """The own shift for one of somebody else, or for nothing; it is theirs once they agree. Raises RuleError as `ShiftExchange.ask` does."""
        made = ShiftExchange.ask(self, other=other, theirs=theirs, reason=reason, by=by)
        return Moved(f"{made.title}：{reason}", made=made)

    @step("换班", of=STANDING, needs=None)
    def hand_to(self, user: User, note: str, *, by: User | None) -> str:
        """As both agreed."""
        self.user, self.user_id, self.name = user, user.id, user.name
        return note

    @step("启用到岗登记", of="planned", to="awaited", needs=None)
    def expect(self, *, by: User | None) -> None:
        """It is registered whether somebody comes."""

    @step("停用到岗登记", of="awaited", to="planned", needs=None)
    def release(self, *, by: User | None) -> None:
        """It is a plan again."""

    def settle(self) -> None:
        """As the days of 到岗登记 of its centre, and those of its window and its department, say."""
        present = self.presence
        if self.window.status == "closed" and not self.window.serves_on(self.on):
            self.cancel("窗口停用。", by=None)
        elif present and present.status == "left" and not present.serves_on(self.on):
            self.cancel("部门退出。", by=None)
        elif self.window.centre.watched_on(self.on) != (self.status == "awaited"):
            (self.expect if self.status == "planned" else self.release)(by=None)
