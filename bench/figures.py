"""收办统计 as the cases grow: the statement of the page, the page, and what a step of a case costs more.

Sizes: `CASES=20000,200000 python -m bench figures`; on PostgreSQL: `python -m portal.testing.postgres python -m bench figures`.
"""

from datetime import timedelta
from statistics import median
from time import perf_counter, process_time

from sqlalchemy import func, select, update

from bench.desk import ROUNDS, SIZES, Matter, Town
from bench.measuring import report
from bench.office import Office
from portal import clock
from portal.cases.choices import SOURCES
from portal.cases.kinds.delivered import delivered
from portal.cases.models import STATES, Case
from portal.cases.rollup.checking import Recount, repair
from portal.cases.rollup.keeping import keep
from portal.cases.rollup.models import Count
from portal.cases.rollup.reading import count
from portal.cases.tallies.form import months
from portal.extensions import db
from portal.org.past import children_on

YEAR = months(202601, 202612)
STEPS = 200


class Years(Town):
    """With kinds and sources of all sorts; what is closed was closed within a month."""

    kinds = [each.code for each in delivered().values() if not each.is_group]
    sources = list(SOURCES)

    def _case(self, ident: int) -> dict:
        made = super()._case(ident)
        closed = (
            None if made["status"] in STATES.open else made["created_at"] + timedelta(days=self.random.uniform(0, 30))
        )
        of = {"kind": self.random.choice(self.kinds), "source": self.random.choice(self.sources)}
        return made | of | {"closed_at": closed and min(closed, self.now)}


def measure(place: Office) -> None:
    """At each size, for a city, a county, a street and a community."""
    Matter.__table__.create(db.engine)
    years, cast = Years(place), place.cast
    db.session.commit()
    browsers = {who: place.browser(who) for who in ("clerk", "district", "city")}
    for size in (int(each) for each in SIZES.split(",")):
        years.grow(size)
        begun = perf_counter()
        repair(Recount())
        db.session.commit()
        rows = db.session.scalar(select(func.count()).select_from(Count))
        report("figures", cases=size, repaired_in_s=perf_counter() - begun, sums=rows)
        begun = perf_counter()
        assert not Recount().differs
        report("figures", cases=size, checked_in_s=perf_counter() - begun)
        for name in ("city", "county", "street", "taixing"):
            unit = getattr(cast, name)
            report("figures", cases=size, unit=name, **_read(unit))
        for who, browser in browsers.items():
            report("figures", cases=size, reader=who, **_page(browser))
        report("figures", cases=size, **_step(size))


def _read(unit) -> dict[str, float]:
    children, day = children_on(unit), clock.today()
    spent = {}
    for name, as_of in (("now_cpu_ms", None), ("past_cpu_ms", day)):
        taken = []
        for _ in range(5):
            begun = process_time()
            count(unit, children, YEAR, day, as_of)
            taken.append((process_time() - begun) * 1000)
        spent[name] = min(taken)
    return spent


def _page(browser) -> dict[str, float]:
    cpu = []
    for _ in range(ROUNDS):
        begun = process_time()
        assert browser.get("/reports/figures").status_code == 200
        cpu.append((process_time() - begun) * 1000)
    return {"page_cpu_ms": median(cpu)}


def _step(size: int) -> dict[str, float]:
    """What is done for the figures when a step changes how a case stands, and when it does not."""
    changed, same = [], []
    for ident in range(size - STEPS, size):
        db.session.execute(update(Case).where(Case.id == ident).values(source="visit", kind="0203", due_at=clock.now()))
        for taken in (changed, same):
            begun = process_time()
            keep(db.session.connection(), [ident])
            taken.append((process_time() - begun) * 1000)
    db.session.rollback()
    return {"changed_cpu_ms": median(changed), "same_cpu_ms": median(same)}
