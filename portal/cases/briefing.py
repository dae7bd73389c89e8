"""研判: what is known of the cases of a unit in a week or a month, for whoever drafts its report. Names nobody.

Figures are those of 收办统计, as they stood at the end of a day (`portal.cases.rollup`); what presses or comes again is read from the cases themselves.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from portal import clock
from portal.accounts.models import User
from portal.cases.kinds import kinds_of
from portal.cases.models import STATES, Case, Party
from portal.cases.models.linking import MERGED, CaseLink, all_merged
from portal.cases.rollup.models import Standing, stood_in
from portal.cases.rollup.months import stood_on
from portal.cases.tallies.hiding import FEW, HIDDEN, hidden
from portal.cases.urgency import red_by, red_name
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit
from portal.plugin import dispatch
from portal.plugin.hookspecs import Context
from portal.records.briefing import on_days

__all__ = [
    "FIGURES",
    "figures_of",
    "kinds_by_place",
    "Pressing",
    "pressing",
    "pressed",
    "red_name",
    "Group",
    "repeated",
    "same_party",
    "same_place",
    "lines_of",
]

FIGURES = {"came": "新增", "settled": "化解", "open": "存量", "overdue": "超期"}  # what `figures_of` counts
MOST = 200  # cases that are listed
BUILDING = re.compile(r"\d+\s*(?:号楼|栋|幢|号|座|单元|室)")  # where a neighbourhood ends and a building in it begins
Span = tuple[date, date]


class Pressing(NamedTuple):
    """A case that is red or yellow: its id, number, kind, and the days that are left."""

    id: int
    number: str
    kind: str
    days: int
    red: bool


class Group(NamedTuple):
    """Cases that belong together: `what` says by which place, "" where that would name somebody; `cases` are their (id, number)."""

    what: str
    cases: list[tuple[int, str]]


def figures_of(unit: OrgUnit, spans: Sequence[Span], as_of: date) -> list[dict[str, int]]:
    """FIGURES of `unit` with all below it, for each of `spans`: what came and was settled in it as known at the end of the day `as_of`; what stood open, and
    was due before, at the end of its last day or of `as_of`, whichever is earlier. One statement."""
    columns = [column for span in spans for column in _counted(span, as_of)]
    row = db.session.execute(select(*columns).where(stood_in(unit))).one()
    return [dict(zip(FIGURES, row[place : place + len(FIGURES)], strict=True)) for place in range(0, len(row), 4)]


def _counted(span: Span, as_of: date) -> Iterable[ColumnElement[int]]:
    first, last = span
    end = min(last, as_of)
    known, stood = stood_on(as_of), and_(stood_on(end), Standing.open.is_(True))
    yield func.count().filter(known, Standing.came_on.between(first, last))
    yield func.count().filter(known, Standing.ending == "settled", Standing.closed_on.between(first, last))
    yield func.count().filter(stood)
    yield func.count().filter(stood, Standing.due_on < end)


def kinds_by_place(unit: OrgUnit, span: Span, as_of: date) -> tuple[list[str], list[list[str]]]:
    """What came in `span` as known at the end of the day `as_of`, by group of kinds and by unit directly below: the headings, and the rows with their sums. Numbers below five are not shown, nor what
    would give them away: few people live behind each."""
    place = getattr(Standing, _below(unit)) if _below(unit) else Standing.unit_id
    came = select(Standing.kind, place, func.count()).where(
        stood_in(unit), stood_on(as_of), Standing.came_on.between(*span)
    )
    numbers: dict[str, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
    names = kinds_of(unit.county_id)
    for kind, where, number in db.session.execute(came.group_by(Standing.kind, place)):
        numbers[names.current(kind)[:2]][where] += number
    ids = sorted({where for row in numbers.values() for where in row if where})
    places = dict(db.session.execute(select(OrgUnit.id, OrgUnit.short_name).where(OrgUnit.id.in_(ids))).all())
    columns: list[int | None] = [*ids, *([None] if any(None in row for row in numbers.values()) else [])]
    groups = sorted(numbers)
    sums = [sum(numbers[each].values()) for each in groups]
    covered = hidden(sums)
    rows = [
        [names.name(each), *_shown([numbers[each].get(where, 0) for where in columns], sums[at], at in covered)]
        for at, each in enumerate(groups)
    ]
    return ["类型", *(places[each] if each else "本级" for each in columns), "合计"], rows


def _shown(row: list[int], whole: int, few: bool) -> list[str]:
    """A row and its sum; where the sum is not shown, no number in it is."""
    covered = {place for place, number in enumerate(row) if number} if few or whole < FEW else hidden(row)
    cells = [HIDDEN if place in covered else str(number) for place, number in enumerate(row)]
    return [*cells, HIDDEN if few else str(whole)]


def pressing(unit: OrgUnit) -> list[Pressing]:
    """The open cases of `unit` and below that are red or yellow now, the latest first, 200 at most. What is suspended has no deadline."""
    now, names = clock.now(), kinds_of(unit.county_id)
    red = red_by(unit, now)
    found = select(Case.id, Case.number, Case.kind, Case.due_at).where(*_presses(unit, now))
    today = clock.today()
    return [
        Pressing(
            row.id,
            row.number,
            names.name(names.current(row.kind)[:2]),
            (clock.local(row.due_at).date() - today).days,
            row.due_at < red,
        )
        for row in db.session.execute(found.order_by(Case.due_at, Case.id).limit(MOST))
    ]


def pressed(unit: OrgUnit) -> tuple[int, int]:
    """How many there are of `pressing`, however many these are: red and yellow."""
    now = clock.now()
    until = red_by(unit, now)
    red, yellow = func.count().filter(Case.due_at < until), func.count().filter(Case.due_at >= until)
    row = db.session.execute(select(red, yellow).where(*_presses(unit, now))).one()
    return row[0], row[1]


def repeated(unit: OrgUnit, span: Span, least: int) -> list[Group]:
    """Matters of `unit` and below that were told `least` times or more: a case with those merged into it, of which one came in `span`."""
    merged = (
        select(CaseLink.other_id, CaseLink.case_id)
        .where(CaseLink.kind == MERGED, CaseLink.until.is_(None))
        .subquery("merged")
    )
    came = on_days(Case.created_at, *span)
    told = select(merged.c.other_id).join(Case, Case.id == merged.c.case_id).where(unit.subtree_of(Case), came)
    whole = select(Case.id).where(unit.subtree_of(Case), came, Case.id.in_(select(merged.c.other_id)))
    found = (
        select(Case.id, Case.number, merged.c.other_id)
        .join(merged, or_(merged.c.case_id == Case.id, merged.c.other_id == Case.id))
        .where(or_(merged.c.other_id.in_(told), merged.c.other_id.in_(whole)))
        .distinct()
    )
    return _grouped(((row.other_id, row.id, row.number) for row in db.session.execute(found)), least)


def same_party(unit: OrgUnit, span: Span, least: int) -> list[Group]:
    """Residents and organisations that are parties to `least` cases or more of `unit` and below, registered in `span`. Nobody is named: the cases are."""
    found = (
        _registered(unit, span)
        .add_columns(Party.person_id, Party.organisation_id)
        .join(Party, Party.case_id == Case.id)
    )
    rows = db.session.execute(found.where(Party.removed_at.is_(None)))
    return _grouped((((row.person_id, row.organisation_id), row.id, row.number) for row in rows), least)


def same_place(unit: OrgUnit, span: Span, least: int) -> list[Group]:
    """Neighbourhoods in which `least` cases or more of `unit` and below were registered in `span`, by the written place without its building."""
    found = _registered(unit, span).add_columns(Case.location, Case.community_id).where(Case.location != "")
    rows = [(row, neighbourhood(row.location)) for row in db.session.execute(found)]
    groups = _grouped((((row.community_id, name), row.id, row.number) for row, name in rows), least)
    named = {row.id: name for row, name in rows}
    return [Group(named[each.cases[0][0]], each.cases) for each in groups]


def neighbourhood(location: str) -> str:
    """幸福小区3号楼2单元 → 幸福小区; 3号楼, of which nobody knows where, stays."""
    return BUILDING.split(location, maxsplit=1)[0].strip() or location.strip()


def lines_of(unit: OrgUnit, span: Span, by: User | None) -> tuple[list[tuple[str, str]], list[str]]:
    """What the plugins in effect for `unit` counted there in `span`, as (label, text); and a sentence for each that could not say."""
    ctx = Context(unit, by, clock.now())
    answers = dispatch.call("brief_lines", ctx=ctx, first=span[0], last=span[1])
    return [(each.label, each.text) for each in dispatch.values(answers)], dispatch.failures(answers)


def _presses(unit: OrgUnit, now: datetime) -> list[ColumnElement[bool]]:
    """Open, and overdue or nearly so."""
    return [
        unit.subtree_of(Case),
        Case.created_at <= now,
        Case.status.in_(STATES.open),
        Case.due_at.is_not(None),
        or_(Case.due_at < now, Case.warn_at <= now),
    ]


def _below(unit: OrgUnit) -> str:
    """The column of the level below that of `unit`, "" where there is none."""
    return next(iter(LEVELS[LEVELS.index(unit.level) + 1 :]), "") if unit.level in LEVELS else ""


def _registered(unit: OrgUnit, span: Span) -> Select:
    """Those of `span`; what was merged is the same matter as another."""
    return select(Case.id, Case.number).where(
        unit.subtree_of(Case), on_days(Case.created_at, *span), Case.id.not_in(all_merged())
    )


def _grouped(rows: Iterable[tuple], least: int) -> list[Group]:
    """(key, id, number) as groups of `least` cases or more, the largest first."""
    found: dict[object, dict[int, str]] = defaultdict(dict)
    for key, ident, number in rows:
        found[key][ident] = number
    groups = [Group("", sorted(each.items())) for each in found.values() if len(each) >= least]
    return sorted(groups, key=lambda each: (-len(each.cases), each.cases))
