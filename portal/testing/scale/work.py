"""Rules about what a plugin does when it runs: how long it takes, what it counts and prints, what is left when it is gone."""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Collection
from functools import wraps
from time import process_time

from sqlalchemy import inspect, select

from portal.accounts.models import User
from portal.cases.models import Case
from portal.extensions import db
from portal.migrating import VERSION_PREFIX, drift, histories, upgrade_all
from portal.people.models import Person
from portal.plugin import dispatch
from portal.plugin.registry import Registry
from portal.plugin.scale import BRONZE, GOLD, SILVER
from portal.plugin_admin import purging
from portal.records.figures import MOST_BEHIND, Count, Statistics
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.scale.rules import Moot, rule

IMPORT_SECONDS, HOOK_SECONDS = 1.5, 0.1  # of the processor
LOADING = "import time, portal.application; t = time.process_time(); import {}; print(time.process_time() - t)"


@rule(
    "start",
    SILVER,
    f"启动时装入不超过 {IMPORT_SECONDS} 秒。",
    f"It is imported within {IMPORT_SECONDS} s of the processor.",
)
def starts_quickly(subject: Subject):
    program = [sys.executable, "-c", LOADING.format(subject.package)]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    if done.returncode:
        yield f"it cannot be imported: {done.stderr.splitlines()[-1]}"
    elif (took := float(done.stdout)) > IMPORT_SECONDS:
        yield f"importing it takes {took:.1f} s"


@rule(
    "hook-time",
    SILVER,
    f"每个钩子不超过 {HOOK_SECONDS * 1000:.0f} 毫秒。",
    f"No hook takes longer than {HOOK_SECONDS * 1000:.0f} ms.",
)
def answers_hooks_quickly(subject: Subject, office: Office, monkeypatch):
    office.put(subject, "on")
    took = _watch(subject, monkeypatch)
    for _ in range(2):  # the first time fills what is cached for the process
        took.clear()
        for path in _pages_with_hooks():
            office.client("director").get(path)
    yield from (f"{hook} takes {seconds * 1000:.0f} ms" for hook, seconds in took.items() if seconds > HOOK_SECONDS)


def _watch(subject: Subject, monkeypatch) -> dict[str, float]:
    """Hook → the longest its implementation took since."""
    took: dict[str, float] = defaultdict(float)
    found = vars(dispatch)["_implementations"]

    def watched(registry: Registry, hook: str, allowed: Collection[str]) -> list[tuple[str, Callable, tuple]]:
        return [
            (name, _timed(function, hook, took) if name == subject.key else function, wanted)
            for name, function, wanted in found(registry, hook, allowed)
        ]

    monkeypatch.setattr(dispatch, "_implementations", watched)
    return took


def _timed(function: Callable, hook: str, took: dict[str, float]) -> Callable:
    @wraps(function)
    def timed(*given):
        begun = process_time()
        try:
            return function(*given)
        finally:
            took[hook] = max(took[hook], process_time() - begun)

    return timed


def _pages_with_hooks() -> list[str]:
    director = db.session.scalars(select(User).where(User.username == "own_director")).one()
    case = db.session.scalars(Case.visible_to(director).limit(1)).unique().first()
    person = db.session.scalars(select(Person.id).limit(1)).first()
    return ["/", "/cases", "/cases/new", f"/cases/{case.id}", "/reports", f"/people/{person}"]


@rule(
    "figures-recount", GOLD, "统计里的每个数和它背后的记录一样多。", "Each figure is as many as the records behind it."
)
def counts_what_is_there(subject: Subject, office: Office):
    office.put(subject, "on")
    if not (found := _statistics(subject)):
        raise Moot("没有统计。")
    director = db.session.scalars(select(User).where(User.username == "own_director")).one()
    for statistics in found:
        for table in statistics.tables(director):
            yield from _recount(statistics, table, director)


def _recount(statistics: Statistics, table, user: User):
    figure = table.figure
    counted = (
        [] if figure.of else [(place, each) for place, each in enumerate(figure.measures) if isinstance(each, Count)]
    )
    for line in table.lines:
        for place, measure in counted:
            behind = len(statistics.behind(figure, line, measure, user)) if line.numbers[place] else 0
            if behind != min(line.numbers[place], MOST_BEHIND):
                yield f"{statistics.title}, {figure.title}, {line.label}, {measure.label}: {line.numbers[place]}, behind it {behind}"


def _statistics(subject: Subject) -> list[Statistics]:
    within = [module for name, module in list(sys.modules.items()) if f"{name}.".startswith(f"{subject.package}.")]
    return list(
        {id(each): each for module in within for each in vars(module).values() if isinstance(each, Statistics)}.values()
    )


@rule(
    "purge",
    BRONZE,
    "卸载时先导出、再删干净，核心照常；再装上就是空的，能用。",
    "It is purged without a rest, and installs anew.",
)
def leaves_nothing_behind(subject: Subject, office: Office, tmp_path, monkeypatch):
    if not subject.tables:
        raise Moot("没有数据表。")
    for key in (*reversed(subject.needed_by), subject.key):
        names = purging.tables_of(key)
        purging.export(key, names, tmp_path / f"{key}.zip")
        purging.drop(key, names)
        db.session.commit()
    left = [name for name in inspect(db.engine).get_table_names() if _is_of(subject, name)]
    yield from (f"the table {name} is left" for name in left)
    with office.without(subject.key, monkeypatch) as absent:
        for role in ("clerk", "director", "district"):
            if (got := absent.client(role).get("/").status_code) != 200:
                yield f"after it was purged, the work desk answers {got} to {role}"
    upgrade_all()
    yield from (
        f"installed anew, {each}" for each in drift(next(each for each in histories() if each.key == subject.key))
    )


def _is_of(subject: Subject, name: str) -> bool:
    others = tuple(f"{each}_" for each in subject.registry.manifests if each.startswith(f"{subject.key}_"))
    own = name == f"{VERSION_PREFIX}{subject.key}" or name.startswith(f"{subject.key}_")
    return own and not name.startswith(others)
