"""Are the figures what a recount of all cases gives? What differs is named, and can be put right."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Connection, Select, delete, func, insert, select, text, update

from portal.cases.models import Case
from portal.cases.rollup.adding import due, levels, moved, sums
from portal.cases.rollup.folding import KEY, Sums, written
from portal.cases.rollup.keeping import keep
from portal.cases.rollup.measures import DATED, MEASURES, WHENEVER
from portal.cases.rollup.models import (
    OF_NOW,
    PENDING_SQL,
    STILL_SQL,
    Change,
    Count,
    DueCount,
    Standing,
    WasDue,
    month_of,
)
from portal.cases.rollup.months import Span, changed_within, forget_from, kept_months, of_month, stood_on
from portal.cases.rollup.standing import facts, stand, stood
from portal.cases.rollup.units import kept_days, spans_on
from portal.extensions import db
from portal.org.models import OrgUnit

BATCH = 2000


class Recount:
    """All cases counted anew: `cases` whose standing is not what it should be, id → number; `places` where the sums are not those of what is
    written down, and `months` of which not the changes are kept that are written down, → how many differ."""

    def __init__(self) -> None:
        self.cases: dict[int, str] = {}
        self.places: dict[int, int] = {}
        recounted = Sums()
        for row in db.session.execute(facts().add_columns(Case.number).execution_options(yield_per=BATCH)):
            if stand(row) != (was := stood(row)):
                self.cases[row.id] = row.number
            if was:
                recounted.add(was)
        for key in _apart(recounted, _stored()):
            self.places[key[0]] = self.places.get(key[0], 0) + 1
        found = ((month, sum(_differ(number, list(spans)) for number, spans in _spans(month))) for month in _months())
        self.months = {month: many for month, many in found if many}

    @property
    def differs(self) -> bool:
        return bool(self.cases or self.places or self.months)

    def said(self) -> Iterator[str]:
        """What differs, line by line."""
        for number in self.cases.values():
            yield f"事项 {number} 在统计里的情况与事项本身不一致。"
        names = dict(
            iter(db.session.execute(select(OrgUnit.id, OrgUnit.short_name).where(OrgUnit.id.in_(self.places))))
        )
        for place, many in self.places.items():
            yield f"{names.get(place, place)}：{many} 个汇总数与逐件清点不一致。"
        for month, many in self.months.items():
            yield f"{month // 100} 年 {month % 100} 月：留存的变动有 {many} 个数与逐件清点不一致。"


def repair(found: Recount) -> None:
    """Put right what `found` names, and add all up anew. Whoever changes a case meanwhile waits. Does not commit."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE cases_standing, cases_count IN SHARE ROW EXCLUSIVE MODE"))
    ids = list(found.cases)
    for start in range(0, len(ids), BATCH):
        keep(connection, ids[start : start + BATCH])
    add_up_anew(connection)
    if found.months:
        forget_from(min(found.months))


def add_up_anew(connection: Connection) -> None:
    """All sums from what is written down, made by the database."""
    connection.execute(delete(Count))
    connection.execute(delete(DueCount))
    rows = moved([(1, [text(STILL_SQL)])], **levels(OF_NOW))
    connection.execute(
        insert(Count).from_select(["place_id", "month", "kind", "source", *MEASURES], sums(rows, OF_NOW))
    )
    still_due = due(Standing.due_on, text(STILL_SQL), depth=OF_NOW)
    connection.execute(insert(DueCount).from_select(["place_id", "day", "open"], still_due))
    connection.execute(
        update(Standing).where(Standing.counted == Standing.until.is_not(None)).values(counted=Standing.until.is_(None))
    )


def _stored() -> Sums:
    """The sums that are stored, with what waits to be added."""
    stored = _read(select(*Count.__table__.columns), select(*DueCount.__table__.columns))
    for row in db.session.execute(written().where(text(PENDING_SQL))):
        stored.add(row, 1 if row.until is None else -1)
    return stored


def _spans(month: int) -> Iterator[tuple[int, Iterator[Span]]]:
    """What is kept of a month and of days within it, by the number of each."""
    found = [span for day, places in kept_days(month).items() for span in spans_on(day, places)]
    if month in kept_months():
        found.append(of_month(month))
    return groupby(sorted(found, key=_number), key=_number)


def _number(span: Span) -> int:
    return span.number


def _differ(number: int, spans: list[Span]) -> int:
    """How many of the changes that are kept under a number are not those that are written down."""
    recounted = Sums()
    for each in spans:
        found = _recounted(each)
        recounted.counts.update({key: many for key, many in found.counts.items() if each.holds(*key[1:3])})
        recounted.due.update(found.due if each.whole else {})
    changes = select(*Change.__table__.columns).where(Change.changed == number)
    kept = _read(changes, select(*WasDue.__table__.columns).where(WasDue.at == number))
    return len(list(_apart(recounted, kept)))


def _recounted(span: Span) -> Sums:
    recounted = Sums(span.depth)
    for sign, which in changed_within(span.before, span.last):
        for row in db.session.execute(written().where(*which, *span.among).execution_options(yield_per=BATCH)):
            recounted.add_counts(row, sign, DATED)
    open_then = written().where(stood_on(span.last), Standing.open.is_(True), *span.among)
    for row in db.session.execute(open_then.execution_options(yield_per=BATCH)):
        recounted.add_counts(row, 1, [WHENEVER])
        if row.due_on and row.due_on < span.last:
            recounted.add_due(row, max(row.due_on, span.due_from))
    return recounted


def _months() -> Iterator[int]:
    """Those that are kept, and one before them if anything is dated there."""
    kept, first = kept_months(), db.session.scalar(select(func.min(Standing.since)))
    if kept and first and month_of(first) < kept[0]:
        yield month_of(first)
    yield from kept


def _read(counts: Select, dues: Select) -> Sums:
    """Sums as they are stored."""
    found = Sums()
    for count in db.session.execute(counts):
        for measure in MEASURES:
            found.counts[(*(getattr(count, name) for name in KEY), measure)] += getattr(count, measure)
    for row in db.session.execute(dues):
        found.due[row.place_id, row.day] += row.open
    return found


def _apart(one: Sums, other: Sums) -> Iterator[tuple]:
    for left, right in ((one.counts, other.counts), (one.due, other.due)):
        yield from (key for key in left.keys() | right.keys() if left[key] != right[key])
