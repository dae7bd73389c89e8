"""All of 巴彦淖尔市 through the portal's own imports: divisions from CSV; grids, 综治中心 and grid workers from Excel, a sheet a county; then the pages of
units, grids and centres there, beside those of the small city of the cast.

`COUNTIES=7 GRIDS=5780 WORKERS=20000 python -m bench city [--database postgresql]`; fewer `COUNTIES` take their share of both. `SHEETS`: how many of
them come as sheets; the lines of the others are entered by the same verbs at once, without being tried before.
"""

import io
import os
from collections.abc import Callable, Iterator
from itertools import count, cycle, islice
from pathlib import Path
from time import perf_counter, process_time

import xlsxwriter
from sqlalchemy import func, select

from bench.measuring import report, said, spent
from bench.office import Office
from plugins.centre.models import ServiceCentre
from plugins.centre.sheets import CENTRES
from plugins.grids.models import Grid, Worker
from plugins.grids.nightly import enter_all
from plugins.grids.register import WORKERS as WORKERS_OF_GRIDS
from portal import clock
from portal.accounts.models import Appointment, User
from portal.demo.names import NameBook
from portal.extensions import db
from portal.jobs.worker import Worker as Jobs
from portal.org.importing import import_divisions
from portal.org.models import OrgUnit
from portal.plugin_admin.switching import switch
from portal.records.import_work import signed_in
from portal.records.imports import Import, Sheet
from portal.testing.cast import PASSWORD
from portal.testing.client import PortalClient
from portal.units.sheet import UNITS

DIVISIONS = Path(__file__).with_name("bayannur.csv")
ALL = 7  # counties of the city
COUNTIES, SHEETS = (int(os.environ.get(name, ALL)) for name in ("COUNTIES", "SHEETS"))
GRIDS, WORKERS = (int(os.environ.get(name, each)) for name, each in (("GRIDS", "5780"), ("WORKERS", "20000")))
POSTS = ("网格长", "专职网格员", "兼职网格员", "网格指导员")
REPEATS = 9
TOGETHER = 50  # lines of a transaction, where none is tried before
MAKERS = {"grids": "administrator", "centres": "district", "workers": "district"}  # what is brought → by whom
NUMBER = count()
DAY = "2026-01-05"
KINDS = UNITS, CENTRES, WORKERS_OF_GRIDS
HEADINGS = {  # the address of the import below the unit → the headings of its sheet
    "/units/{}/import/below": ("上级单位", "类别", "名称", "简称", "户数", "网格编码", "从哪天起", "原因", "依据"),
    "/centre/units/{}/import/centres": (
        "哪个单位",
        "名称",
        "地址",
        "电话",
        "开放时间",
        "建筑面积（平方米）",
        "启用日期",
    ),
    "/grids/units/{}/import/workers": ("网格", "姓名", "岗位", "个人电话", "到任日期"),
}


def measure(place: Office) -> None:
    """Counts and times of each import, then the pages."""
    begun, cpu = perf_counter(), process_time()
    import_divisions(DIVISIONS.read_bytes())
    db.session.commit()
    city = db.session.scalars(select(OrgUnit).where(OrgUnit.kind == "city", OrgUnit.name == "巴彦淖尔市")).one()
    counties = db.session.scalars(select(OrgUnit).where(OrgUnit.kind == "county", OrgUnit.city_id == city.id)).all()
    below = db.session.scalar(select(func.count(OrgUnit.id)).where(city.subtree_of(OrgUnit)))
    report("city", what="divisions", rows=below, **_since(begun, cpu))
    city_id, ids = city.id, [each.id for each in counties]
    for nth, ident in enumerate(ids[:COUNTIES]):
        leads = {role: _appointed(db.session.get_one(OrgUnit, ident), role) for role in MAKERS.values()}
        for kind, address, lines in zip(KINDS, HEADINGS, (grids, centres, workers), strict=True):
            rows, lead = list(lines(db.session.get_one(OrgUnit, ident))), leads[MAKERS[lines.__name__]]
            if nth < SHEETS:
                _bring(place, _signed_in(place, lead), address, ident, rows)
            else:
                _enter(kind, lead, address, ident, rows)
            if lines is grids:
                while enter_all(db.session.get_one(OrgUnit, ident)):
                    db.session.commit()
    for model in (Grid, ServiceCentre, Worker):
        report("city", what=model.__tablename__, rows=db.session.scalar(select(func.count(model.id))))
    for size, unit_id in (("small", place.cast.county.id), ("county", ids[0]), ("city", city_id)):
        here = db.session.get_one(OrgUnit, unit_id)
        _pages(_signed_in(place, _appointed(here, "district")), size, here)


