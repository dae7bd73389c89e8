"""The one place where a change of a case reaches the figures: after each flush, in the same transaction.

It goes by the rows and not by the steps: a correction, a merger, a plugin that extends the time, or a step that comes later need not know
of it. Registering only adds a row, and waits for nobody.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, event, insert, select, update

from portal import clock
from portal.cases.models import Case
from portal.cases.models.checking import Check
from portal.cases.models.linking import CaseLink
from portal.cases.models.withdrawing import Withdrawal
from portal.cases.rollup.models import Standing
from portal.cases.rollup.standing import Stand, fresh, of_cases, stand, stood
from portal.extensions import db

BESIDE = (Check, CaseLink, Withdrawal)  # rows beside a case that say how it counts


@event.listens_for(db.session, "after_flush")
def _flushed(session: Any, _context: Any) -> None:
    begun = [each for each in session.new if isinstance(each, Case) and each.open]
    if begun:
        rows = [_begun(each.id, fresh(each)) for each in begun]
        session.connection().execute(insert(Standing), rows)
    if changed := _changed([*session.new, *session.dirty]) - {each.id for each in begun}:
        keep(session.connection(), sorted(changed))
    if gone := [each.id for each in session.deleted if isinstance(each, Case)]:
        still = select(Standing.id.label("standing_id"), Standing.since, Standing.counted).where(
            Standing.until.is_(None)
        )
        _end(session.connection(), session.connection().execute(still.where(Standing.case_id.in_(gone))).all())


def _changed(rows: Iterable[Any]) -> set[int]:
    """The ids of the cases that `rows` may have changed in the figures."""
    return {row.id if isinstance(row, Case) else row.case_id for row in rows if isinstance(row, (Case, *BESIDE))}


def keep(connection: Connection, case_ids: list[int]) -> None:
    """Write down how these cases stand from today, where they stand otherwise than before."""
    rows = [(row, stand(row)) for row in connection.execute(of_cases(), {"ids": case_ids}).all()]
    changed = [(row, now) for row, now in rows if now != stood(row)]
    _end(connection, [row for row, _ in changed if row.standing_id])
    if begun := [_begun(row.id, now) for row, now in changed if now]:
        connection.execute(insert(Standing), begun)


def _end(connection: Connection, rows: Sequence[Any]) -> None:
    """What stood for less than a day and is in no sum leaves no trace."""
    today = clock.today()
    if short := [row.standing_id for row in rows if row.since >= today and not row.counted]:
        connection.execute(delete(Standing).where(Standing.id.in_(short), Standing.counted.is_(False)))
    for until in {max(today, row.since) for row in rows}:
        ended = [row.standing_id for row in rows if max(today, row.since) == until]
        connection.execute(update(Standing).where(Standing.id.in_(ended)).values(until=until))


def _begun(case_id: int, now: Stand) -> dict[str, Any]:
    return {"case_id": case_id, "since": clock.today(), "counted": False} | now._asdict()
