"""With what a grid, a sponsor and a grid of a department are begun, and each of their steps is taken once: demo, tests and conformance play these."""

from datetime import timedelta

from sqlalchemy import exists, select

from plugins.grids.models import DepartmentGrid, Grid, Sponsor, Worker
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.samples import Sample, Samples, Stage, today

DESCRIBED = {
    "kind": "general",
    "boundary": "东至树林召路，南至3号楼，西至小区西门，北至北一街",
    "buildings": "1至4号楼",
    "branch": "第一网格党小组",
}
LANDLINE = "0477-5210001"


def free_grid(row, stage: Stage) -> OrgUnit:
    """A grid that is not entered yet; set up where there is none."""
    known = exists().where(Grid.unit_id == OrgUnit.id)
    here = stage.unit.subtree_of(OrgUnit), OrgUnit.closed_on.is_(None)
    free = select(OrgUnit).where(*here, OrgUnit.kind == "grid", ~known).order_by(OrgUnit.id).limit(1)
    if found := db.session.scalar(free):
        return found
    community = db.session.scalar(
        select(OrgUnit).where(*here, OrgUnit.kind == "community").order_by(OrgUnit.id).limit(1)
    )
    number = db.session.scalar(select(OrgUnit.id).order_by(OrgUnit.id.desc()).limit(1)) or 0
    return OrgUnit.create(kind="grid", name=f"样例网格{number + 1}", parent=community or stage.unit, grid_level=2)


def a_grid(row, stage: Stage) -> OrgUnit:
    """Any open grid of the unit."""
    grids = select(OrgUnit).where(stage.unit.subtree_of(OrgUnit), OrgUnit.kind == "grid", OrgUnit.closed_on.is_(None))
    return db.session.scalar(grids.order_by(OrgUnit.id).limit(1)) or free_grid(row, stage)


def ident(chosen):
    """The id of what `chosen` answers, as a form has it."""

    def found(row, stage: Stage) -> int:
        unit = chosen(row, stage)
        db.session.flush()
        return unit.id

    return found


def named(row, stage: Stage) -> str:
    return stage.names.person().name


def mobile(row, stage: Stage) -> str:
    return stage.names.person().phone


def unused_code(grid: Grid, stage: Stage) -> str:
    """As long as it must be, and nobody's."""
    return f"{grid.unit_id:0{17 if grid.unit.grid_level == 3 else 15}d}"


def working(grid: Grid, stage: Stage) -> Worker:
    """Who works it; somebody is given the post where nobody has it."""
    if not grid.serving:
        GRIDS.take(Grid.appoint, grid, stage)
        db.session.expire(grid, ["workers"])
    return next(each for each in grid.serving if each.valid_from < clock.today())


def come(grid: Grid, stage: Stage) -> None:
    """As if another grid had been merged into it: somebody works here whose post was given there."""
    other = Grid.enter(unit=free_grid(None, stage), by=None)
    db.session.flush()
    moved = Worker.seat(other, name=named(grid, stage), post="part", valid_from=clock.today())
    moved.place(grid.unit)
    db.session.flush()
    db.session.expire(grid, ["workers"])


def earlier(row, stage: Stage):
    return clock.today() - timedelta(days=30)


def described(grid: Grid, stage: Stage) -> None:
    """What must stand before it is public."""
    grid.boundary = grid.boundary or DESCRIBED["boundary"]
    working(grid, stage)


NO_ACCOUNT = {"user_id": "0"}
PERSON = {"name": named, "phone": mobile, "office_phone": LANDLINE}
GRIDS = Samples(
    Grid,
    {
        Grid.enter: Sample("director", DESCRIBED | {"unit": free_grid}, form={"unit_id": ident(free_grid)}),
        Grid.appoint: Sample(
            "director",
            PERSON | {"post": "full", "valid_from": earlier, "valid_until": None, "user_id": None},
            days=0,
            form=NO_ACCOUNT,
        ),
        Grid.correct: Sample(
            "director",
            {
                "name": named,
                "phone": "",
                "office_phone": LANDLINE,
                "post": "full",
                "valid_from": earlier,
                "user_id": None,
                "reason": "姓名写错",
            },
            row=working,
            days=0,
            form=NO_ACCOUNT,
        ),
        Grid.release: Sample("director", {"on": today, "reason": "岗位调整"}, row=working, days=0),
        Grid.hand_over: Sample(
            "director", PERSON | {"on": today, "reason": "轮换", "user_id": None}, row=working, days=0, form=NO_ACCOUNT
        ),
        Grid.keep: Sample("director", {"note": ""}, first=(come,), days=0),
        Grid.count: Sample(
            "director",
            {"population": 210, "counted_on": today, "source": "网格员入户清点"},
            days=0,
        ),
        Grid.describe: Sample("director", DESCRIBED | {"kind": "special", "branch": "第二网格党小组"}, days=0),
        Grid.recode: Sample("director", {"code": unused_code}, days=0, plain={"code": "网格编码是十五位、十七位数字"}),
        Grid.post: Sample("director", {"note": ""}, first=(described,), days=0),
        Grid.take_down: Sample("director", {"reason": "公示牌更换"}, days=0),
    },
)
SPONSORS = Samples(
    Sponsor,
    {
        Sponsor.assign: Sample(
            "director",
            {
                "unit": a_grid,
                "name": named,
                "duty": "cadre",
                "office": "街道党工委委员",
                "phone": mobile,
                "task": "每月到网格，帮助协调解决不了的问题",
                "valid_from": earlier,
                "valid_until": None,
            },
            form={"unit_id": ident(a_grid)},
        ),
        Sponsor.amend: Sample("director", {"office": "街道办事处副主任", "task": "每月到网格", "phone": ""}, days=0),
        Sponsor.release: Sample("director", {"on": today, "reason": "分工调整"}, days=0),
    },
)


def fresh_code(row, stage: Stage) -> str:
    """A code that no department has given."""
    number = db.session.scalar(select(DepartmentGrid.id).order_by(DepartmentGrid.id.desc()).limit(1)) or 0
    return f"CG-{number + 1:04d}"


DEPARTMENT_GRIDS = Samples(
    DepartmentGrid,
    {
        DepartmentGrid.adopt: Sample(
            "director",
            {"unit": a_grid, "line": "城管", "code": fresh_code, "name": "城管责任网格", "extent": "whole"},
            form={"unit_id": ident(a_grid)},
        ),
        DepartmentGrid.move_to: Sample(
            "director", {"grid": a_grid, "extent": "part"}, form={"unit_id": ident(a_grid)}, days=0
        ),
        DepartmentGrid.stop: Sample("director", {"on": today}, days=0),
    },
)
SAMPLES = (GRIDS, SPONSORS, DEPARTMENT_GRIDS)