def grids(county: OrgUnit) -> Iterator[tuple]:
    """Those of the county, shared out among its villages; names are unique within a village, codes within the city."""
    villages = _below(county, "community")
    share = GRIDS // ALL
    for number, village in enumerate(islice(cycle(villages), share)):
        nth = number // len(villages) + 1
        name = f"{village.short_name}第{nth}网格"
        code = f"{village.codes[0].code}{nth:03d}"
        yield village.codes[0].code, "网格", name, f"第{nth}网格", 60 + number % 40, code, DAY, "网格划分", ""


def centres(county: OrgUnit) -> Iterator[tuple]:
    """One of the county itself, of each township and each village."""
    for each in [county, *_below(county, "township"), *_below(county, "community")]:
        yield each.codes[0].code, f"{each.short_name}综治中心", each.name, "", "工作日 08:30-17:30", 120, DAY


def workers(county: OrgUnit) -> Iterator[tuple]:
    """People in the grids of the county, each with a telephone; those of one grid have different posts."""
    codes = [each.codes[0].code for each in _below(county, "grid")]
    book = NameBook(county.id)
    for number, code in enumerate(islice(cycle(codes), WORKERS // ALL)):
        phone = f"13{county.id % 100:02d}{number:07d}"
        yield code, book.person().name, POSTS[number // len(codes) % len(POSTS)], phone, DAY


def _below(unit: OrgUnit, kind: str) -> list[OrgUnit]:
    found = select(OrgUnit).where(unit.subtree_of(OrgUnit), OrgUnit.kind == kind).order_by(OrgUnit.path)
    return list(db.session.scalars(found))


def _appointed(unit: OrgUnit, role: str) -> int:
    """The id of somebody with this role in `unit`, with both plugins on there."""
    for key in ("grids", "centre"):
        switch(key, unit, "on", by=None, reason="测试")
    user = User(username=f"{role}{unit.id}-{next(NUMBER)}", name="主管小孙")
    user.set_password(PASSWORD)
    user.appointments.append(Appointment(unit_id=unit.id, role=role, valid_from=clock.today()))
    db.session.add(user)
    db.session.commit()
    return user.id


def _signed_in(place: Office, user_id: int) -> PortalClient:
    client = place.app.test_client()
    client.be(user_id)
    return client


def _enter(kind: Import, user_id: int, address: str, unit_id: int, lines: list[tuple]) -> None:
    """The lines of a sheet, by the verb that a sheet is entered by."""
    begun, cpu, headings = perf_counter(), process_time(), list(HEADINGS[address])
    sheet = Sheet(headings, [(number, [str(each) for each in row]) for number, row in enumerate(lines, start=2)])
    with signed_in(user_id) as by:
        for number, fields, wrong in kind.lines(sheet, kind.matching(headings, {})):
            assert not wrong, wrong
            kind.add(db.session.get_one(OrgUnit, unit_id), by=by, **fields)
            if number % TOGETHER == 0:
                db.session.commit()
        db.session.commit()
    report("city", what=f"at once {address.rpartition('/')[2]}", rows=len(lines), **_since(begun, cpu))


def _bring(place: Office, client: PortalClient, address: str, unit_id: int, lines: list[tuple]) -> None:
    """A sheet: read and tried, then entered."""
    at, headings = address.format(unit_id), HEADINGS[address]
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((headings, *lines)):
            sheet.write_row(number, 0, row)
    stream.seek(0)
    page = client.page(at)

    def go(act: Callable) -> dict[str, float]:
        nonlocal page
        begun, cpu = perf_counter(), process_time()
        page = act()
        db.session.remove()
        while Jobs(place.app).run_one():
            pass
        page = client.page(page.url)
        return _since(begun, cpu)

    tried = go(lambda: client.fill(page, at, upload=(stream, "名册.xlsx")))
    if f"可以导入 {len(lines)} 行" not in page.text:
        tried = go(lambda: client.fill(page, f"{page.url}/mapping"))
    assert f"可以导入 {len(lines)} 行" in page.text, page.text[:1500]
    report("city", what=f"tried {at.rpartition('/')[2]}", rows=len(lines), **tried)
    entered = go(lambda: client.fill(page, page.url))
    assert f"已导入 {len(lines)} 行" in page.text, page.text[:1500]
    report("city", what=f"entered {at.rpartition('/')[2]}", rows=len(lines), **entered)


def _pages(client: PortalClient, size: str, unit: OrgUnit) -> None:
    """The unit, the lists, one grid of it."""
    grid = db.session.scalars(select(Grid.id).where(unit.subtree_of(Grid)).order_by(Grid.id).limit(1)).first()
    at = ["/units", f"/units/{unit.id}", "/grids/grids", "/grids/workers", "/centre/centres", "/"]
    for each in [*at, *([f"/grids/grids/{grid}"] if grid else [])]:
        client.page(each)
        times = [spent(lambda each=each: client.page(each)) for _ in range(REPEATS)]
        said("city", times, what=each, reader=size)


def _since(begun: float, cpu: float) -> dict[str, float]:
    return {"seconds": perf_counter() - begun, "cpu_s": process_time() - cpu}
