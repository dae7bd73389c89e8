"""预约: a group asks for a slot, and is answered. The places of a slot hold under any number of bookings at once."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import ForeignKey, Index, Select, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.family_values.choices import PURPOSES, WEEKDAYS
from plugins.family_values.models.guide import Guide
from plugins.family_values.models.hall import Hall
from plugins.family_values.models.opening import Slot
from plugins.family_values.models.visit import NO_MORE_THAN_CAME, Visited
from plugins.family_values.settings import KEY, rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.followed import Followed
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping, forget_contacts
from portal.records.people import Contact, alike, contact
from portal.records.waiting import waiting_indexes
from portal.redaction import RedactedText

STATES = States(
    State("requested", "待确认", open=True, way="预约", next="核对人数和时段，确认或者不予接待"),
    State("confirmed", "已确认", open=True, way="确认", next="到馆时签到，登记实到人数"),
    State("arrived", "已到馆", "ok", way="到馆签到", next="收到参观单位的反馈后登记"),
    State("reviewed", "已反馈", "ok", way="反馈", final=True),
    State("declined", "不予接待", "neutral"),
    State("cancelled", "已取消", "neutral"),
    State("expired", "已作废", "neutral"),
)
AHEAD = ("requested", "confirmed")  # they hold places
CAME = ("arrived", "reviewed")  # they count as 批次


class BookingEvent(Entry, db.Model):
    """One entry of the timeline of a booking."""

    __tablename__ = "family_values_booking_event"

    booking_id: Mapped[int] = mapped_column(ForeignKey("family_values_booking.id"), index=True)

    record: Mapped["Booking"] = relationship(back_populates="events")


def _over(booking: "Booking") -> str:
    return f"预约的日子（{booking.day}）已经过了。" if booking.day < clock.today() else ""


class Booking(Visited, Followed, Record, db.Model):
    """预约 of one group (`title`) for one slot of one day. `people`, `party_members`, `minors`: how many are expected."""

    __tablename__ = "family_values_booking"
    __table_args__ = (
        Index("ix_family_values_booking_number", "number"),
        NO_MORE_THAN_CAME,
        Index("ix_family_values_booking_day", "hall_id", "day", "slot_id"),
        Index("ix_family_values_booking_recent", "township_id", "created_at", "id"),
        Index("ix_family_values_booking_recent_county", "county_id", "created_at", "id"),
        Index("ix_family_values_booking_due", "township_id", "status", "due_on"),
        *list_indexes("family_values_booking", "created_at"),
        *waiting_indexes("family_values_booking", STATES, "due_on"),
    )

    permission, states, settings_key = "family_values.view", STATES, KEY
    grave_verbs = ("decline", "cancel", "withdraw")
    keeping = Keeping(
        name="参观预约",
        since=lambda: Booking.day,
        forget=forget_contacts,
        does="去除预约人的姓名、电话，人数和日期予以保留",
    )

    title: Mapped[str] = mapped_column(String(80))
    hall_id: Mapped[int] = mapped_column(ForeignKey("family_values_hall.id"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("family_values_slot.id"))
    guide_id: Mapped[int | None] = mapped_column(ForeignKey("family_values_guide.id"))
    day: Mapped[date]
    hours: Mapped[str] = mapped_column(String(11))
    purpose: Mapped[str] = mapped_column(String(12))
    people: Mapped[int]
    party_members: Mapped[int] = mapped_column(default=0)
    minors: Mapped[int] = mapped_column(default=0)
    guided: Mapped[bool] = mapped_column(default=True)
    vehicles: Mapped[str] = mapped_column(String(60), default="")
    remark: Mapped[str] = mapped_column(RedactedText(300), default="")
    due_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    contact_id, contact = contact("联系人")
    hall: Mapped[Hall] = relationship(lazy="joined")
    slot: Mapped[Slot] = relationship()
    guide: Mapped[Guide | None] = relationship()
    events: Mapped[list[BookingEvent]] = relationship(back_populates="record", order_by=BookingEvent.id)

    @property
    def purpose_name(self) -> str:
        return PURPOSES[self.purpose]

    @property
    def when(self) -> str:
        """2026年12月1日（周二）09:00–11:00."""
        day = self.day
        return f"{day.year}年{day.month}月{day.day}日（{WEEKDAYS[str(day.isoweekday())]}）{self.hours}"

    @property
    def message(self) -> str:
        """What the office says to the group: with the confirmation, or why it is not received."""
        said = next((each.note for each in reversed(self.events) if each.verb in ("confirm", "decline")), "")
        return said.partition("。")[2] if said.startswith("讲解员：") else said

    @property
    def begins_at(self) -> datetime:
        """The moment at which its slot begins."""
        return datetime.combine(self.day, time.fromisoformat(self.hours[:5]), clock.SHANGHAI)

    # -- coming in -------------------------------------------------------------------------------------------------

    @begins("预约", needs="family_values.book", refused="您没有在这个家风馆登记预约的权限。")
    def apply(
        cls,
        *,
        unit: OrgUnit,
        slot_id: int,
        day: date,
        people: int,
        sender: Contact,
        by: User | None,
        urgent: bool = False,
        **fields,
    ) -> Moved:
        """A group asks for a slot on `day`; `by` is None when it asks itself. Further fields as above.

        `urgent`: the days of notice are not asked (only by staff). Raises RuleError when it cannot be received then.
        """
        slot = db.session.get_one(Slot, slot_id)
        hall, rules = slot.hall, rules_of(slot.hall.unit)
        booking = cls(hall=hall, people=people, contact=sender, **fields)
        booking.place(hall.unit)
        if not urgent:
            booking._ask_notice(day, slot)
        if by is None:
            booking._ask_how_many()
        booking._take_place(slot, day)
        booking.number = take_number(hall.unit, "family_values.booking", rules.number_pattern, clock.today().year)
        booking.due_on = min(clock.today() + timedelta(days=rules.answer_days), day)
        db.session.add(booking)
        return Moved(("网上预约" if by is None else "登记预约") + f"：{booking.when}，{people} 人。", made=booking)

    # -- answered --------------------------------------------------------------------------------------------------

    @step("确认", of="requested", to="confirmed", needs="family_values.manage", unless=_over, waits=True)
    def confirm(self, *, by: User, guide_id: int = 0, note: str = "") -> str:
        """确认, with the guide if one is known already (0: none)."""
        self.due_on = self.day
        return f"{self._guided_by(guide_id)}{note}"

    @step("不予接待", of="requested", to="declined", needs="family_values.manage")
    def decline(self, reason: str, *, by: User) -> str:
        self.due_on = None
        return reason

    @step("改期", of=AHEAD, needs="family_values.manage", verb="move_to")
    def postpone(self, slot_id: int, day: date, *, by: User, note: str = "") -> str:
        """Another day or slot of the same hall. Raises RuleError when there is no room."""
        was = self.when
        self._take_place(db.session.get_one(Slot, slot_id), day)
        self.guide = self.guide if self.guide and self.guide.serves_on(day) else None
        self.due_on = day if self.status == "confirmed" else min(self.due_on, day)
        return f"由{was}改到{self.when}。{note}"

    @step("安排讲解员", of="confirmed", needs="family_values.book", verb="guide")
    def assign_guide(self, guide_id: int, *, by: User) -> str:
        """Somebody of the hall's roster; 0 for nobody."""
        return self._guided_by(guide_id) or "不安排讲解员。"

    def _guided_by(self, guide_id: int) -> str:
        self.guide = next((each for each in self.hall.guides_on(self.day) if each.id == guide_id), None)
        return f"讲解员：{self.guide.name}。" if self.guide else ""

    # -- not coming ------------------------------------------------------------------------------------------------

    @step("取消预约", of=AHEAD, to="cancelled", needs="family_values.book")
    def cancel(self, reason: str, *, by: User) -> str:
        """By the office, also when the group asks by telephone."""
        self.due_on = None
        return reason

    @step("取消预约", of=AHEAD, to="cancelled", needs=None, unless=_over)
    def withdraw(self, *, by: User | None) -> str:
        """By the group itself, with the code."""
        self.due_on = None
        return "预约单位自己取消。"

    @step("作废", of=AHEAD, to="expired", needs=None)
    def expire(self, *, by: User | None) -> str:
        """By the nightly job: never answered, or nobody came."""
        self.due_on = None
        return "到了参观的日子还没有答复。" if self.status == "requested" else "过了补签到的日子，没有到馆登记。"

    # -- places ----------------------------------------------------------------------------------------------------

    def _take_place(self, slot: Slot, day: date) -> None:
        """Raises RuleError when the hall is closed then, or has no room left. Bookings of one hall wait for each other here."""
        with db.session.no_autoflush:
            db.session.execute(select(Hall.id).where(Hall.id == self.hall.id).with_for_update())
            if day < clock.today():
                raise RuleError("这一天已经过去，请另选日期。")
            if reason := self.hall.closed_on(day):
                raise RuleError(f"{day} 闭馆（{reason}），请另选日期。")
            if slot not in self.hall.slots_on(day):
                raise RuleError(
                    f"{day}（{WEEKDAYS[str(day.isoweekday())]}）没有 {slot.hours} 这个时段，请对照日历另选。"
                )
            groups, people = taken(self.hall, day, day, besides=self).get((day, slot.id), (0, 0))
        if groups >= self.hall.groups:
            raise RuleError(f"{day} {slot.hours} 已约满，请另选时段。")
        if people + self.people > self.hall.capacity:
            left = self.hall.capacity - people
            raise RuleError(f"这个时段还能接待 {left} 人，{self.people} 人请分批，或者另选时段。")
        self.slot, self.day, self.hours = slot, day, slot.hours

    def _ask_notice(self, day: date, slot: Slot) -> None:
        rules, now = rules_of(self.hall.unit), clock.local(clock.now())
        first = clock.today() + timedelta(days=rules.notice_days if self.people >= rules.group_size else 0)
        if day < first:
            raise RuleError(
                f"{rules.group_size} 人以上请提前 {rules.notice_days} 天预约，现在最早可约 {first}；"
                f"急需参观请打电话 {self.hall.phone}。"
            )
        if day == now.date() and slot.starts <= f"{now:%H:%M}":
            raise RuleError("今天的这个时段已经开始，请另选时段。")
        if day > clock.today() + timedelta(days=rules.ahead_days):
            raise RuleError(f"只能预约 {rules.ahead_days} 天以内的日子。")

    def _ask_how_many(self) -> None:
        """One telephone number holds only so many bookings at once, so that nobody fills the calendar alone."""
        most = rules_of(self.hall.unit).open_most
        with db.session.no_autoflush:
            held = db.session.scalar(
                select(func.count(Booking.id))
                .join(Contact, Contact.id == Booking.contact_id)
                .where(
                    Booking.hall_id == self.hall.id,
                    Booking.status.in_(AHEAD),
                    alike("phone", self.contact.phone or ""),
                )
            )
        if held >= most:
            raise RuleError(f"这个电话已有 {held} 批预约还没有参观，请参观以后再约，或者打电话 {self.hall.phone}。")


def taken(
    hall: Hall, first: date, last: date, besides: Booking | None = None
) -> dict[tuple[date, int], tuple[int, int]]:
    """(day, slot id) → how many groups and people have a place, from `first` to `last`. One statement."""
    rows: Select = (
        select(Booking.day, Booking.slot_id, func.count(), func.sum(Booking.people))
        .where(Booking.hall_id == hall.id, Booking.day.between(first, last), Booking.status.in_((*AHEAD, *CAME)))
        .group_by(Booking.day, Booking.slot_id)
    )
    if besides is not None and besides.id:
        rows = rows.where(Booking.id != besides.id)
    return {(day, slot): (groups, int(people)) for day, slot, groups, people in db.session.execute(rows)}
