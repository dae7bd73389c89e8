"""The lists of 网格管理: grids, the roster of workers, sponsors, the grids of departments; and the sheets that are read in."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from plugins.grids.choices import DUTIES, EXTENTS, KINDS, LEVELS, MANAGE, MAP, POSTS, VIEW
from plugins.grids.finding import grid_meant
from plugins.grids.forms import DepartmentGridRowForm, WorkerRowForm
from plugins.grids.models import DepartmentGrid, Grid, Sponsor, Worker
from plugins.grids.models.coverage import level_of, stands
from plugins.grids.models.grid import STATES
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import BOOK_OF_GRIDS, OrgUnit, UnitCode
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice, contains
from portal.records.imports import Import
from portal.records.ranges import Days
from portal.records.register import Register

__all__ = ["DEPARTMENTS", "WORKERS", "department_grids", "grids", "roster", "sponsors"]

in_office, sponsoring = Worker.serving(TODAY), Sponsor.serving(TODAY)
coded = UnitCode.code_system == BOOK_OF_GRIDS
code = (
    select(UnitCode.code)
    .where(UnitCode.unit_id == Grid.unit_id, coded)
    .order_by(UnitCode.id.desc())
    .limit(1)
    .correlate(Grid)
    .scalar_subquery()
)
community = aliased(OrgUnit)


def _of_page(post: str):
    """How many have `post` in each grid of a page."""

    def counted(rows) -> dict[int, int]:
        own = select(Grid.id, func.count()).join(Worker, Worker.unit_id == Grid.unit_id)
        here = Grid.id.in_([each.id for each in rows]), Worker.post == post, Worker.serving()
        return dict(db.session.execute(own.where(*here).group_by(Grid.id)).all())

    return counted


grids = Register(
    Grid,
    key="grids.grids",
    name="网格",
    permission=VIEW,
    show="grids.show",
    columns=(
        Column("name", "网格", OrgUnit.short_name, main=True, width=22),
        Column("code", "编码", code, only="opt2", width=20),
        Column("level", "层级", level_of(OrgUnit), names=LEVELS, only="opt"),
        Column("kind", "类型", names=KINDS, shown=False),
        Column("community", "村、社区", community.short_name, only="opt", width=16),
        Column("households", "户数", OrgUnit.households, kind="number"),
        Column("population", "人口", kind="number", only="opt"),
        Column("full", "专职", of_page=_of_page("full"), kind="number"),
        Column("part", "兼职", of_page=_of_page("part"), kind="number", only="opt"),
        Column("counted_on", "清点日期", kind="day", shown=False),
        Column("status", "公示", kind="status"),
    ),
    filters=(
        Choice("level", "层级", column=level_of(OrgUnit), options=LEVELS),
        Choice("kind", "类型", options=KINDS),
        Choice("status", "公示", options=STATES.names),
        Choice(
            "look",
            "要看的",
            also={
                "vacant": ("没有网格员", Grid.without_workers()),
                "two": ("并入后有两名专职", Grid.with_two()),
                "unmapped": ("没有对应部门网格", Grid.grid_id.is_not(None) & ~DepartmentGrid.maps() & stands(Grid)),
                "uncounted": ("没有清点过", Grid.counted_on.is_(None) & stands(Grid)),
                "closed": ("已撤销", ~stands(Grid)),
            },
        ),
    ),
    search=(
        OrgUnit.name,
        OrgUnit.short_name,
        Grid.unit_id.in_(select(UnitCode.unit_id).where(coded, contains(UnitCode.code))),
    ),
    finds_by="名称、编码",
    order=Grid.entered_on,
    joins=((OrgUnit, OrgUnit.id == Grid.unit_id),),
    beside=((community, community.id == Grid.community_id),),
    hit=("community", "code"),
    counter="个",
    empty="没有符合条件的网格。",
)

roster = Register(
    Worker,
    key="grids.workers",
    name="网格员",
    title="网格员名册",
    permission=VIEW,
    show="grids.show_worker",
    columns=(
        Column("name", "姓名", main=True, width=14),
        Column("post", "岗位", names=POSTS),
        Column("unit", "网格", OrgUnit.short_name, width=22),
        Column("office_phone", "办公电话", only="opt", width=16),
        Column("valid_from", "到任", kind="day", only="opt"),
        Column("valid_until", "卸任", kind="day", only="opt"),
        Column("reason", "卸任原因", shown=False, width=20),
    ),
    filters=(
        Choice("standing", "状态", also={"in": ("在任", in_office), "out": ("未到任、卸任", ~in_office)}),
        Choice("post", "岗位", options=POSTS),
        Days("begun", "到任日期", Worker.valid_from),
    ),
    search=(Worker.name, OrgUnit.short_name),
    finds_by="姓名、网格",
    order=Worker.valid_from,
    joins=((OrgUnit, OrgUnit.id == Worker.unit_id),),
    counter="人",
    empty="没有符合条件的网格员。",
)

sponsors = Register(
    Sponsor,
    key="grids.sponsors",
    name="包保干部",
    permission=VIEW,
    show="grids.show_sponsor",
    columns=(
        Column("name", "姓名", main=True, width=14),
        Column("office", "单位、职务", width=24),
        Column("duty", "方式", names=DUTIES),
        Column("unit", "包保的单位", OrgUnit.short_name, width=22),
        Column("task", "负责什么", shown=False, width=30),
        Column("valid_from", "开始", kind="day", only="opt"),
        Column("valid_until", "结束", kind="day", only="opt"),
    ),
    filters=(
        Choice("standing", "状态", also={"in": ("在包", sponsoring), "out": ("未开始、已结束", ~sponsoring)}),
        Choice("duty", "方式", options=DUTIES),
    ),
    search=(Sponsor.name, Sponsor.office, OrgUnit.short_name),
    finds_by="姓名、单位、网格",
    order=Sponsor.valid_from,
    joins=((OrgUnit, OrgUnit.id == Sponsor.unit_id),),
    counter="项",
    empty="没有符合条件的包保干部。",
)

department_grids = Register(
    DepartmentGrid,
    key="grids.department_grids",
    name="部门网格",
    title="多网合一",
    permission=VIEW,
    show="grids.show_department_grid",
    columns=(
        Column("name", "部门网格", main=True, width=22),
        Column("line", "部门", width=12),
        Column("code", "部门编码", only="opt", width=20),
        Column("unit", "在哪个网格", OrgUnit.short_name, width=22),
        Column("extent", "整个、部分", names=EXTENTS, only="opt"),
        Column("ended_on", "停用", kind="day", only="opt2"),
    ),
    filters=(
        Choice(
            "standing",
            "状态",
            also={
                "mapped": ("已对应", DepartmentGrid.grid_id.is_not(None) & DepartmentGrid.ended_on.is_(None)),
                "loose": ("还没有对应", DepartmentGrid.loose()),
                "ended": ("已停用", DepartmentGrid.ended_on.is_not(None)),
            },
        ),
    ),
    search=(DepartmentGrid.name, DepartmentGrid.code, DepartmentGrid.line, OrgUnit.short_name),
    finds_by="名称、编码、部门、网格",
    order=DepartmentGrid.entered_on,
    joins=((OrgUnit, OrgUnit.id == DepartmentGrid.unit_id),),
    counter="个",
    empty="没有符合条件的部门网格。",
)


def _seat(unit: OrgUnit, *, by: User, grid: str, **fields) -> Worker:
    """One line of the roster."""
    meant = Grid.of(grid_meant(unit, grid))
    if meant is None:
        raise RuleError("这个网格还没有登记，请先登记网格。", at="grid")
    return Worker.seat(meant, **fields)


def _map(unit: OrgUnit, *, by: User, grid: str, **fields) -> DepartmentGrid:
    """One line of the table of a department."""
    return DepartmentGrid.adopt(unit=grid_meant(unit, grid) if grid else unit, by=by, **fields)


WORKERS = Import(
    "grids.workers",
    "导入网格员名册",
    WorkerRowForm,
    MANAGE,
    Worker,
    add=_seat,
    aliases={
        "grid": ("网格编码", "网格名称", "所属网格"),
        "post": ("职务", "类别"),
        "valid_from": ("任职时间", "上岗日期"),
    },
    example={"grid": "泰兴社区第一网格", "post": "兼职网格员"},
)
DEPARTMENTS = Import(
    "grids.mapping",
    "导入部门网格对应表",
    DepartmentGridRowForm,
    MAP,
    DepartmentGrid,
    add=_map,
    aliases={
        "line": ("部门名称", "条线"),
        "code": ("编码",),
        "name": ("名称",),
        "grid": ("综合网格编码", "主网格", "主网格编码"),
        "extent": ("整体或部分",),
    },
    example={"line": "消防", "code": "XF-0900"},
)
