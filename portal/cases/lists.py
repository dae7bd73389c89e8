"""The list of cases: filters from the address, one page of plain rows."""

from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, exists, or_, select

from portal import clock
from portal.accounts.models import User
from portal.cases.kinds import OPEN, STATUSES, kind_name
from portal.cases.models import Case, Party
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.finding import people_matching
from portal.people.masking import mask_name
from portal.people.models import Organisation, Person

TONES = {"registered": "info", "triaged": "info", "assigned": "info", "in_progress": "info", "reported": "warn",
         "resolved": "ok", "archived": "ok", "declined": "neutral"}


SORTS = {"": (Case.created_at, False), "oldest": (Case.created_at, True), "due": (Case.due_at, True)}


class Row(NamedTuple):
    """One line of the list."""

    id: int
    created_at: datetime
    number: str
    title: str
    kind: str
    parties: str
    grid: str
    status: str
    tone: str
    due_at: datetime | None
    handler: str
    url: str


def listing(user: User, filters) -> Select:
    """Ids and times of the cases the user may see and asked for; `paginate` takes it from here."""
    query = Case.visible_to(user).with_only_columns(Case.id, Case.created_at, Case.due_at)
    if filters.status.data == "open":
        query = query.where(Case.status.in_(OPEN))
    elif filters.status.data in STATUSES:
        query = query.where(Case.status == filters.status.data)
    if filters.kind.data:
        query = query.where(Case.kind.startswith(filters.kind.data, autoescape=True))
    if filters.level.data:
        query = query.where(Case.level == filters.level.data)
    if filters.overdue.data:
        limit = Case.due_at if filters.overdue.data == "1" else Case.warn_at
        query = query.where(Case.status.in_(OPEN), limit < clock.now())
    if text := (filters.q.data or "").strip()[:60]:
        query = query.where(mentions(text, user))
    return query


def sorted_by(sort: str | None) -> tuple:
    """`(moment, oldest_first)` for `paginate`; an unknown sort is newest first."""
    return SORTS.get(sort or "", SORTS[""])


def mentions(text: str, user: User):
    """The condition for cases whose number or title contains `text`, or a party answers to it."""
    people = people_matching(text, user.units_with("cases.view")).with_only_columns(Person.id).order_by(None)
    party = exists().where(
        Party.case_id == Case.id,
        or_(
            Party.person_id.in_(people.scalar_subquery()),
            Party.organisation_id.in_(select(Organisation.id).where(Organisation.name.contains(text, autoescape=True))),
        ),
    )
    return or_(Case.number.contains(text, autoescape=True), Case.title.contains(text, autoescape=True), party)


def rows_for(ids: list[int]) -> list[Row]:
    """The lines for `ids`, in their order, in two statements."""
    names, found = _party_names(ids), db.session.execute(_lines(), {"ids": ids})
    rows = {
        ident: Row(id=ident, created_at=created, number=number, title=title, kind=kind_name(kind),
                   parties=names.get(ident, ""), grid=unit, status=STATUSES[status], tone=TONES[status],
                   due_at=due if status in OPEN else None, handler=handler, url=f"/cases/{ident}")
        for ident, created, number, title, kind, status, due, unit, handler in found
    }
    return [rows[ident] for ident in ids]


@cache
def _lines() -> Select:
    return (
        select(Case.id, Case.created_at, Case.number, Case.title, Case.kind, Case.status, Case.due_at,
               OrgUnit.short_name, User.name)
        .join(OrgUnit, OrgUnit.id == Case.unit_id)
        .join(User, User.id == Case.registrar_id)
        .where(Case.id.in_(bindparam("ids", expanding=True)))
    )


def _party_names(ids: list[int]) -> dict[int, str]:
    names: dict[int, list[str]] = {}
    for case_id, person, organisation in db.session.execute(_parties(), {"ids": ids}):
        names.setdefault(case_id, []).append(mask_name(person) if person else organisation)
    return {case_id: "、".join(each[:3]) + ("等" if len(each) > 3 else "") for case_id, each in names.items()}


@cache
def _parties() -> Select:
    return (
        select(Party.case_id, Person.name, Organisation.name)
        .outerjoin(Person, Person.id == Party.person_id)
        .outerjoin(Organisation, Organisation.id == Party.organisation_id)
        .where(Party.case_id.in_(bindparam("ids", expanding=True)))
        .order_by(Party.side, Party.id)
    )
