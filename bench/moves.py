"""A grid with ten thousand cases and twenty thousand residents: moved to another street, split in two, merged again. How long the rows take to follow,
and how long others wait to write meanwhile (SQLite), beside somebody who writes without a pause.

`CASES=10000 python -m bench moves [--database postgresql]`
"""

import gc
import os
from collections.abc import Callable
from time import perf_counter, thread_time

from sqlalchemy import func, select

from bench.chores import somebody_writing
from bench.measuring import report
from bench.multiplied import multiply
from bench.office import Office
from portal import clock
from portal.cases.models import Case
from portal.cases.rollup.checking import Recount
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.testing import factories
from portal.testing.lock_times import watched
from portal.units.models import UnitChange
from portal.units.relocation import Relocation

SIZE = int(os.environ.get("CASES", "10000"))
STOCK = 50  # cases that are registered; the others are copies of them


def measure(place: Office) -> None:
    """One line a change."""
    cast = place.cast
    village = OrgUnit.create(kind="community", name="工业社区", parent=cast.other_street)
    building = OrgUnit.create(kind="building", name="三号楼", parent=cast.grid1)
    fill(place, [cast.grid1, building])
    db.session.commit()
    gc.collect()
    gc.freeze()  # as the server does (portal/serve.py)
    told = {"valid_from": clock.today(), "reason": "社区调整", "by": None}
    _timed(place, "move", lambda: UnitChange.reparent(cast.grid1, village.id, **told))
    rest = {"name": "第二网格", "short_name": "", "numbers": [], "households": None}
    _timed(place, "split", lambda: UnitChange.split(cast.grid1, below=[building.id], **rest, **told))
    second = db.session.scalars(select(OrgUnit).where(OrgUnit.name == "第二网格")).one().id
    _timed(place, "merge", lambda: UnitChange.merge(cast.grid1, second, **told))
    begun = perf_counter()
    assert not Recount().differs
    report("moves", figures_checked_s=perf_counter() - begun)


def fill(place: Office, units: list[OrgUnit]) -> None:
    """Cases with two residents each, half of them in each of `units`."""
    for number in range(STOCK):
        factories.case(units[number % len(units)], by=place.cast.clerk)
    db.session.commit()
    multiply(place.cast.grid1, SIZE // STOCK)
    cases, residents = (db.session.scalar(select(func.count(each.id))) for each in (Case, Person))
    report("moves", cases=cases, residents=residents)


def _timed(place: Office, name: str, change: Callable) -> None:
    with watched() as holds, somebody_writing(place):
        begun = perf_counter()
        change()
        db.session.commit()
        stands = perf_counter() - begun
        found = db.session.scalars(select(Relocation).where(Relocation.finished_at.is_(None))).one()
        worked = thread_time()
        found.follow(lambda done, total: db.session.commit())
        db.session.commit()
        took, worked = perf_counter() - begun, thread_time() - worked
    rows = found.total
    ours = [each for each in holds if each.by != "somebody beside it"]
    waits = {"work": max(each.work for each in ours), "seconds": max(each.seconds for each in ours)} if ours else {}
    report("moves", change=name, rows=rows, stands_after_s=stands, took_s=took, work_s=worked, **waits)
