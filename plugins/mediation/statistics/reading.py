"""Reading the figures: two statements for a period, by committee and kind: the columns, and those that count parties; every table is a sum of the same rows. A committee is told by its id: two may have one name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from plugins.mediation.models import Agreement, Committee, Dispute
from plugins.mediation.models.reporting import DisputeReport
from plugins.mediation.settings import KEY, corrections
from plugins.mediation.statistics.measures import Measure, groups, met, touched
from portal.accounts.models import User
from portal.cases.choices import statistical_kind
from portal.cases.kinds import KindList, kinds_of
from portal.cases.models import Case
from portal.entitlements import Span
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings import settings_of

Numbers = tuple[int, ...]


class Line(NamedTuple):
    """What a line of a table is about; two may have one name."""

    key: str
    name: str


@dataclass(frozen=True)
class Cell:
    """What was counted of one committee and kind (of a county's list)."""

    committee: Line
    county: OrgUnit | None
    kind: str
    numbers: Numbers

    @property
    def county_id(self) -> int | None:
        return self.county.id if self.county else None


def measures(span: Span) -> list[Measure]:
    return [each for group in groups(span) for each in group.measures]


def of_reader(reader: User, span: Span, committee: int | None = None) -> Select:
    """The disputes that the figures of `span` are about and `reader` may see, with their cases; those of one committee."""
    return _rows(reader, span, committee).join(Case, Case.id == Dispute.case_id)


def _rows(reader: User, span: Span, committee: int | None) -> Select:
    rows = select(Dispute.id).outerjoin(Agreement, Agreement.dispute_id == Dispute.id)
    rows = rows.outerjoin(DisputeReport, DisputeReport.dispute_id == Dispute.id)
    return rows.where(touched(span, _seen(reader, committee)))


def _seen(reader: User, committee: int | None) -> ColumnElement[bool]:
    seen = Dispute.seen_by(reader)
    return and_(seen, Dispute.committee_id == committee) if committee else seen


def read(reader: User, span: Span, committee: int | None = None) -> list[Cell]:
    """Every committee and kind that has anything."""
    by = (Dispute.committee_id, Case.county_id, Case.kind)
    found = list(_counted(reader, span, committee, by))
    named = select(Committee.id, Committee.name).where(Committee.id.in_({ident for (ident, *_), _ in found}))
    names = {each.id: each.name for each in db.session.execute(named)}
    there = select(OrgUnit).where(OrgUnit.id.in_({county for (_, county, _), _ in found if county}))
    counties = {each.id: each for each in db.session.scalars(there)}
    return [
        Cell(Line(str(ident), names[ident]), counties.get(county), kind, numbers)
        for (ident, county, kind), numbers in found
    ]


def read_whole(reader: User, span: Span, committee: int | None = None) -> Numbers:
    """The sums of `read`, from fewer tables."""
    return next(numbers for _, numbers in _counted(reader, span, committee, ()))


def _counted(
    reader: User, span: Span, committee: int | None, by: tuple[InstrumentedAttribute, ...]
) -> Iterator[tuple[tuple, Numbers]]:
    """What each value of `by` comes to. Columns that count parties are a statement of their own, which counts those of each dispute once."""
    known = measures(span)
    plain, by_parties = ([each for each in known if (each.by_parties is None) is told] for told in (True, False))
    rows = _rows(reader, span, committee).with_only_columns(*by, *(each.expression for each in plain)).group_by(*by)
    new = met(span, _seen(reader, committee), *by)
    if by:
        rows, new = (each.join(Case, Case.id == Dispute.case_id) for each in (rows, new))
    each_met = new.subquery()
    keys = [each_met.c[each.key] for each in by]
    people = select(*keys, *(each.expression for each in by_parties)).select_from(each_met).group_by(*keys)
    found = {
        tuple(row[: len(by)]): dict(zip(by_parties, row[len(by) :], strict=True)) for row in db.session.execute(people)
    }
    for row in db.session.execute(rows):
        key = tuple(row[: len(by)])
        numbers = found.get(key, {}) | dict(zip(plain, row[len(by) :], strict=True))
        yield key, tuple(int(numbers.get(each) or 0) for each in known)


def total(cells: list[Cell], size: int) -> Numbers:
    return tuple(sum(each.numbers[place] for each in cells) for place in range(size))


def folded(cells: list[Cell], line: Callable[[Cell], Line]) -> dict[Line, Numbers]:
    """Their sums by the `line` of each, in the order of the names."""
    found: dict[Line, list[Cell]] = {}
    for each in cells:
        found.setdefault(line(each), []).append(each)
    return {
        each: total(found[each], len(found[each][0].numbers))
        for each in sorted(found, key=lambda each: (each.name.encode("gb18030"), each.key))
    }


def of_line(cells: list[Cell], line: Callable[[Cell], Line], key: str) -> ColumnElement[bool]:
    """The kinds of cases that `cells` count in the line of that `key`."""
    kinds: dict[int | None, set[str]] = {}
    for each in cells:
        if line(each).key == key:
            kinds.setdefault(each.county_id, set()).add(each.kind)
    return or_(
        false(), *(and_(Case.county_id.is_not_distinct_from(ident), Case.kind.in_(of)) for ident, of in kinds.items())
    )


def committee_of(cell: Cell) -> Line:
    return cell.committee


def political(cell: Cell) -> Line:
    """政法综治: both levels of the national list."""
    kinds = kinds_of(cell.county_id)
    name = kinds.name(kinds.national(kinds.current(cell.kind)))
    return Line(name, name)


def judicial(cell: Cell) -> Line:
    """司法行政: from the class of the other book, unless the county says otherwise."""
    kinds: KindList = kinds_of(cell.county_id)
    code = kinds.current(cell.kind)
    national = kinds.national(code)
    own = corrections(settings_of(KEY, cell.county).judicial) if cell.county else {}
    name = own.get(national) or own.get(national[:2]) or statistical_kind(code, national)
    return Line(name, name)
