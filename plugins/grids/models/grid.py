"""网格: what is known of each grid of the tree; its code and its households stand there, all else here."""

from datetime import date
from typing import Self

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from plugins.grids.choices import KINDS, LEVELS, MANAGE, UNITS, VIEW
from plugins.grids.models.coverage import TODAY, closed, covers, stands, works
from plugins.grids.models.posting import Posted
from plugins.grids.models.staffing import Staffed
from plugins.grids.models.worker import Worker
from plugins.grids.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import BOOK_OF_GRIDS, OrgUnit
from portal.records import Entry, Record, State, States, begins, step
from portal.records.waiting import there_is

STATES = States(
    State("plain", "未公示", way="登记"),
    State("posted", "已公示", "ok", way="公示", final=True),
)
NO_GRID = "这个单位不是网格。村、社区是一级网格；二级、三级网格在“组织机构”里设立，再到这里登记。"


class GridEvent(Entry, db.Model):
    """One entry of the timeline of a grid."""

    __tablename__ = "grids_grid_event"
    __table_args__ = (Index("ix_grids_grid_event_grid", "grid_id", "id"),)

    grid_id: Mapped[int] = mapped_column(ForeignKey("grids_grid.id"))

    record: Mapped["Grid"] = relationship(back_populates="events")


class Grid(Staffed, Posted, Record, db.Model):
    """网格. It belongs to its unit and to no other: of a grid that was merged the entry stays where it was, the heir has its own; workers, sponsors and
    grids of departments go to the heir (docs/adr/0072). `counted_on`: when `population` was counted, from `count_source`; the
    households are those of the unit, and corrected there."""

    __tablename__ = "grids_grid"
    __table_args__ = (
        UniqueConstraint("unit_id", name="uq_grids_grid_unit_id"),
        Index("ix_grids_grid_county", "county_id", "entered_on", "id"),
        Index("ix_grids_grid_township", "township_id", "entered_on", "id"),
    )
    permission, states = VIEW, STATES

    entered_on: Mapped[date] = mapped_column(default=clock.today)
    kind: Mapped[str] = mapped_column(String(8), default="general")
    boundary: Mapped[str] = mapped_column(Text, default="")
    buildings: Mapped[str] = mapped_column(Text, default="")
    branch: Mapped[str] = mapped_column(String(80), default="")  # 党支部、党小组
    population: Mapped[int | None]
    counted_on: Mapped[date | None]
    count_source: Mapped[str] = mapped_column(String(60), default="")

    events: Mapped[list[GridEvent]] = relationship(back_populates="record", order_by=GridEvent.id)
    kind_name = named("kind", KINDS)

    # -- how it stands -----------------------------------------------------------------------------------------------

    @hybrid_property
    def title(self) -> str:
        return self.unit.name

    @title.inplace.expression
    @classmethod
    def _title_in_sql(cls):
        return select(OrgUnit.name).where(OrgUnit.id == cls.unit_id).scalar_subquery()

    @property
    def about(self) -> str:
        return self.unit.name

    @property
    def level_name(self) -> str:
        """二级网格（小区、自然村、小组）, as the district says."""
        return f"{LEVELS[self.level]}网格（{rules_of(self.unit).values[f'level_{self.level}']}）"

    @property
    def level(self) -> int:
        """1 for a community, else as it was set up."""
        return self.unit.grid_level or 1

    @property
    def codes(self) -> list[str]:
        """Its code, and before that those it had, which no other grid gets."""
        own = [each for each in self.unit.codes if each.code_system == BOOK_OF_GRIDS]
        return [each.code for each in sorted(own, key=lambda each: each.id)]

    @property
    def code(self) -> str:
        return self.codes[-1] if self.codes else ""

    @classmethod
    def of(cls, unit: OrgUnit) -> Self | None:
        """The entry of `unit`."""
        return db.session.scalar(select(cls).where(cls.unit_id == unit.id))

    @classmethod
    def without_workers(cls):
        """The condition: nobody works it today, nor the grid above it or one below; those of the first level stand apart."""
        return stands(cls) & cls.grid_id.is_not(None) & ~there_is(covers(Worker, cls), works(Worker), of=cls)

    @classmethod
    def with_two(cls):
        """The condition: since another grid was merged into it, two work it full-time, and nobody has said yet who stays."""
        mine, come = aliased(Worker), aliased(Worker)
        two = mine.unit_id == cls.unit_id, come.unit_id == cls.unit_id, come.settled_in_id != mine.settled_in_id
        full = mine.post == "full", come.post == "full", mine.serving(TODAY), come.serving(TODAY)
        return there_is(*two, *full, of=cls)

    @classmethod
    def outermost(cls):
        """The condition: no grid above it was counted, whose people are its own, too."""
        above = aliased(cls)
        return ~there_is(
            above.unit_id.in_([cls.grid_id, cls.community_id]),
            above.unit_id != cls.unit_id,
            above.population.is_not(None),
            of=cls,
        )

    @property
    def hints(self) -> list[str]:
        """What somebody should look at; none of it keeps anybody from anything."""
        rules, unit, said = rules_of(self.unit), self.unit, []
        if unit.households is not None and not rules.least <= unit.households <= rules.most:
            said.append(f"户数 {unit.households}，不在本地规定的 {rules.least}—{rules.most} 户以内。")
        if self.counted_on and (came := self._merged_since(self.counted_on)):
            said.append(f"{'、'.join(came)}并入以后还没有重新清点人口。")
        if len(full := {each.name for each in self.serving if each.post == "full"}) > 1 and self.came:
            said.append(f"并入以后有 {len(full)} 名专职网格员：{'、'.join(sorted(full))}。请决定谁留任，谁交接、卸任。")
        if not self.code:
            said.append("还没有编码。")
        return said

    def _merged_since(self, day: date) -> list[str]:
        merged = OrgUnit.merged_into_id == self.unit_id, OrgUnit.closed_on >= day
        return list(db.session.scalars(select(OrgUnit.short_name).where(*merged).order_by(OrgUnit.id)))

    # -- its steps ---------------------------------------------------------------------------------------------------

    @begins("登记网格", needs=MANAGE, refused="您不能在这里登记网格。")
    def enter(
        cls,
        *,
        unit: OrgUnit,
        by: User | None,
        kind: str = "general",
        boundary: str = "",
        buildings: str = "",
        branch: str = "",
    ) -> "Grid":
        """Enter the grid that `unit` is. Raises RuleError for what is no grid, is closed, or is entered already."""
        if unit.kind not in UNITS:
            raise RuleError(NO_GRID, at="unit_id")
        if unit.closed_on:
            raise RuleError(f"{unit.short_name}已于 {unit.closed_on} 撤销，不能登记。", at="unit_id")
        if cls.of(unit):
            raise RuleError(f"{unit.short_name}已经登记了。", at="unit_id")
        return cls.lay(unit, kind=kind, boundary=boundary, buildings=buildings, branch=branch)

    @classmethod
    def lay(cls, unit: OrgUnit, **fields: str) -> Self:
        """The entry of `unit`, which has none."""
        laid = cls(**fields)
        laid.place(unit)
        db.session.add(laid)
        return laid

    @step("修改概况", needs=MANAGE, unless=closed)
    def describe(self, kind: str, boundary: str, buildings: str, branch: str, *, by: User) -> str:
        """What kind it is, where it ends, what lies in it. Raises RuleError where nothing is different."""
        stood = self.kind, self.boundary, self.buildings, self.branch
        if stood == (kind, boundary, buildings, branch):
            raise RuleError("没有改动。", at="boundary")
        was = f"原来的四至：{self.boundary}" if self.boundary and self.boundary != boundary else ""
        self.kind, self.boundary, self.buildings, self.branch = kind, boundary, buildings, branch
        return was

    @step("登记编码", needs=MANAGE, unless=closed)
    def recode(self, code: str, *, by: User) -> str:
        """Its code from today on; the one before stays its own, and is given to no other. Raises RuleError for one of the wrong length, and one that
        another grid has or had."""
        rules = rules_of(self.unit)
        digits = {1: rules.first_digits, 2: rules.digits, 3: rules.micro_digits}[self.level]
        if not (code.isascii() and code.isdigit() and len(code) == digits):
            raise RuleError(f"编码是 {digits} 位数字，请核对。", at="code")
        if code == self.code:
            raise RuleError("和现在的编码一样。", at="code")
        was = self.code
        self.unit.take_code(code)
        return f"{code}{f'，原来是 {was}' if was else ''}。"

    @step("登记人口", needs=MANAGE, unless=closed)
    def count(self, population: int, counted_on: date, source: str, *, by: User) -> str:
        """As counted on a day, from a source. Raises RuleError for a day before the count that stands."""
        if self.counted_on and counted_on < self.counted_on:
            raise RuleError(f"现在的数是 {self.counted_on} 清点的，更早的不再登记。", at="counted_on")
        self.population, self.counted_on, self.count_source = population, counted_on, source
        return f"{counted_on} 清点，{population} 人，来源：{source}。"
