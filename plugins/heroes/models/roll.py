"""勇士榜 and 年度评选: who is put before the public, by quarter and by year."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.heroes.choices import ROLL_CATEGORIES, ROLL_KINDS
from plugins.heroes.models.deed import Deed
from plugins.heroes.models.hero import Hero
from plugins.heroes.models.states import RECOGNISED
from portal import clock
from portal.accounts.models import User
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.org.models import Scoped


class Roll(Scoped, db.Model):
    """榜单 of a unit for a quarter, or a whole year (`quarter` 0)."""

    __tablename__ = "heroes_roll"
    __table_args__ = (UniqueConstraint("unit_id", "year", "quarter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    quarter: Mapped[int]
    published_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    lines: Mapped[list["RollLine"]] = relationship(order_by=lambda: RollLine.id)

    @classmethod
    def visible_to(cls, user: User):
        """Rolls of the own units; published ones of the units above as well."""
        above = [ident for unit in user.units_with("heroes.view") for ident in unit.ancestor_ids]
        return select(cls).where(
            or_(cls.reach(user, "heroes.view"), cls.unit_id.in_(above) & cls.published_on.is_not(None))
        )

    def allows(self, user: User, permission: str) -> bool:
        """In the own units; to be seen, once it is published, from those below as well."""
        below = permission == "heroes.view" and self.published_on is not None
        return user.can(permission, self) or (
            below and any(self.unit_id in unit.ancestor_ids for unit in user.units_with(permission))
        )

    @property
    def name(self) -> str:
        if not self.quarter:
            return f"{self.year} 年度见义勇为评选"
        return f"{self.year} 年第{'一二三四'[self.quarter - 1]}季度勇士榜"

    @property
    def kind_name(self) -> str:
        return ROLL_KINDS["quarter" if self.quarter else "year"]

    def enter(self, category: str, citation: str, *, by: User, hero: Hero | None = None, name: str = "") -> "RollLine":
        """上榜: a hero, or (for small things) a name. Raises RuleError for one who wants secrecy or stands there."""
        self._require(by)
        if hero is not None and (hero.deed.secret or hero.deed.status not in RECOGNISED):
            raise RuleError("只能选已经确认、没有要求保密的人员。")
        shown = hero.name if hero else name
        if any(each.hero_id == (hero.id if hero else None) and each.name == shown for each in self.lines):
            raise RuleError(f"{shown}已经在榜上。")
        line = RollLine(hero=hero, name=shown, category=category, citation=citation)
        self.lines.append(line)
        return line

    def publish(self, *, by: User) -> None:
        """发布 on the public page."""
        self._require(by)
        if not self.lines:
            raise RuleError("榜单还是空的，不能发布。")
        self.published_on = clock.today()

    def _require(self, by: User) -> None:
        if not by.can("heroes.manage", self):
            raise NotAllowed("您没有办理榜单的权限。")
        if self.published_on:
            raise WrongState("榜单已经发布，不能再改。")


class RollLine(db.Model):
    """One name on the roll."""

    __tablename__ = "heroes_roll_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    roll_id: Mapped[int] = mapped_column(ForeignKey("heroes_roll.id"), index=True)
    hero_id: Mapped[int | None] = mapped_column(ForeignKey("heroes_hero.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    category: Mapped[str] = mapped_column(String(10))
    citation: Mapped[str] = mapped_column(String(200))

    hero: Mapped[Hero | None] = relationship()

    @property
    def category_name(self) -> str:
        return ROLL_CATEGORIES[self.category]

    @classmethod
    def to_be_shown(cls, rolls: list[Roll]):
        """Lines fit for everybody's eyes: nobody who asked for secrecy since, nobody whose title was revoked."""
        return (
            select(cls)
            .outerjoin(Hero, Hero.id == cls.hero_id)
            .outerjoin(Deed, Deed.id == Hero.deed_id)
            .where(
                cls.roll_id.in_([each.id for each in rolls]),
                or_(cls.hero_id.is_(None), Deed.secret.is_(False) & Deed.status.in_(RECOGNISED)),
            )
            .order_by(cls.id)
        )
