"""Rules about what a plugin does when it runs: how long it takes, what it counts and prints, what is left when it is gone."""

import sys
from collections.abc import Callable
from inspect import signature
from time import process_time
from typing import Any

from flask_login import login_user
from sqlalchemy import inspect, select

from portal import clock
from portal.accounts.models import User
from portal.cases.models import Case
from portal.extensions import db
from portal.migrating import VERSION_PREFIX, drift, histories, upgrade_all
from portal.people.models import Person
from portal.plugin.hookspecs import Context, HookSpecs
from portal.plugin.scale import BRONZE, GOLD, SILVER
from portal.plugin_admin import purging
from portal.records.figures import MOST_BEHIND, Count, Statistics
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.scale.loading import Loader
from portal.testing.scale.rules import Moot, rule

IMPORT_SECONDS, HOOK_SECONDS = 1.5, 0.1  # of the processor


@rule(
    "start",
    SILVER,
    f"启动时装入不超过 {IMPORT_SECONDS} 秒。",
    f"It is imported within {IMPORT_SECONDS} s of the processor.",
)
def starts_quickly(subject: Subject, loader: Loader):
    took, wrong = loader.load(subject.package)
    if wrong:
        yield f"it cannot be imported: {wrong}"
    elif took > IMPORT_SECONDS:
        yield f"importing it takes {took:.1f} s"


@rule(
    "hook-time",
    SILVER,
    f"每个钩子不超过 {HOOK_SECONDS * 1000:.0f} 毫秒。",
    f"No hook that shows something takes longer than {HOOK_SECONDS * 1000:.0f} ms.",
)
def answers_hooks_quickly(subject: Subject, office: Office):
    office.put(subject, "on")
    with office.app.test_request_context("/"):
        director = _director()
        login_user(director)
        given = _arguments(subject, office, director)
        for hook in _display_hooks(subject):
            function = getattr(subject.implementation, hook)
            if set(names := signature(function).parameters) <= set(given):
                took = min(_spent(function, {name: given[name] for name in names}) for _ in range(3))
                if took > HOOK_SECONDS:
                    yield f"{hook} takes {took * 1000:.0f} ms"


def _display_hooks(subject: Subject) -> list[str]:
    shown = [name for name, each in vars(HookSpecs).items() if getattr(each, "portal_kind", "") == "display"]
    return [name for name in shown if subject.implements(name)]


def _arguments(subject: Subject, office: Office, director: User) -> dict[str, Any]:
    """What hooks take, by name."""
    return {
        "ctx": Context(unit=office.township, actor=director, now=clock.now()),
        "case": db.session.scalars(Case.visible_to(director).limit(1)).unique().first(),
        "person": db.session.scalars(select(Person).limit(1)).first(),
        "text": "张",
        "plugin": subject.key,
    }


def _spent(function: Callable, given: dict[str, Any]) -> float:
    """Seconds of the processor for one call."""
    begun = process_time()
    list(function(**given) or ())
    return process_time() - begun


def _director() -> User:
    return db.session.scalars(select(User).where(User.username == "own_director")).one()


@rule(
    "figures-recount", GOLD, "统计里的每个数和它背后的记录一样多。", "Each figure is as many as the records behind it."
)
def counts_what_is_there(subject: Subject, office: Office):
    office.put(subject, "on")
    if not (found := _statistics(subject)):
        raise Moot("没有统计。")
    director = _director()
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
