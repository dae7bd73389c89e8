"""反向评价: how a township rates the departments and branches that work with it. Not published, and no ranking: for the party committee alone."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.duty_lists.choices import RATED
from plugins.duty_lists.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.redaction import RedactedText

RATE = "duty_lists.rate"
STATES = States(State("given", "已评价", "ok"))


class DutyRatingEvent(Entry, db.Model):
    """One entry of the timeline of a rating."""

    __tablename__ = "duty_lists_rating_event"
    __table_args__ = (Index("ix_duty_lists_rating_event_rating", "rating_id", "id"),)

    rating_id: Mapped[int] = mapped_column(ForeignKey("duty_lists_rating.id"))

    record: Mapped["DutyRating"] = relationship(back_populates="events")


class DutyRating(Record, db.Model):
    """部门评价: what a township says of a department in a year. `weight`: per cent with which it counts in the department's own review, by the setting then
    in force."""

    __tablename__ = "duty_lists_rating"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "department"),
        Index("ix_duty_lists_rating_county", "county_id", "created_at", "id"),
        Index("ix_duty_lists_rating_township", "township_id", "created_at", "id"),
        *list_indexes("duty_lists_rating", "created_at"),
    )
    permission, states = RATE, STATES

    year: Mapped[int]
    department: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(10))
    score: Mapped[int]
    weight: Mapped[int]
    opinion: Mapped[str] = mapped_column(RedactedText(), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    events: Mapped[list[DutyRatingEvent]] = relationship(back_populates="record", order_by=DutyRatingEvent.id)
    kind_name = named("kind", RATED)

    @property
    def title(self) -> str:
        return f"{self.year} 年 {self.department}"

    @property
    def points(self) -> str:
        """The score with its weight: 85 分按 30% 计 25.5 分."""
        return f"{self.score * self.weight / 100:.1f}"

    @begins("登记反向评价", needs=RATE)
    def rate(cls, *, unit: OrgUnit, year: int, department: str, kind: str, score: int, opinion: str, by: User):
        """Once a year and department. Raises RuleError for the second."""
        taken = cls.unit_id == unit.id, cls.year == year, cls.department == department
        if db.session.scalar(select(cls.id).where(*taken)):
            raise RuleError(f"{year} 年已经评价过{department}，写错了的在那一条上更正。", at="department")
        rules = rules_of(unit)
        weight = rules.branch_weight if kind == "branch" else rules.department_weight
        made = cls(year=year, department=department, kind=kind, score=score, weight=weight, opinion=opinion)
        made.place(unit)
        db.session.add(made)
        return made

    @step("更正评价", of="given", needs=RATE)
    def correct(self, score: int, opinion: str, reason: str, *, by: User) -> str:
        """What stood there and why it changes stay on the timeline."""
        before, self.score, self.opinion = self.score, score, opinion
        return f"原来 {before} 分：{reason}"
