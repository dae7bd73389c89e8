"""规范化自检: what a centre answers to each item, once a quarter or a year; what is short becomes something to do, with a day."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.ext.hybrid import Comparator, hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.centre.choices import ANSWERS, BLOCKS, MANAGE, PERIODS, RUN, VIEW
from plugins.centre.models.centre import ServiceCentre
from plugins.centre.models.item import CheckItem
from plugins.centre.models.measure import CheckMeasure
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.waiting import waiting_indexes

CHECK_STATES = States(
    State("filling", "填写中", "info", open=True, way="逐项填写", next="每一条都填了，由另一人核对后定稿"),
    State("finished", "已定稿", "ok", way="定稿", final=True),
    State("dropped", "已作废", "neutral"),
)


class SelfCheckEvent(Entry, db.Model):
    """One entry of the timeline of a self-check."""

    __tablename__ = "centre_check_event"
    __table_args__ = (Index("ix_centre_check_event_check", "check_id", "id"),)

    check_id: Mapped[int] = mapped_column(ForeignKey("centre_check.id"))

    record: Mapped["SelfCheck"] = relationship(back_populates="events")


class CheckAnswer(db.Model):
    """One line: the item as it was asked, 有、部分、无, and by what that is seen."""

    __tablename__ = "centre_answer"
    __table_args__ = (UniqueConstraint("check_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("centre_check.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("centre_item.id"), index=True)
    answer: Mapped[str] = mapped_column(String(4), default="")
    evidence: Mapped[str] = mapped_column(String(300), default="")

    check: Mapped["SelfCheck"] = relationship(back_populates="answers")
    item: Mapped[CheckItem] = relationship(lazy="joined")
    answer_name = named("answer", ANSWERS, "没有填")


class Fillers(Comparator):
    """`filler_ids` as the desk asks it."""

    def is_distinct_from(self, other: Any) -> ColumnElement[bool]:
        """The condition: `other` filled in nothing."""
        return ~SelfCheck.events.any((SelfCheckEvent.verb == "answer") & (SelfCheckEvent.actor_id == other))


def _unanswered(check: "SelfCheck") -> str:
    left = [each.item.title for each in check.answers if not each.answer]
    return f"还有 {len(left)} 条没有填，如“{left[0]}”。" if left else ""


class SelfCheck(Record, db.Model):
    """规范化自检 of a centre for a quarter (1 to 4) or the whole year (0)."""

    __tablename__ = "centre_check"
    __table_args__ = (
        Index("ix_centre_check_county", "county_id", "created_at", "id"),
        Index("ix_centre_check_township", "township_id", "created_at", "id"),
        *list_indexes("centre_check", "created_at"),
        *waiting_indexes("centre_check", CHECK_STATES),
    )
    permission, states, grave_verbs = VIEW, CHECK_STATES, ("drop",)

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre_centre.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    year: Mapped[int]
    quarter: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    centre: Mapped[ServiceCentre] = relationship()
    answers: Mapped[list[CheckAnswer]] = relationship(back_populates="check", order_by=CheckAnswer.id)
    measures: Mapped[list[CheckMeasure]] = relationship(back_populates="check", order_by=CheckMeasure.id)
    events: Mapped[list[SelfCheckEvent]] = relationship(back_populates="record", order_by=SelfCheckEvent.id)

    @property
    def about(self) -> str:
        return self.title

    @property
    def blocks(self) -> list[tuple[str, list[CheckAnswer]]]:
        """Each block with its answers."""
        found = ((name, [each for each in self.answers if each.item.block == key]) for key, name in BLOCKS.items())
        return [(name, answers) for name, answers in found if answers]

    @property
    def counts(self) -> dict[str, int]:
        """有 3、部分 1、无 2."""
        return {name: sum(each.answer == key for each in self.answers) for key, name in ANSWERS.items()}

    @property
    def last_time(self) -> dict[int, CheckAnswer]:
        """Item → what the check before this one of the same centre answered."""
        earlier = select(SelfCheck.id).where(SelfCheck.centre_id == self.centre_id, SelfCheck.status == "finished")
        before = db.session.scalar(earlier.where(SelfCheck.id < self.id).order_by(SelfCheck.id.desc()).limit(1))
        rows = db.session.scalars(select(CheckAnswer).where(CheckAnswer.check_id == before)) if before else ()
        return {each.item_id: each for each in rows}

    @property
    def finished_at(self) -> datetime | None:
        return next((each.at for each in reversed(self.events) if each.verb == "finish"), None)

    @hybrid_property
    def filler_ids(self) -> set[int]:
        """Who filled in, each time, by id."""
        return {each.actor_id for each in self.events if each.verb == "answer" and each.actor_id}

    @filler_ids.inplace.comparator
    @classmethod
    def _fillers(cls) -> Fillers:
        return Fillers(cls)

    @begins("开始自检", needs=RUN)
    def start(cls, centre: ServiceCentre, *, year: int, quarter: int, by: User) -> "SelfCheck":
        """With the items that hold today. Raises RuleError where there are none, and for a second one of the same time."""
        same = cls.centre_id == centre.id, cls.year == year, cls.quarter == quarter, cls.status != "dropped"
        if db.session.scalar(select(cls.id).where(*same)):
            raise RuleError("这一期已经有自检，请打开它填写。", at="quarter")
        items = db.session.scalars(CheckItem.asked_of(centre.unit, clock.today())).all()
        if not items:
            raise RuleError("还没有自检条目，请先登记条目，或者从 Excel 导入。")
        title = f"{centre.title} {year} 年{PERIODS[quarter]}规范化自检"
        made = cls(centre=centre, title=title, year=year, quarter=quarter)
        made.answers = [CheckAnswer(item=each) for each in items]
        made.place(centre.unit)
        db.session.add(made)
        return made

    @step("填写自检", of="filling", needs=RUN, verb="answer")
    def fill_in(self, answers: Iterable[Mapping[str, Any]], *, by: User) -> str:
        """A line for each item, in their order. Raises RuleError for 有 and 部分 without saying by what it is seen."""
        for row, told in zip(self.answers, answers, strict=True):
            if told["answer"] in ("yes", "part") and not told["evidence"].strip():
                raise RuleError(f"“{row.item.title}”答“{ANSWERS[told['answer']]}”的，请写明佐证。")
            row.answer, row.evidence = told["answer"], told["evidence"]
        return "、".join(f"{name} {number} 条" for name, number in self.counts.items())

    @step("上传佐证", of="filling", needs=RUN)
    def attach(self, upload: Any, *, by: User) -> Moved:
        """Raises RuleError for what is no picture and no PDF."""
        kept = Attachment.take_in(upload, subject=self, purpose="evidence", by=by)
        return Moved(kept.name, made=kept)

    @step("登记整改", of=("filling", "finished"), needs=RUN, verb="measure")
    def add_measure(self, answer: CheckAnswer, what: str, due_on: Any, *, by: User) -> Moved:
        """What is done about an item that is short, until when. Raises RuleError for one that is not, and for a day that is over."""
        made = CheckMeasure.plan(
            self, item=answer.item, short=answer.answer in ("part", "no"), what=what, due_on=due_on, by=by
        )
        return Moved(f"{answer.item.title}：{what.rstrip('。')}，{due_on} 前。", made=made)

    @step(
        "定稿",
        of="filling",
        to="finished",
        needs=MANAGE,
        not_by={"filler_ids": "填写的人"},
        unless=_unanswered,
        waits=True,
    )
    def finish(self, *, by: User, note: str = "") -> str:
        """Another than whoever filled in any of it has looked. Raises RuleError where something is short and nothing is planned."""
        planned = {each.item_id for each in self.measures if each.status != "dropped"}
        left = [
            each.item.title for each in self.answers if each.answer in ("part", "no") and each.item_id not in planned
        ]
        if left:
            raise RuleError(f"“{left[0]}”等 {len(left)} 条没有做到，还没有登记整改。")
        return note

    @step("作废", of="filling", to="dropped", needs=MANAGE)
    def drop(self, reason: str, *, by: User) -> str:
        return reason
