"""Periodic jobs: one per hour, day or month, and for a plugin one for each unit in which it is on."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select, true

from portal import clock
from portal.extensions import db
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.tasks import Task, tasks
from portal.org.models import OrgUnit, Scoped
from portal.plugin.activation import in_effect
from portal.plugin.models import Activation

__all__ = ["rows_in_effect"]

PERIODS = {"hour": "%Y-%m-%dT%H", "day": "%Y-%m-%d", "month": "%Y-%m"}


def make_due() -> int:
    """Enqueue the jobs of the current period that are not enqueued yet; returns how many. Does not commit.

    Periods missed while no worker ran are not caught up on: a task looks at what is due, not at when it was called.
    """
    wanted = {key: (task, unit) for task, unit, key in _due()}
    known = set(db.session.scalars(select(Job.key).where(Job.key.in_(wanted))))
    missing = [key for key in wanted if key not in known]
    for key in missing:
        task, unit = wanted[key]
        enqueue(task.name, key=key, unit=unit)
    return len(missing)


def _due() -> Iterator[tuple[Task, OrgUnit | None, str]]:
    local = clock.local(clock.now())
    places = {}
    for task in tasks().values():
        if not task.every or local.hour < task.at:
            continue
        period = f"{local:{PERIODS[task.every]}}"
        if not task.plugin:
            yield task, None, f"{task.name}:{period}"
            continue
        if task.plugin not in places:
            places[task.plugin] = units_with(task.plugin)
        for unit in places[task.plugin]:
            yield task, unit, f"{task.name}:{unit.id}:{period}"


def units_with(plugin: str) -> list[OrgUnit]:
    """The counties in which `plugin` is on, and in other counties the units that switched it on for themselves."""
    switched = select(Activation.unit_id).where(Activation.plugin == plugin, Activation.state == "on")
    places = db.session.scalars(
        select(OrgUnit)
        .where((OrgUnit.kind == "county") | OrgUnit.id.in_(switched) & OrgUnit.county_id.is_not(None))
        .where(OrgUnit.closed_on.is_(None))
        .order_by(OrgUnit.path)
    )
    found: list[OrgUnit] = []
    for unit in places:  # those above come before those below
        if not (found and unit.path.startswith(found[-1].path)) and is_on(plugin, unit):
            found.append(unit)
    return found


def is_on(plugin: str, unit: OrgUnit) -> bool:
    """Whether `plugin` may change anything in `unit` today: on, not only readable."""
    decision = in_effect(unit).get(plugin)
    return decision is not None and decision.state == "on"


def rows_in_effect(model: type[Scoped], plugin: str, unit: OrgUnit) -> ColumnElement[bool]:
    """The condition for rows of `model` in the subtree of `unit`, without the units below for which `plugin` is off.

    For the job of a whole county: what a street has switched off is not to be touched.
    """
    decided = select(Activation.unit_id).where(Activation.plugin == plugin)
    below = db.session.scalars(
        select(OrgUnit)
        .where(OrgUnit.id.in_(decided), OrgUnit.path.startswith(unit.path, autoescape=True), OrgUnit.id != unit.id)
        .order_by(OrgUnit.path)
    )
    condition = unit.subtree_of(model)
    for each in below:  # from above downward: the nearest decides
        own = each.subtree_of(model)
        condition = (condition | own) if is_on(plugin, each) else (condition & own.is_not(true()))
    return condition


def hindrance(task: Task | None, unit: OrgUnit | None) -> str:
    """Why the job must not run now, in Chinese; empty when it may."""
    if task is None:
        return "这项任务所属的功能模块没有安装"
    if unit is not None and unit.closed_on is not None:
        return "该单位已撤销"
    if not task.plugin or (unit is not None and is_on(task.plugin, unit)):
        return ""
    decision = in_effect(unit).get(task.plugin)
    return "该功能模块在本单位目前只读" if decision else "该功能模块在本单位已停用"
