"""The work desk with fifteen plugins on: statements, CPU of the page and its shortest wall time, as the cases grow.

Sizes: `CASES=20000,200000,2000000 python -m bench desk`; on PostgreSQL: `python -m portal.testing.postgres python -m bench desk`.
"""

import os
from datetime import date, timedelta
from random import Random
from statistics import median
from time import perf_counter, process_time

from sqlalchemy import Index, String, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from bench.measuring import report
from bench.office import Office
from portal import clock
from portal.accounts.models import Appointment, User
from portal.cases.models import STATES, Assignment, Case
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit, Scoped
from portal.plugin.contributions import Queue
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest
from portal.plugin.registry import Registry
from portal.testing.cast import PASSWORD
from portal.testing.statements import statements

PLUGINS, COUNTIES, STREETS, COMMUNITIES, DEPARTMENTS = 15, 8, 8, 6, 20
OPEN_SHARE, HANDED_SHARE, YEARS = 0.03, 0.4, 3
CHUNK, ROUNDS = 20_000, 15
READERS = ("clerk", "department", "district", "city")
SIZES = os.environ.get("CASES", "20000,200000")


class Matter(Scoped, db.Model):
    """What the made-up plugins keep, one row for every ten cases; the plugins share the table."""

    __tablename__ = "bench_matter"
    __table_args__ = tuple(
        Index(f"ix_bench_matter_{level}_waiting", level, "plugin", "status", "due_on") for level in (*LEVELS, "unit_id")
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plugin: Mapped[int]
    title: Mapped[str] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(12))
    due_on: Mapped[date]


