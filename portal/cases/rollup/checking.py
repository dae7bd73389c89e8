"""Are the figures what a recount of all cases gives? What differs is named, and can be put right."""

from collections.abc import Iterator

from sqlalchemy import Connection, delete, select, text, update

from portal.cases.models import Case
from portal.cases.rollup.folding import KEY, Sums, write
from portal.cases.rollup.keeping import keep
from portal.cases.rollup.measures import MEASURES
from portal.cases.rollup.models import PENDING_SQL, STANDING, STILL_SQL, Count, DueCount, Standing
from portal.cases.rollup.standing import facts, stand, stood
from portal.extensions import db
from portal.org.models import OrgUnit

BATCH = 2000


class Recount:
    """All cases counted anew: `cases` whose standing is not what it should be, id → number; and where the sums are not those of what is
    written down."""

    def __init__(self) -> None:
        self.cases: dict[int, str] = {}
        self.places: dict[int, int] = {}
        written = Sums()
        for row in db.session.execute(facts().add_columns(Case.number).execution_options(yield_per=BATCH)):
            if stand(row) != (was := stood(row)):
                self.cases[row.id] = row.number
            if was:
                written.add(was)
        for key in _apart(written, _stored()):
            self.places[key[0]] = self.places.get(key[0], 0) + 1

    @property
    def differs(self) -> bool:
        return bool(self.cases or self.places)

    def said(self) -> Iterator[str]:
        """What differs, line by line."""
        for number in self.cases.values():
            yield f"事项 {number} 在统计里的情况与事项本身不一致。"
        names = dict(
            iter(db.session.execute(select(OrgUnit.id, OrgUnit.short_name).where(OrgUnit.id.in_(self.places))))
        )
        for place, many in self.places.items():
            yield f"{names.get(place, place)}：{many} 个汇总数与逐件清点不一致。"


def repair(found: Recount) -> None:
    """Put right what `found` names, and add all up anew. Whoever changes a case meanwhile waits. Does not commit."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE cases_standing, cases_count IN SHARE ROW EXCLUSIVE MODE"))
    ids = list(found.cases)
    for start in range(0, len(ids), BATCH):
        keep(connection, ids[start : start + BATCH])
    add_up_anew(connection)


def add_up_anew(connection: Connection) -> None:
    """All sums from what is written down, a county at a time, so that memory does not grow with the cases of a city."""
    connection.execute(delete(Count))
    connection.execute(delete(DueCount))
    counties = connection.scalars(select(OrgUnit.id).where(OrgUnit.kind == "county")).all()
    for here in (Standing.county_id.is_(None), *(Standing.county_id == each for each in counties)):
        sums = Sums()
        for row in connection.execute(_written().where(text(STILL_SQL), here).execution_options(yield_per=BATCH)):
            sums.add(row)
        write(connection, sums)
    connection.execute(
        update(Standing).where(Standing.counted == Standing.until.is_not(None)).values(counted=Standing.until.is_(None))
    )


def _stored() -> Sums:
    """The sums that are stored, with what waits to be added."""
    sums = Sums()
    for row in db.session.execute(_written().where(text(PENDING_SQL))):
        sums.add(row, 1 if row.until is None else -1)
    for count in db.session.execute(select(*Count.__table__.columns)):
        for measure in MEASURES:
            sums.counts[(*(getattr(count, name) for name in KEY), measure)] += getattr(count, measure)
    for due in db.session.execute(select(DueCount.place_id, DueCount.day, DueCount.open)):
        sums.due[due.place_id, due.day] += due.open
    return sums


def _written():
    return select(Standing.until, *(getattr(Standing, name) for name in STANDING))


def _apart(one: Sums, other: Sums) -> Iterator[tuple]:
    for left, right in ((one.counts, other.counts), (one.due, other.due)):
        yield from (key for key in left.keys() | right.keys() if left[key] != right[key])
