"""How cases stand in the figures, read from the cases themselves.

What was merged into another counts as that one. What was withdrawn is closed, but nobody settled it. Of several 回访 the last counts.
"""

from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from portal import clock
from portal.cases.models import Case, CaseEvent
from portal.cases.models.checking import VISITED, Check
from portal.cases.models.linking import MERGED, CaseLink
from portal.cases.models.states import STATES
from portal.cases.models.withdrawing import Withdrawal
from portal.cases.rollup.models import STANDING, WHERE, Standing


class Stand(NamedTuple):
    """The columns STANDING of a case, as they should be."""

    city_id: int | None
    county_id: int | None
    township_id: int | None
    community_id: int | None
    grid_id: int | None
    subgrid_id: int | None
    unit_id: int
    kind: str
    source: str
    came_on: date
    open: bool
    due_on: date | None
    closed_on: date | None
    ending: str
    late: bool
    visited_on: date | None
    answered: bool
    solved: bool
    content: str


def facts() -> Select:
    """Of each case: what `stand` takes, and the columns of its present standing, `standing_id` None where there is none."""
    another = aliased(Check)
    last = select(func.max(another.id)).where(another.case_id == Case.id, another.kind == VISITED)
    still = and_(Standing.case_id == Case.id, Standing.until.is_(None))
    return (
        select(
            Case.id,
            *(getattr(Case, name) for name in WHERE),
            Case.kind,
            Case.source,
            Case.status,
            Case.created_at,
            Case.due_at,
            Case.closed_at,
            exists()
            .where(CaseLink.case_id == Case.id, CaseLink.kind == MERGED, CaseLink.until.is_(None))
            .label("merged"),
            exists().where(Withdrawal.case_id == Case.id, Withdrawal.until.is_(None)).label("withdrawn"),
            exists()
            .where(
                CaseEvent.case_id == Case.id, CaseEvent.verb == Case.archive.verb, CaseEvent.from_status == "declined"
            )
            .label("archived_declined"),
            Check.at.label("visited_at"),
            Check.answered,
            Check.settled,
            Check.content,
            Standing.id.label("standing_id"),
            Standing.since,
            Standing.counted,
            *(getattr(Standing, name).label(f"was_{name}") for name in STANDING),
        )
        .select_from(Case)
        .outerjoin(Check, Check.id == last.correlate(Case).scalar_subquery())
        .outerjoin(Standing, still)
    )


def stand(row: Any) -> Stand | None:
    """How a case counts, from a row of `facts`; None where it counts as another."""
    if row.merged:
        return None
    open_ = STATES[row.status].open
    declined = row.status == "declined" or row.archived_declined
    ending = "" if open_ else "withdrawn" if row.withdrawn else "declined" if declined else "settled"
    return Stand(
        *(getattr(row, name) for name in WHERE),
        kind=row.kind,
        source=row.source,
        came_on=clock.local(row.created_at).date(),
        open=open_,
        due_on=_day(row.due_at) if open_ else None,
        closed_on=None if open_ else _day(row.closed_at),
        ending=ending,
        late=bool(not open_ and row.due_at and row.closed_at and row.closed_at > row.due_at),
        visited_on=_day(row.visited_at),
        answered=row.answered == "yes",
        solved=row.settled == "yes",
        content=row.content or "",
    )


def fresh(case: Case) -> Stand:
    """How an open case counts of which nothing is known but itself, for it was registered just now."""
    return Stand(
        *(getattr(case, name) for name in WHERE),
        kind=case.kind,
        source=case.source,
        came_on=clock.local(case.created_at).date(),
        open=True,
        due_on=_day(case.due_at),
        closed_on=None,
        ending="",
        late=False,
        visited_on=None,
        answered=False,
        solved=False,
        content="",
    )


def stood(row: Any) -> Stand | None:
    """How a case counts as it was written down, from a row of `facts`."""
    return Stand(*(getattr(row, f"was_{name}") for name in STANDING)) if row.standing_id else None


@cache
def of_cases() -> Select:
    """The facts of the cases `ids`."""
    return facts().where(Case.id.in_(bindparam("ids", expanding=True)))


def _day(moment: datetime | None) -> date | None:
    return clock.local(moment).date() if moment else None
