"""A table tried on what came before: where the cases of the last 90 days would have gone, beside where they went."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from portal import clock
from portal.accounts.models import User
from portal.cases.choices import LEAD
from portal.cases.models import Assignment, Case
from portal.cases.routing.models import Route, RouteRow
from portal.cases.routing.table import Departments, first_fitting
from portal.cases.tables.decided import in_force
from portal.extensions import db
from portal.org.models import OrgUnit

DAYS, MOST, SHOWN = 90, 2000, 100
ONLY_TRIED = "已经交办的不变，只是推算；以后分流时，也只是先替您选上，由您确认。"


def tried(unit: OrgUnit, row: RouteRow, user: User) -> dict | None:
    """What the table of `unit` with `row`, which is stored but not committed, would have meant for cases that `user` may see. None where
    nothing was handed on there."""
    cases = _handed_on(unit, user)
    if not cases:
        return None
    rules = _rules_around(unit, row.valid_from)
    known = Departments.around(unit)
    deciding = [_deciding(case, rules) for case in cases]
    handlers = [rule and known.handler(rule, case, _above(case)) for rule, case in zip(deciding, cases, strict=True)]
    names = _names({case.went for case in cases} | set(handlers) - {None})
    elsewhere = [
        (case.id, case.number, case.title, names[case.went], names[found])
        for case, found in zip(cases, handlers, strict=True)
        if found and found != case.went
    ]
    silent = sum(found is None for found in handlers)
    own = sum(rule is not None and (rule.unit_id, rule.line) == (unit.id, row.line) for rule in deciding)
    more = f"（最近的 {MOST} 件）" if len(cases) == MOST else ""
    said = f"按这张表，过去 {DAYS} 天交办过的 {len(cases)} 件{more}里，{len(elsewhere)} 件会交给别处"
    return {
        "about": f"{said}，{silent} 件没有规则管到、照旧由人选；由这一条定的 {own} 件。",
        "cases": elsewhere[:SHOWN],
        "note": ONLY_TRIED + (f"下面列出 {SHOWN} 件。" if len(elsewhere) > SHOWN else ""),
    }


def _handed_on(unit: OrgUnit, user: User) -> list:
    """The newest first, each with the unit to which it went first (`went`), the kind of its own and the path to that."""
    went = (
        select(Assignment.unit_id)
        .where(Assignment.case_id == Case.id, Assignment.role == LEAD, Assignment.channel == "")
        .order_by(Assignment.id)
        .limit(1)
        .scalar_subquery()
    )
    columns = ("id", "number", "title", "description", "kind", "level", "urgency", "risk", "source")
    places = ("grid_id", "community_id", "township_id")
    found = (
        select(
            *(getattr(Case, name) for name in columns + places),
            OrgUnit.kind.label("place"),
            OrgUnit.path,
            went.label("went"),
        )
        .join(OrgUnit, OrgUnit.id == Case.unit_id)
        .where(unit.subtree_of(Case), Case.seen_by(user), went.is_not(None))
        .where(Case.created_at >= clock.now() - timedelta(days=DAYS))
        .order_by(Case.created_at.desc(), Case.id.desc())
        .limit(MOST)
    )
    return list(db.session.execute(found))


def _rules_around(unit: OrgUnit, day: date) -> tuple:
    """All that is in force on `day` above `unit`, in it and below."""
    near = OrgUnit.id.in_(unit.ancestor_ids) | OrgUnit.path.startswith(unit.path, autoescape=True)
    rows = select(RouteRow).join(RouteRow.unit).where(near).options(contains_eager(RouteRow.unit)).order_by(RouteRow.id)
    return in_force(((row.valid_from, row.as_rule()) for row in db.session.scalars(rows)), day)


def _deciding(case: Any, rules: tuple) -> Route | None:
    above = _above(case)
    return first_fitting((each for each in rules if each.unit_id in above), case, case.place)


def _above(case: Any) -> tuple[int, ...]:
    return tuple(int(part) for part in case.path.split(".") if part)


def _names(ids: set) -> dict[int, str]:
    return dict(db.session.execute(select(OrgUnit.id, OrgUnit.short_name).where(OrgUnit.id.in_(ids))).all())
