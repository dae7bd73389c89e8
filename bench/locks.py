"""The longest holds of the writers' lock (SQLite): every step of every plugin taken once by its page, and what is large: a roster of
two thousand from Excel, photos, sign-in, switching a plugin, a job, a period of an allowance.

`python -m bench locks`
"""

import gc
import io
import os
from importlib import import_module
from importlib.util import find_spec
from time import perf_counter

import xlsxwriter
from sqlalchemy import func, select

from bench.measuring import report
from bench.office import Office
from plugins.mediation.models import Committee
from portal.cases.models import Case
from portal.demo.names import NameBook
from portal.extensions import db
from portal.jobs.worker import Worker
from portal.records.samples import Samples
from portal.records.stage import Stage
from portal.testing import factories
from portal.testing.cast import PASSWORD
from portal.testing.client import PortalClient
from portal.testing.conformance.player import Player
from portal.testing.lock_times import longest, table, watched

HEADINGS = ["姓名", "性别", "职务", "等级", "专职", "联系电话", "任期开始"]


def measure(place: Office) -> None:
    """Walk, and print."""
    gc.collect()
    gc.freeze()  # as the server does (portal/serve.py)
    with watched() as holds:
        walk(place, int(os.environ.get("ROWS", "2000")))
    print(table(holds, lines=40))
    for hold, count in longest(holds)[:10]:
        report("lock", by=hold.by, count=count, work=hold.work, seconds=hold.seconds)


def walk(place: Office, rows: int) -> None:
    """Everything once."""
    stage = Stage(place.cast, place.cast.taixing, NameBook(7))
    clients: dict[str, PortalClient] = {}

    def as_user(name: str) -> PortalClient:
        if name not in clients:
            clients[name] = place.app.test_client()
            clients[name].be(place.cast[name].id)
        return clients[name]

    for key in ("core", *place.app.extensions["portal_plugins"].manifests):
        for kind in _samples(key):
            player = Player(place.cast, stage, as_user)
            said = [player.begin(kind), *(player.take(kind, step) for step in kind.steps)]
            for each in filter(None, said):
                print("not walked:", each)
    register(as_user("clerk"), place)
    roster(as_user("director"), place, rows)
    switch(as_user("administrator"))
    place.app.test_client().sign_in("clerk", PASSWORD)
    Worker(place.app).run_due()


def _samples(key: str) -> tuple[Samples, ...]:
    name = "portal.cases.samples" if key == "core" else f"plugins.{key}.samples"
    return import_module(name).SAMPLES if find_spec(name) else ()


def register(clerk: PortalClient, place: Office) -> None:
    number = db.session.scalar(select(func.count(Case.id)))
    page = clerk.fill(
        clerk.page("/cases/new"),
        unit_id=place.cast.taixing.id,
        kind="0201",
        title=f"漏水{number}",
        description="楼上漏水。",
        applicants__0__name=f"{factories.book.person().name}{number}",  # of a namesake it would be asked who is meant
    )
    assert page.url != "/cases/new", page.text[:400]
    clerk.fill(clerk.page(f"{page.url}/triage"), route="later")


def roster(director: PortalClient, place: Office, rows: int) -> dict[str, float]:
    """A roster from Excel: checked, entered, taken back; answers the seconds of each."""
    committee = db.session.scalars(select(Committee)).first()  # the samples founded one
    sheet, names = io.BytesIO(), NameBook(3)
    with xlsxwriter.Workbook(sheet, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADINGS)
        for number in range(1, rows + 1):
            page.write_row(
                number, 0, [f"{names.person().name}{number}", "男", "", "", "是", f"138{number:08}", "2025-03-08"]
            )
    sheet.seek(0)
    url = f"/mediation/committees/{committee.id}/import/mediators"
    took, page = {}, director.page(url)
    for what, said in (("tried", f"可以导入 {rows} 行"), ("entered", f"已导入 {rows} 行"), ("taken back", "已经撤销")):
        begun = perf_counter()
        page = director.fill(page, upload=(sheet, "名册.xlsx")) if what == "tried" else director.fill(page)
        if "哪一列是什么" in page.text and "可以导入" not in page.text:
            page = director.fill(page)
        db.session.remove()
        while Worker(place.app).run_one():  # what is long goes on behind the pages
            pass
        page, took[what] = director.page(page.url), perf_counter() - begun
        assert said in page.text, page.text[:800]
    return took


def switch(admin: PortalClient) -> None:
    """A plugin off, and on again."""
    for state in ("off", "on"):
        admin.fill(admin.fill(admin.page("/plugins/heroes"), state=state, reason="试用"))
