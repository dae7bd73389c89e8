"""保障和回访: what a hero is given, and the visits that follow for years."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.heroes.choices import RECOGNISED, SUPPORTS, VISIT_WAYS
from plugins.heroes.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.columns import Fen
from portal.errors import RuleError
from portal.extensions import db
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
    """What is done for a hero after the honour."""

    def begin_visits(self: "Hero", on: date) -> None:
        """Visits become due from `on`, as the rules of that day say; the rules stay with the hero."""
        rules = rules_of(self.deed.unit, on)
        self.visit_months = rules.visit_months
        self.visit_until = years_after(on, rules.visit_years)
        self.visit_due_on = months_after(on, rules.visit_months)

    def end_visits(self: "Hero") -> None:
        """No more visits."""
        self.visit_due_on = self.visit_marked_on = None

    def support(self: "Hero", *, by: User, **fields) -> HeroSupport:
        """登记保障. Fields as in `HeroSupport`. Raises RuleError when the end lies before the beginning."""
        self.deed.require(by, "heroes.review", *RECOGNISED)
        if fields.get("until") and fields["until"] < fields["started_on"]:
            raise RuleError("保障结束日期早于开始日期，请核对。")
        given = HeroSupport(**fields)
        self.supports.append(given)
        self.deed.move("support", by=by, note=f"{given.kind_name}：{given.content}")
        return given

    def visit(self: "Hero", *, by: User, **fields) -> HeroVisit:
        """登记回访; the next one becomes due, until the years of visits are over."""
        self.deed.require(by, "heroes.nominate", *RECOGNISED)
        made = HeroVisit(visitor=by, **fields)
        self.visits.append(made)
        if self.visit_months:
            following = months_after(made.visited_on, self.visit_months)
            self.visit_due_on = following if following <= self.visit_until else None
            self.visit_marked_on = None
        self.deed.move("visit", by=by, note=f"{made.way_name}回访。{made.needs}")
        return made

    def mark_visit_due(self: "Hero") -> None:
        """Called by the nightly job on the day."""
        self.visit_marked_on = clock.today()
        self.deed.move("due", by=None, note=f"应于 {self.visit_due_on:%Y-%m-%d} 前回访。")
