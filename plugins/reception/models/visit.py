"""来访登记: who came to the window with what, and what became of it. Whoever took it first answers for it until somebody else has it (首接责任)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.reception.choices import TOPIC_NAMES, TOPICS
from plugins.reception.models.day import ReceptionDay
from portal import clock
from portal.accounts.models import User
from portal.cases.about import HasCase
from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping
from portal.records.people import Contact, contact
from portal.records.waiting import waiting_indexes
from portal.settings import settings_of
from portal.workdays.arithmetic import last_day

EDIT = "reception.edit"
GROUP = MOST = (
    5  # from so many people on they name representatives, of whom there are at most so many (信访工作条例 §20)
)
NEW = ("received", "booked")
STATES = States(
    State(
        "received", "待答复", "warn", open=True, way="登记", next="当场答复，立为事项，引导到别的单位，或者约领导接待"
    ),
    State("booked", "已约接待", "info", open=True, way="办理", next="接待以后登记结果"),
    State("led", "已引导，待接上", "info", open=True, at="booked", next="问清对方接上了，再登记移交"),
    State("opened", "已立事项，待受理", "info", open=True, at="booked", next="等事项受理，受理了首接责任就移交"),
    State("answered", "当场答复", "ok", way="有结果", final=True),
    State("handed", "已移交", "ok", at="answered", final=True),
    State("dropped", "已作废", "neutral"),
)


class VisitEvent(Entry, db.Model):
    """One entry of the timeline of a visit."""

    __tablename__ = "reception_visit_event"
    __table_args__ = (Index("ix_reception_visit_event_visit", "visit_id", "id"),)

    visit_id: Mapped[int] = mapped_column(ForeignKey("reception_visit.id"))

    record: Mapped["Visit"] = relationship(back_populates="events")


class Companion(db.Model):
    """同来的人; `speaks`: one of the representatives of a group."""

    __tablename__ = "reception_companion"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("reception_visit.id"), index=True)
    speaks: Mapped[bool] = mapped_column(default=False)
    who_id, who = contact("同来的人")

    record: Mapped["Visit"] = relationship(back_populates="companions")


def _nobody(visit: "Visit") -> str:
    return "" if visit.person else "来访人的信息已删除，没有当事人可登记。"


class Visit(HasCase, Record, db.Model):
    """来访."""

    __tablename__ = "reception_visit"
    __table_args__ = (
        Index("ix_reception_visit_number", "number"),
        Index("ix_reception_visit_county", "county_id", "visited_at", "id"),
        Index("ix_reception_visit_township", "township_id", "visited_at", "id"),
        Index("ix_reception_visit_waiting", "unit_id", "status", "id"),
        *list_indexes("reception_visit", "visited_at"),
        *waiting_indexes("reception_visit", STATES, "due_on"),
    )
    permission, states = "reception.view", STATES
    keeping = Keeping(
        name="接访登记",
        since=lambda: Visit.visited_at,
        over=lambda: Visit.status.not_in(STATES.open) & Visit._names_somebody(),
        forget=lambda visit: visit.leave_out_names(),
        does="去除来访人和同来的人的姓名、电话，办理经过不含姓名，予以保留",
    )

    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text, default="")
    topic: Mapped[str] = mapped_column(String(12), default="other")
    desk: Mapped[str] = mapped_column(String(20), default="")
    visited_at: Mapped[datetime] = mapped_column(default=clock.now)
    people_count: Mapped[int] = mapped_column(default=1)
    speaks: Mapped[bool] = mapped_column(default=False)
    urgent: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date | None]
    handed_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"), index=True)
    recorder_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    day_id: Mapped[int | None] = mapped_column(ForeignKey("reception_day.id"), index=True)

    person: Mapped[Person | None] = relationship(lazy="joined")
    recorder: Mapped[User] = relationship()
    day: Mapped[ReceptionDay | None] = relationship(back_populates="booked")
    companions: Mapped[list[Companion]] = relationship(back_populates="record", order_by=Companion.id)
    events: Mapped[list[VisitEvent]] = relationship(back_populates="record", order_by=VisitEvent.id)

    @classmethod
    def _names_somebody(cls):
        return cls.person_id.is_not(None) | cls.companions.any(Companion.who.has(Contact.erased_at.is_(None)))

    def leave_out_names(self) -> None:
        """The visitor and who came along go; what was asked and answered stays without a name."""
        self.person = None
        for each in self.companions:
            each.who.forget()

    @property
    def topic_name(self) -> str:
        return TOPIC_NAMES[self.topic]

    @property
    def answers_for_it(self) -> str:
        """首接责任: who, and until when."""
        until = f"，{clock.local(self.handed_at):%Y-%m-%d %H:%M} 移交" if self.handed_at else "，移交以前由其负责"
        return f"{self.recorder.name}{until if self.open or self.handed_at else ''}"

    @begins("登记来访", needs=EDIT)
    def receive(
        cls,
        *,
        unit: OrgUnit,
        person: Person,
        title: str,
        by: User,
        companions: Sequence[tuple[Contact, bool]] = (),
        **fields: Any,
    ) -> "Visit":
        """登记来访. `companions`: who else came, and whether they speak for the group; fields: text, topic, desk, people_count, speaks, urgent.
        Raises RuleError for fewer people than are named, and for a group without representatives, or with too many."""
        today, rules = clock.today(), settings_of("reception", unit)
        visit = cls(title=title, person=person, recorder=by, **fields)
        visit.companions = [Companion(who=who, speaks=speaks) for who, speaks in companions]
        visit.people_count = visit.people_count or 1 + len(visit.companions)
        visit._check_group()
        visit.place(unit)
        visit.number = take_number(unit, "reception.visit", rules.numbering, today.year)
        visit.due_on = last_day(today, rules.days, "workday")
        db.session.add(visit)
        return visit

    @step("当场答复", of=NEW, to="answered", needs=EDIT, waits=True)
    def answer(self, result: str, *, by: User) -> str:
        """What the visitor was told; with a leader, on the day of reception."""
        self.due_on = None
        return result

    @step("立为事项", of=NEW, to="opened", needs=EDIT, unless=_nobody, waits=True)
    def open_case(self, *, by: User) -> str:
        """A case of what was registered here: nothing is typed again."""
        _, kind, nature = TOPICS[self.topic]
        self.case = Case.bring_in(
            unit=self.unit,
            parties=[(1, self.person)],
            by=by,
            title=self.title,
            nature=nature,
            kind=kind,
            source="reception",
            description=self.text or self.title,
            happened_on=None,
            location="",
            people_count=self.people_count if self.people_count > 1 else None,
            **({"urgency": "urgent"} if self.urgent else {}),
        )
        return f"已登记为事项 {self.case.number}。"

    @step("引导到别的单位", of=NEW, to="led", needs=EDIT, waits=True)
    def lead(self, office: str, *, by: User) -> str:
        """Not for us: to whom the visitor was led. It stays here until they have it."""
        return f"引导到{office}。"

    @step("登记移交", of="led", to="handed", needs=EDIT, waits=True)
    def hand_over(self, office: str, receiver: str, *, by: User) -> str:
        """The other office has it: `receiver` is who took it there. The first reception ends."""
        return self._ends(f"{office}{receiver}已经接上。")

    @step("约领导接待", of="received", to="booked", needs=EDIT, waits=True)
    def book(self, day: ReceptionDay, *, by: User) -> str:
        """With a leader, on a day of reception. Raises RuleError for a day that is over or has no leader."""
        if not day.leader or day.on < clock.today():
            raise RuleError("请选择还没有过去的接待日。", at="day_id")
        self.day, self.due_on = day, day.on
        return f"约在 {day.receives}。"

    @step("作废", of=NEW, to="dropped", needs=EDIT)
    def drop(self, reason: str, *, by: User) -> str:
        """Registered by mistake, or twice."""
        self.due_on = None
        return reason

    @step("事项有人受理", of="opened", to="handed", needs=None)
    def taken_up(self, told: str, *, by: User | None) -> Moved:
        """Whoever handles cases has it now."""
        return Moved(self._ends(told))

    def _ends(self, told: str) -> str:
        self.due_on, self.handed_at = None, clock.now()
        return f"{told}首接责任移交。"

    def _check_group(self) -> None:
        named = 1 + len(self.companions)
        if self.people_count < named:
            raise RuleError(f"写了 {named} 个人的姓名，来访人数不能少于 {named}。", at="people_count")
        speaking = bool(self.speaks) + sum(each.speaks for each in self.companions)
        if self.people_count >= GROUP and not speaking:
            raise RuleError(f"{GROUP} 人以上的来访要推选代表，请在来访人或者同来的人里勾选。", at="people_count")
        if speaking > MOST:
            raise RuleError(f"代表不超过 {MOST} 人。", at="people_count")