class MadeUp:
    """A plugin with two queues: what is new, and what falls due within a week."""

    def __init__(self, number: int) -> None:
        def waiting(reader, *wanted):
            found = select(Matter.id, Matter.title.label("text"), Matter.due_on.label("due"))
            return found.where(Matter.reach(reader, "cases.view"), Matter.plugin == number, *wanted).order_by(
                Matter.due_on
            )

        def new(reader):
            return waiting(reader, Matter.status == "new")

        def due(reader):
            return waiting(reader, Matter.status == "running", Matter.due_on <= reader.today(7))

        self.queues = [
            Queue(f"new{number}", f"第{number}类待办", "/", "/#{id}", new),
            Queue(f"due{number}", f"第{number}类到期", "/", "/#{id}", due, "warn"),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return self.queues


def _is_handed(ident: int) -> bool:
    """Whether the case of this number was handed on."""
    return ident % 10 < 10 * HANDED_SHARE


def measure(place: Office) -> None:
    """The desk of every reader at each size."""
    Matter.__table__.create(db.engine)
    town = Town(place)
    db.session.commit()
    _install(place)
    browsers = {who: place.browser(who) for who in READERS}
    for size in (int(each) for each in SIZES.split(",")):
        begun = perf_counter()
        town.grow(size)
        report("desk", cases=size, filled_in_s=perf_counter() - begun)
        for who, browser in browsers.items():
            report("desk", database=db.engine.dialect.name, cases=size, reader=who, **_spent(browser))


def _spent(browser) -> dict[str, float]:
    for _ in range(3):
        browser.get("/")
    with statements() as sent:
        assert browser.get("/").status_code == 200
    cpu, wall = [], []
    for _ in range(ROUNDS):
        begun = process_time(), perf_counter()
        browser.get("/")
        cpu.append((process_time() - begun[0]) * 1000)
        wall.append((perf_counter() - begun[1]) * 1000)
    return {"statements": len(sent), "cpu_ms": median(cpu), "wall_ms": min(wall)}


def _install(place: Office) -> None:
    before = place.app.extensions["portal_plugins"]
    registry = Registry(core_version=before.core_version, manifests=dict(before.manifests))
    for name, each in before.manager.list_name_plugin():
        registry.manager.register(each, name=name)
    for number in range(PLUGINS - len(before.manifests)):
        key = f"made_up{number:02d}"
        registry.manager.register(MadeUp(number), name=key)
        registry.manifests[key] = Manifest(key=key, name=key, summary="试验", version="1.0", default_state="on")
    place.app.extensions["portal_plugins"] = registry


class Town:
    """A city of eight counties, and its cases of three years."""

    def __init__(self, place: Office) -> None:
        cast = place.cast
        self.random, self.now, self.registrar = Random(2026), clock.now(), cast.clerk.id
        self.homes, self.departments = [cast.taixing], [cast.labour_bureau]
        counties = [cast.county, *(self._unit("county", cast.city) for _ in range(COUNTIES - 1))]
        for county in counties:
            self.departments += [self._unit("department", county) for _ in range(DEPARTMENTS)]
            for _ in range(STREETS):
                street = self._unit("township", county)
                self.homes += [self._unit("community", street) for _ in range(COMMUNITIES)]
        self.homes += [self._unit("community", cast.street) for _ in range(COMMUNITIES - 1)]
        leader = User(username="city", name="市中心主任", appointments=[Appointment(unit=cast.city, role="director")])
        leader.set_password(PASSWORD)
        db.session.add(leader)
        db.session.flush()
        self.scopes = [{level: getattr(home, level) for level in LEVELS} | {"unit_id": home.id} for home in self.homes]
        self.desks = [each.id for each in self.departments]

    def _unit(self, kind: str, parent: OrgUnit) -> OrgUnit:
        self.made = getattr(self, "made", 0) + 1
        return OrgUnit.create(kind=kind, name=f"第{self.made}单位", parent=parent)

    def grow(self, size: int) -> None:
        """Fill up to `size` cases."""
        first = (db.session.scalar(select(func.max(Case.id))) or 0) + 1
        for start in range(first, size + 1, CHUNK):
            cases = [self._case(ident) for ident in range(start, min(start + CHUNK, size + 1))]
            db.session.execute(insert(Case), cases)
            db.session.execute(insert(Assignment), [self._handed(each) for each in cases if _is_handed(each["id"])])
            db.session.execute(insert(Matter), [self._matter(each) for each in cases if each["id"] % 10 == 0])
            db.session.commit()

    def _case(self, ident: int) -> dict:
        chance, back = self.random, self.random.random() * 365 * YEARS
        is_open = chance.random() < OPEN_SHARE
        created = self.now - timedelta(days=back % 20 if is_open else back)
        due = self.now + timedelta(days=chance.uniform(-5, 12)) if is_open else created + timedelta(days=7)
        status = chance.choice(STATES.open if is_open else ("resolved", "archived", "archived", "declined"))
        return chance.choice(self.scopes) | {
            "id": ident,
            "number": f"第{ident}号",
            "title": "楼上漏水损坏天花板",
            "kind": "0201",
            "level": "minor",
            "source": "visit",
            "description": "三楼卫生间漏水，二楼天花板和墙面受损。",
            "status": status,
            "came_back": status == "triaged" and _is_handed(ident),
            "created_at": created,
            "due_at": due,
            "warn_at": due - timedelta(days=1.4),
            "registrar_id": self.registrar,
            "version": 1,
        }

    def _handed(self, case: dict) -> dict:
        state = {"registered": "returned", "triaged": "returned", "assigned": "sent", "in_progress": "acknowledged"}
        return {
            "case_id": case["id"],
            "unit_id": self.random.choice(self.desks),
            "status": state.get(case["status"], "reported"),
            "sent_at": case["created_at"],
            "came_at": case["created_at"],
            "outside": True,
        }

    def _matter(self, case: dict) -> dict:
        chance = self.random
        return {name: case[name] for name in (*LEVELS, "unit_id")} | {
            "plugin": chance.randrange(PLUGINS),
            "title": "一件事",
            "status": chance.choice(("new", "running")) if chance.random() < OPEN_SHARE else "done",
            "due_on": clock.today() + timedelta(days=chance.randrange(-5, 30)),
        }
