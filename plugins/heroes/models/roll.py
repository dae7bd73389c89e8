"""勇士榜 and 年度评选: who is put before the public, by quarter and by year."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.heroes.choices import ROLL_CATEGORIES, ROLL_KINDS
from plugins.heroes.models.deed import Deed
from plugins.heroes.models.hero import Hero
from plugins.heroes.models.states import RECOGNISED
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step


def _empty(roll: "Roll") -> str:
    return "" if roll.lines else "榜单还是空的，不能发布。"


class Roll(Record, db.Model):
    """榜单 of a unit for a quarter, or a whole year (`quarter` 0). Published ones are seen from the units below as well."""

    __tablename__ = "heroes_roll"
    __table_args__ = (UniqueConstraint("unit_id", "year", "quarter"),)

    permission = "heroes.view"
    states = States(
        State("draft", "草稿", open=True, next="填写上榜人员，然后发布"), State("published", "已发布", "ok")
    )

    year: Mapped[int]
    quarter: Mapped[int]
    published_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    lines: Mapped[list["RollLine"]] = relationship(order_by=lambda: RollLine.id)
    events: Mapped[list["RollEvent"]] = relationship(back_populates="record", order_by=lambda: RollEvent.id)

    @classmethod
    def seen_by(cls, user: User):
        """Rolls of the own units; published ones of the units above as well."""
        above = [ident for unit in user.units_with(cls.permission) for ident in unit.ancestor_ids]
        return or_(cls.reach(user, cls.permission), cls.unit_id.in_(above) & (cls.status == "published"))

    def allows(self, user: User, permission: str) -> bool:
        """In the own units; to be seen, once it is published, from those below as well."""
        below = permission == self.permission and self.status == "published"
        return user.can(permission, self) or (
            below and any(self.unit_id in unit.ancestor_ids for unit in user.units_with(permission))
        )

    @property
    def title(self) -> str:
        if not self.quarter:
            return f"{self.year} 年度见义勇为评选"
        return f"{self.year} 年第{'一二三四'[self.quarter - 1]}季度勇士榜"

    @property
    def about(self) -> str:
        return self.title

    @property
    def kind_name(self) -> str:
        return ROLL_KINDS["quarter" if self.quarter else "year"]

    @begins("新建榜单", needs="heroes.manage", refused="您没有办理榜单的权限。")
    def draw_up(cls, *, unit: OrgUnit, year: int, quarter: int, by: User) -> "Roll":
        """One a unit and period; RuleError for a second."""
        if db.session.scalar(select(cls.id).where(cls.unit_id == unit.id, cls.year == year, cls.quarter == quarter)):
            raise RuleError("这一期榜单已经有了。")
        roll = cls(year=year, quarter=quarter)
        roll.place(unit)
        db.session.add(roll)
        return roll

    @step("上榜", of="draft", needs="heroes.manage")
    def enter(self, category: str, citation: str, *, by: User, hero: Hero | None = None, name: str = "") -> Moved:
        """A hero, or (for small things) a name. Raises RuleError for one who wants secrecy or stands there.

        The timeline names nobody: whoever asks for secrecy later shall not stand in it.
        """
        if hero is not None and (hero.deed.secret or hero.deed.status not in RECOGNISED):
            raise RuleError("只能选已经确认、没有要求保密的人员。")
        shown = hero.name if hero else name
        if any(each.hero_id == (hero.id if hero else None) and each.name == shown for each in self.lines):
            raise RuleError(f"{shown}已经在榜上。")
        line = RollLine(hero=hero, name=shown, category=category, citation=citation)
        self.lines.append(line)
        return Moved(f"{line.category_name}一名。", made=line)

    @step("发布", of="draft", to="published", needs="heroes.manage", unless=_empty)
    def publish(self, *, by: User) -> None:
        """On the public page; from now on it stays as it is."""
        self.published_on = clock.today()


class RollEvent(Entry, db.Model):
    """One entry of the timeline of a roll."""

    __tablename__ = "heroes_roll_event"
    __table_args__ = (Index("ix_heroes_roll_event_roll", "roll_id", "id"),)

    roll_id: Mapped[int] = mapped_column(ForeignKey("heroes_roll.id"))

    record: Mapped[Roll] = relationship(back_populates="events")


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

    category_name = named("category", ROLL_CATEGORIES)

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
