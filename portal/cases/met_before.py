"""Whoever is looked up for a case is offered with the last matter that brought them here, as far as the reader may see it."""

from collections.abc import Sequence
from dataclasses import replace

from flask_login import current_user
from sqlalchemy import func, select

from portal.cases.models import STATES, Case, Party
from portal.extensions import db
from portal.people.models import Organisation, Person
from portal.people.reconciling import Option, candidate
from portal.web.pages.formatting import day


def offered(people: Sequence[Person | Organisation]) -> list[Option]:
    """`people` (all residents, or all organisations) as they are offered."""
    told = _latest(people) if people and current_user.can(Case.permission) else {}
    return [_beside(candidate(who), told.get(who.id, "")) for who in people]


def _beside(option: Option, told: str) -> Option:
    return replace(option, detail="　".join(part for part in (option.detail, told) if part))


def _latest(people: Sequence[Person | Organisation]) -> dict[int, str]:
    """Id → the newest case of each, and how many there are; one statement."""
    who = Party.person_id if isinstance(people[0], Person) else Party.organisation_id
    last = (
        select(who.label("who"), func.max(Case.id).label("newest"), func.count().label("times"))
        .join(Case, Case.id == Party.case_id)
        .where(
            who.in_([each.id for each in people]), Party.removed_at.is_(None), Case.reach(current_user, "cases.view")
        )
        .group_by(who)
        .subquery()
    )
    rows = select(last.c.who, last.c.times, Case.title, Case.created_at, Case.status).join(
        Case, Case.id == last.c.newest
    )
    return {
        row.who: f"来过 {row.times} 次，最近是 {day(row.created_at)} “{row.title}”，{STATES[row.status].name}"
        for row in db.session.execute(rows)
    }
