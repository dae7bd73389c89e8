"""The case list: one page of plain rows, filtered by the URL."""

from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, exists, or_, select

from portal.accounts.models import User
from portal.cases import query
from portal.cases.choices import kind_name
from portal.cases.models import STATES, Case, Party
from portal.cases.row_action import RowAction, row_action
from portal.extensions import db
from portal.people.finding import people_matching
from portal.people.masking import mask_name
from portal.people.models import Organisation, Person
from portal.web.pages.paging import Page, last_seen, leaf


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
    action: RowAction | None = None
    archivable: bool = False


def page_of(user: User, filters) -> Page:
    """The requested page of the cases that `user` may see and that match the filters; newest first for an unknown sort."""
    wish, asked = query.wish_of(filters, user)
    levels, places = query.reach_of(user)
    last, sort = last_seen(), filters.sort.data if filters.sort.data in query.SORTS else ""
    given = asked | places | query.signing(user) | ({"after": last[0], "after_id": last[1]} if last else {})
    if text := words(filters):
        statement = query.page_where([*query.conditions(wish), mentions(text, user)], levels, sort, last is not None)
    else:
        statement = query.page(levels, wish, sort, last is not None)
    page = leaf(db.session.execute(statement, given).all(), query.PER_PAGE)
    return page.showing(_rows(page.rows, user))


def row_of(user: User, case_id: int) -> Row:
    """The line of one case, as `user` sees it."""
    statement = query.lines(*query.for_row_actions()).where(Case.id == case_id)
    return _rows(db.session.execute(statement, query.signing(user)).all(), user)[0]


def listing(user: User, filters, permission: str) -> tuple[Select, dict]:
    """Ids of all cases on which the user holds `permission` and asked for, newest first, and the values to run it with."""
    wish, asked = query.wish_of(filters, user)
    found = select(Case.id).where(Case.reach(user, permission), *query.conditions(wish))
    if text := words(filters):
        found = found.where(mentions(text, user))
    return found.order_by(Case.created_at.desc(), Case.id.desc()), asked


def words(filters) -> str:
    """The search text, looked up in number, title and parties."""
    return (filters.q.data or "").strip()[:60]


def mentions(text: str, user: User):
    """The condition for cases whose number or title contains `text`, or whose parties match it."""
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
    """The lines for `ids`, in their order."""
    found = {line.id: line for line in db.session.execute(query.lines().where(Case.id.in_(ids)))}
    return _rows([found[ident] for ident in ids])


def shared_beginning(rows: list[Row]) -> str:
    """How the numbers of all `rows` begin, office and year: 昭君街道〔2026〕; empty where they do not agree."""
    beginnings = {row.number[: row.number.find("〕") + 1] for row in rows}
    return beginnings.pop() if len(beginnings) == 1 else ""


def _rows(lines: list, user: User | None = None) -> list[Row]:
    """Rows as shown; with the action that each offers to `user`, if given."""
    names = party_names([line.id for line in lines])
    return [
        Row(
            id=line.id,
            created_at=line.created_at,
            number=line.number,
            title=line.title,
            kind=kind_name(line.kind),
            parties=names.get(line.id, ""),
            grid=line.unit,
            status=STATES[line.status].name,
            tone=STATES[line.status].tone,
            due_at=line.due_at if STATES[line.status].open else None,
            handler=line.handler,
            url=f"/cases/{line.id}",
            action=row_action(line, user) if user else None,
            archivable=bool(user) and Case.archive.fits(line) and user.can(Case.archive.needs, line),
        )
        for line in lines
    ]


def party_names(ids: list[int]) -> dict[int, str]:
    """Case id → short list of its parties; names of residents are masked."""
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
