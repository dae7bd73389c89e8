"""保障和回访: what a hero is given, and the visits that follow for years."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.heroes.choices import SUPPORTS, VISIT_WAYS
from plugins.heroes.models.states import RECOGNISED
from plugins.heroes.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.columns import Fen
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Moved, step
from portal.workdays.arithmetic import months_after, years_after

if TYPE_CHECKING:
    from plugins.heroes.models.hero import Hero


class HeroSupport(db.Model):
    """保障: medical care, work loss, a job, school, housing, a pension …"""

    __tablename__ = "heroes_support"

    id: Mapped[int] = mapped_column(primary_key=True)
    hero_id: Mapped[int] = mapped_column(ForeignKey("heroes_hero.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    content: Mapped[str] = mapped_column(Text)
    provider: Mapped[str] = mapped_column(String(80), default="")
    amount_fen: Mapped[Fen | None]
    started_on: Mapped[date]
    until: Mapped[date | None]

    @property
    def kind_name(self) -> str:
        return SUPPORTS[self.kind]


class HeroVisit(db.Model):
    """回访记录."""

    __tablename__ = "heroes_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    hero_id: Mapped[int] = mapped_column(ForeignKey("heroes_hero.id"), index=True)
    visited_on: Mapped[date]
    way: Mapped[str] = mapped_column(String(10))
    situation: Mapped[str] = mapped_column(Text)
    needs: Mapped[str] = mapped_column(Text, default="")
    visitor_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))

    visitor: Mapped[User] = relationship(lazy="joined")

    @property
    def way_name(self) -> str:
        return VISIT_WAYS[self.way]


class Followed:
    """What is done for a hero after the honour. The rhythm of the visits is that of the day they began."""

    visit_months: Mapped[int | None]
    visit_until: Mapped[date | None]
    visit_due_on: Mapped[date | None]
    visit_marked_on: Mapped[date | None]

    @declared_attr
    def supports(cls) -> Mapped[list[HeroSupport]]:
        return relationship(HeroSupport, order_by=HeroSupport.id)

    @declared_attr
    def visits(cls) -> Mapped[list[HeroVisit]]:
        return relationship(HeroVisit, order_by=HeroVisit.id)

    def begin_visits(self: "Hero", on: date) -> None:
        """Visits become due from `on`, as the rules of that day say."""
        rules = rules_of(self.record.unit, on)
        self.visit_months = rules.visit_months
        self.visit_until = years_after(on, rules.visit_years)
        self.visit_due_on = months_after(on, rules.visit_months)

    @step("登记回访", of=RECOGNISED, needs="heroes.nominate")
    def visit(self: "Hero", *, by: User, **fields) -> Moved:
        """Fields as in `HeroVisit`. The next one becomes due, until the years of visits are over."""
        made = HeroVisit(visitor=by, **fields)
        self.visits.append(made)
        if self.visit_months:
            following = months_after(made.visited_on, self.visit_months)
            self.visit_due_on = following if following <= self.visit_until else None
            self.visit_marked_on = None
        return Moved(f"{made.way_name}回访。{made.needs}", made=made)

    @step("登记保障", of=RECOGNISED, needs="heroes.review")
    def support(self: "Hero", *, by: User, **fields) -> Moved:
        """Fields as in `HeroSupport`. Raises RuleError when the end lies before the beginning."""
        if fields.get("until") and fields["until"] < fields["started_on"]:
            raise RuleError("保障结束日期早于开始日期，请核对。")
        given = HeroSupport(**fields)
        self.supports.append(given)
        return Moved(f"{given.kind_name}：{given.content}", made=given)

    @step("回访到期", of=RECOGNISED, needs=None, verb="due")
    def mark_visit_due(self: "Hero", *, by: User | None) -> str:
        """Taken by the nightly job on the day."""
        self.visit_marked_on = clock.today()
        return f"应于 {self.visit_due_on:%Y-%m-%d} 前回访。"
