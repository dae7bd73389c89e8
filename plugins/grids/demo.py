"""The demo of 网格管理: the grids of 昭君街道 with their workers, two cadres, the grids of two departments, and what is public of one community."""

from datetime import timedelta

from sqlalchemy import select

from plugins.grids.choices import KEY
from plugins.grids.models import DepartmentGrid, Grid, Sponsor
from plugins.grids.nightly import enter_all
from plugins.grids.register import DEPARTMENTS, WORKERS
from portal import clock
from portal.demo.world import World
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.plugin_admin.switching import switch

COMMUNITIES = ("泰兴社区", "南干社区")
SIDES = ("树林召路", "北一街", "小区西门", "文化广场")
LANDLINES = ("0477-5210011", "0477-5210012")
LINES = (("党建", "DJ", "党小组"), ("城管", "CG", "城管责任片区"))


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; enter the grids of the street and who works those of two communities."""
    units = world.units
    with clock.pretend(world.began):
        switch(KEY, units.county, "on", by=world.users["administrator"], reason="全旗网格统一登记。")
        switch(KEY, units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
    with clock.pretend(world.now - timedelta(days=90)):
        while enter_all(units.zhaojun):
            pass
        for number, name in enumerate(COMMUNITIES):
            _furnish(world, units.communities[name], LANDLINES[number])
        _sponsor(world)
        _served_once(world, units.communities[COMMUNITIES[1]])
    with clock.pretend(world.now - timedelta(days=20)):
        _change(world, units.communities[COMMUNITIES[0]])
    _files(world, units.communities[COMMUNITIES[0]])


def _files(world: World, place: OrgUnit) -> None:
    """Sheets that were checked and wait to be entered."""
    grid, since = _grids(place, 2)[0].unit.name, clock.local(world.now).date() - timedelta(days=5)
    someone = world.names.person()
    fields = {"网格": "grid", "姓名": "name", "岗位": "post", "个人电话": "phone", "到任日期": "valid_from"}
    line = [grid, someone.name, "兼职网格员", someone.phone, f"{since}"]
    world.roster_file(WORKERS, place, "兼职网格员.xlsx", fields, line)
    fields = {"部门": "line", "部门网格编码": "code", "部门网格名称": "name", "综合网格": "grid"}
    world.roster_file(DEPARTMENTS, place, "消防网格.xlsx", fields, ["消防", "XF-0001", "消防第一责任区", grid])


def _grids(place: OrgUnit, level: int) -> list[Grid]:
    found = select(Grid).join(Grid.unit).where(place.subtree_of(Grid), OrgUnit.grid_level == level)
    return list(db.session.scalars(found.order_by(OrgUnit.path)))


def _furnish(world: World, place: OrgUnit, landline: str) -> None:
    """Each second-level grid has a leader and a worker, but the last; the third-level ones were counted."""
    director, since = world.users["director"], clock.today() - timedelta(days=200)
    second = _grids(place, 2)
    for number, grid in enumerate(second):
        east, south, west, north = (SIDES[(number + turn) % len(SIDES)] for turn in range(4))
        boundary = f"东至{east}，南至{south}，西至{west}，北至{north}"
        grid.describe("general", boundary, "", f"第{'一二三'[number]}网格党小组", by=director)
        for line, prefix, name in LINES:
            code = f"{prefix}-{grid.unit_id:05d}"
            DepartmentGrid.adopt(
                unit=grid.unit, line=line, code=code, name=f"{grid.unit.short_name}{name}", by=director
            )
        for post in ("leader", "full") if number + 1 < len(second) else ():
            someone = world.names.person()
            known = {"phone": someone.phone, "office_phone": landline, "user_id": None, "valid_until": None}
            grid.appoint(name=someone.name, post=post, valid_from=since, by=director, **known)
        db.session.flush()
        db.session.expire(grid, ["workers"])
        if grid.serving:
            grid.post(by=director)
    for number, grid in enumerate(_grids(place, 3)):
        grid.count((grid.unit.households or 60) * 2 + number, clock.today(), "网格员入户清点", by=director)
    DepartmentGrid.adopt(
        unit=place, line="消防", code=f"XF-{place.id:05d}", name=f"{place.short_name}消防网格", by=director
    )


def _served_once(world: World, place: OrgUnit) -> None:
    """A resident who worked a grid beside other work, and left."""
    someone, director = world.names.person(), world.users["director"]
    grid = _grids(place, 2)[-1]
    Person.enter(grid.unit, name=someone.name, id_number=someone.id_number, phone=someone.phone)
    known = {"office_phone": LANDLINES[1], "user_id": None, "valid_until": None, "phone": someone.phone}
    grid.appoint(name=someone.name, post="part", valid_from=clock.today() - timedelta(days=180), by=director, **known)
    db.session.flush()
    db.session.expire(grid, ["workers"])
    grid.release(grid.serving[-1], clock.today() - timedelta(days=10), "工作调动", by=director)


def _sponsor(world: World) -> None:
    """A cadre for two communities, and one for the street."""
    units, director = world.units, world.users["director"]
    someone, leader = world.names.person(), world.names.person()
    since, places = clock.today() - timedelta(days=150), [units.communities[each] for each in COMMUNITIES]
    for place in places:
        Sponsor.assign(
            unit=place,
            name=someone.name,
            duty="village",
            office="昭君街道党工委委员",
            phone=someone.phone,
            task="每月到社区，帮助协调解决不了的问题",
            valid_from=since,
            by=director,
        )
    Sponsor.assign(
        unit=units.zhaojun,
        name=leader.name,
        duty="town",
        office="旗政府办公室",
        phone=leader.phone,
        task="每季度到街道，协调旗直部门",
        valid_from=since,
        by=director,
    )


def _change(world: World, place: OrgUnit) -> None:
    """One worker was followed by another."""
    first = _grids(place, 2)[0]
    worker = next(each for each in first.serving if each.post == "full")
    someone = world.names.person()
    known = {"phone": someone.phone, "office_phone": worker.office_phone, "user_id": None}
    first.hand_over(worker, clock.today(), "岗位轮换", name=someone.name, by=world.users["director"], **known)
