"""多网合一: grids that a department has drawn, and in which grid of the tree each lies."""

from datetime import date

from sqlalchemy import ColumnElement, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from plugins.grids.choices import EXTENTS, LONGEST_LINE, MAP, VIEW
from plugins.grids.models.coverage import closed, covers
from plugins.grids.models.grid import Grid
from plugins.grids.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.records import Body, begins, step
from portal.records.waiting import there_is
from portal.settings import listed

REFUSED = "您不能在这里登记部门网格。"


class DepartmentGrid(Body, Scoped, db.Model):
    """部门网格 of one `line` (党建, 城管 …), with the department's code and name. It lies in a grid; one that lies in a community is not mapped yet. One
    that is cut up lies in several, each time a part (`extent`)."""

    __tablename__ = "grids_department_grid"
    __table_args__ = (
        UniqueConstraint("line", "code", "unit_id", name="uq_grids_department_grid_line_code_unit_id"),
        Index("ix_grids_department_grid_county", "county_id", "entered_on", "id"),
        Index("ix_grids_department_grid_township", "township_id", "entered_on", "id"),
        Index("ix_grids_department_grid_grid", "grid_id", "line"),
    )
    permission = VIEW

    id: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[str] = mapped_column(String(LONGEST_LINE))
    code: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(80))
    extent: Mapped[str] = mapped_column(String(5), default="whole")
    entered_on: Mapped[date] = mapped_column(default=clock.today)
    ended_on: Mapped[date | None]

    extent_name = named("extent", EXTENTS)

    @property
    def about(self) -> str:
        return f"{self.line}网格　{self.name}"

    @property
    def mapped(self) -> bool:
        return self.unit.kind == "grid"

    @classmethod
    def maps(cls, line: str | None = None) -> ColumnElement[bool]:
        """The condition that a `Grid` has one of `line` (of any) in it."""
        wanted = [cls.ended_on.is_(None)] + ([cls.line == line] if line else [])
        return there_is(covers(cls, Grid), *wanted, of=Grid)

    @classmethod
    def loose(cls) -> ColumnElement[bool]:
        """The condition: in no grid yet."""
        return cls.grid_id.is_(None) & cls.ended_on.is_(None)

    @begins("登记部门网格", needs=MAP, refused=REFUSED)
    def adopt(
        cls, *, unit: OrgUnit, line: str, code: str, name: str, by: User | None, extent: str = "whole"
    ) -> "DepartmentGrid":
        """One of a department, in the grid or, while nobody knows in which, the community `unit`. Raises RuleError for a line that the district does
        not have, for one that lies there already or whole elsewhere, and for a unit that is closed or is neither."""
        made = cls(line=line, code=code, name=name, extent=extent)
        if line not in (lines := listed(rules_of(unit).lines)):
            raise RuleError(f"本地没有“{line}”，有：{'、'.join(lines)}。", at="line")
        made._put(unit)
        db.session.add(made)
        return made

    @step("改对应的网格", needs=MAP, unless=lambda row: row.over)
    def move_to(self, grid: OrgUnit, extent: str, *, by: User) -> None:
        """It lies in `grid`, whole or in part. Raises NotAllowed where `by` maps nothing there, RuleError as `adopt` and for another county."""
        if not by.can(MAP, grid):
            raise NotAllowed(REFUSED)
        if grid.county_id != self.county_id:
            raise RuleError("部门网格不能对应到另一个旗县区的网格。", at="unit_id")
        self.extent = extent
        self._put(grid)

    @step("停用", needs=MAP, unless=lambda row: row.over)
    def stop(self, on: date, *, by: User) -> None:
        """The department has it no more. Its code is not used again. Raises RuleError for a day to come."""
        if on > clock.today():
            raise RuleError("停用日期还没有到，请核对。", at="on")
        self.ended_on = on

    @property
    def over(self) -> str:
        return f"已于 {self.ended_on} 停用。" if self.ended_on else ""

    def _put(self, unit: OrgUnit) -> None:
        if unit.kind not in ("grid", "community"):
            raise RuleError("请选一个网格；还不知道在哪个网格的，选村、社区。", at="unit_id")
        self.place(unit)
        if why := closed(self):
            raise RuleError(why, at="unit_id")
        other = aliased(DepartmentGrid)
        same = other.line == self.line, other.code == self.code, other.county_id == unit.county_id
        with db.session.no_autoflush:
            others = db.session.scalars(select(other).where(*same, other.id.is_distinct_from(self.id))).all()
        for each in others:
            if each.unit_id == unit.id:
                raise RuleError(
                    f"{self.line}网格 {self.code} 已经登记在{unit.short_name}{f'，{each.over}' if each.over else '。'}",
                    at="code",
                )
            if "whole" in (each.extent, self.extent) and not each.over:
                raise RuleError(
                    f"{self.line}网格 {self.code} 已经在{each.unit.short_name}（{each.extent_name}）。分在几个网格的，每一处都选“部分”。",
                    at="code",
                )
