"""决议: what the meeting agreed on, published, handed out as cases with unit and date, carried out, inspected."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.consultation.models.forum import Forum
from plugins.consultation.models.topic import HOST, Topic
from plugins.consultation.settings import KEY, take_number
from portal import clock
from portal.accounts.models import User
from portal.cases.awaiting import AwaitsOutcome
from portal.cases.models import Case
from portal.cases.neighbourhood import MATTERS
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.publication import Posted
from portal.records.waiting import waiting_indexes

if TYPE_CHECKING:
    from plugins.consultation.models.item import Item

NOT_THE_OWNERS = "本决议是居民协商议事的结果，不能替代业主大会决定（民法典第二百七十八条）。"
STATES = States(
    State("drafted", "待公示", "warn", open=True, way="决议", next="公示决议"),
    State("published", "公示中", "info", open=True, way="公示", next="公示期满后交办"),
    State("carried", "执行中", "info", open=True, way="执行", next="等责任单位办结"),
    State("finished", "待验收", "warn", open=True, at="accepted", next="验收，请居民评价"),
    State("accepted", "已验收", "ok", way="验收", final=True),
)


class ResolutionEvent(Entry, db.Model):
    """One entry of the timeline of a resolution."""

    __tablename__ = "consultation_resolution_event"
    __table_args__ = (Index("ix_consultation_resolution_event_resolution", "resolution_id", "id"),)

    resolution_id: Mapped[int] = mapped_column(ForeignKey("consultation_resolution.id"))

    record: Mapped["Resolution"] = relationship(back_populates="events")


class Task(db.Model):
    """What is to be done, by which unit and until when: a case of the core."""

    __tablename__ = "consultation_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    resolution_id: Mapped[int] = mapped_column(ForeignKey("consultation_resolution.id"), index=True)
    text: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    due_on: Mapped[date]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"), index=True)

    resolution: Mapped["Resolution"] = relationship(back_populates="tasks")
    unit: Mapped[OrgUnit] = relationship(lazy="joined")
    case: Mapped[Case] = relationship(lazy="joined")


def _too_early(resolution: "Resolution") -> str:
    return f"公示到 {resolution.published_until}，期满后才能交办。" if resolution.posted else ""


class Resolution(AwaitsOutcome, Posted, Record, db.Model):
    """决议 of a forum. Never a decision of the owners, and every paper says so."""

    __tablename__ = "consultation_resolution"
    __table_args__ = (
        Index("ix_consultation_resolution_number", "number"),
        Index("ix_consultation_resolution_county", "county_id", "created_at", "id"),
        Index("ix_consultation_resolution_township", "township_id", "created_at", "id"),
        *list_indexes("consultation_resolution", "created_at"),
        *waiting_indexes("consultation_resolution", STATES, "published_until"),
    )
    permission, states, settings_key = "consultation.view", STATES, KEY
    waits_in, told_in = ("carried",), ("finished",)

    forum_id: Mapped[int] = mapped_column(ForeignKey("consultation_forum.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("consultation_item.id"), index=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("consultation_topic.id"), index=True)
    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text, default="")
    accepted_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    forum: Mapped[Forum] = relationship(lazy="joined")
    item: Mapped["Item"] = relationship()
    topic: Mapped[Topic] = relationship()
    tasks: Mapped[list[Task]] = relationship(back_populates="resolution", order_by=Task.id)
    events: Mapped[list[ResolutionEvent]] = relationship(back_populates="record", order_by=ResolutionEvent.id)

    @begins("形成决议", needs=None)
    def draw_up(cls, *, unit: OrgUnit, item: "Item", text: str, by: User) -> "Resolution":
        """What the meeting voted for."""
        drawn = cls(forum=item.record.forum, item=item, topic=item.topic, title=item.topic.title, text=text)
        drawn.created_at = clock.now()
        drawn.place(unit)
        drawn.number = take_number(unit, "resolution")
        db.session.add(drawn)
        return drawn

    @step("公示决议", of="drafted", to="published", needs=HOST, waits=True, verb="publish")
    def publish(self, text: str, *, by: User) -> str:
        """In its final words, for the days of the unit."""
        self.text = text
        return self.post("resolution_days")

    @step("交办", of=("published", "carried", "finished"), to="carried", needs=HOST, unless=_too_early)
    def hand_out(self, tasks: list[dict], *, by: User) -> str:
        """Each of `tasks` (text, unit, due_on) becomes a case that is handed to its unit. Raises RuleError for a day that has passed."""
        if any(each["due_on"] < clock.today() for each in tasks):
            raise RuleError("期限已经过了，请核对。")
        for each in tasks:
            self.tasks.append(self._task(by=by, **each))
        return "；".join(f"{each.text}，{each.unit}，{each.due_on} 前" for each in self.tasks[-len(tasks) :])

    def _task(self, *, text: str, unit: OrgUnit, due_on: date, by: User) -> Task:
        case = Case.register(
            unit=self.unit,
            parties=[(1, self.forum.as_party())],
            by=by,
            title=self.title,
            nature="advice",
            kind=MATTERS[self.topic.matter][1],
            source="resolution",
            description=f"{self.number}：{text}",
            happened_on=clock.today(),
            location=self.forum.name,
        )
        db.session.flush()
        case.accept(by=by)
        case.assign(unit, by=by, note=f"{text}。请在 {due_on} 前办结。")
        return Task(text=text, unit=unit, due_on=due_on, case=case)

    @step("执行完毕", of="carried", to="finished", needs=None, verb="finish")
    def learn(self, outcome: str, *, by: User | None) -> str:
        """The last of its cases was closed."""
        return outcome

    @step("继续执行", of="finished", to="carried", needs=None)
    def resume(self, reason: str, *, by: User | None) -> str:
        """One of its cases was taken up again before anybody inspected what was done."""
        return reason

    @step("验收", of="finished", to="accepted", needs=HOST, waits=True)
    def accept(self, *, on: date, result: str, by: User) -> str:
        """By the forum: what was asked for is there."""
        self.accepted_on, self.result = on, result
        self.topic.solve(result, by=by)
        return result

    @property
    def awaited(self) -> list[Case]:
        """Those of all that is to be done."""
        return [each.case for each in self.tasks]

    @classmethod
    def awaiting(cls, cases) -> ColumnElement[bool]:
        return cls.tasks.any(Task.case_id.in_(cases))
