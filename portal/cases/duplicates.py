"""可能重复: cases of the same place and days that are told in much the same words. They are shown with the reason; nobody but a person merges them."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from sqlalchemy import Select, exists, func, select, union_all

from portal import clock
from portal.accounts.models import User
from portal.cases.models import STATES, Case
from portal.cases.models.linking import MERGED, CaseLink
from portal.cases.settings import KEY
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings import settings_of
from portal.typed.likeness import pairs_of, pieces_of, shared_runs

__all__ = ["Likely", "likely_duplicates"]

NEWEST = 200  # cases of a place that are read, the newest first: what it costs does not grow with the table
READ = 300  # characters of a description that are compared
MOST = 5  # shown
ENOUGH, SAME_KIND, SAME_GROUP, SAME_SPOT = (
    0.34,
    0.1,
    0.05,
    0.1,
)  # likeness from which a case is shown, and what adds to it
WORDS = 4  # named as the reason
# Between words: signs, long numbers, particles, parts of an address, and what stands in every report
IDLE = re.compile(
    r"[\W_]+|\d{5,}|[的了在是有和就都把被我你您他她它们这那也很请及与或]"
    r"|\d*号楼|单元"
    r"|居民|村民|群众|反映|来电|来访|社区|小区|希望|处理|情况|相关|部门|要求|本人|解决|现场|问题|尽快|附近"
)
PLACES = {
    "grid_id": "同一网格",
    "community_id": "同一村社区",
    "township_id": "同一乡镇街道",
    "county_id": "同一旗县区",
    "city_id": "同一市",
}


@dataclass(frozen=True)
class Likely:
    """A case that may be about the same matter: id, number, title, status and its tone; open: not closed, so that it may be merged with.
    `near`: 同一村社区、5 天前; `words`: what both speak of; likeness: up to 1."""

    id: int
    number: str
    title: str
    status: str
    tone: str
    open: bool
    likeness: float
    near: str
    words: tuple[str, ...]

    @property
    def why(self) -> str:
        """同一村社区、5 天前、都写到“烧烤”“夜间”“噪声”."""
        return f"{self.near}、都写到{''.join(f'“{word}”' for word in self.words)}"


def likely_duplicates(
    unit: OrgUnit,
    *,
    title: str,
    reader: User,
    description: str = "",
    location: str = "",
    kind: str = "",
    besides: int | None = None,
    at: datetime | None = None,
) -> list[Likely]:
    """The cases that `reader` may see and that may be about what is told (title, description, location, kind), the likeliest first,
    five at most.

    Compared with the newest 200 of the village or community of `unit` and of its township's own desk (of a unit above: of all below it),
    registered within the days of the setting before `at` (now) or since; `besides`: the id of the case that is asked about. One statement.
    """
    days = settings_of(KEY, unit).alike_days
    found = db.session.execute(_near(unit, (at or clock.now()) - timedelta(days=days), reader, besides)).all()
    told = _Told(title, location, description)
    likely = [each for row in found if (each := _compared(row, told, kind, unit))]
    return sorted(likely, key=lambda each: -each.likeness)[:MOST]


def duplicates_of(case: Case, reader: User) -> list[Likely]:
    """The same for a case that nobody has accepted yet; afterwards nothing."""
    if case.status != "registered":
        return []
    told = {name: getattr(case, name) for name in ("title", "description", "location", "kind")}
    return likely_duplicates(case.unit, reader=reader, besides=case.id, at=case.created_at, **told)


def _near(unit: OrgUnit, since: datetime, reader: User, besides: int | None) -> Select:
    """The newest cases of each place, read from the index of that place by time."""
    level = next(each for each in ("community_id", "township_id", "county_id", "city_id") if getattr(unit, each))
    places = [getattr(Case, level) == getattr(unit, level)]
    if unit.community_id:
        places.append(Case.unit_id == unit.township_id)
    parts = (
        select(
            select(Case.id)
            .where(place, Case.created_at >= since)
            .order_by(Case.created_at.desc(), Case.id.desc())
            .limit(NEWEST)
            .subquery()
        )
        for place in places
    )
    merged = exists().where(CaseLink.case_id == Case.id, CaseLink.kind == MERGED, CaseLink.until.is_(None))
    return select(
        Case.id,
        Case.number,
        Case.title,
        Case.location,
        func.substr(Case.description, 1, READ).label("description"),
        Case.kind,
        Case.status,
        Case.created_at,
        *(getattr(Case, level) for level in PLACES),
    ).where(Case.id.in_(union_all(*parts)), Case.id != (besides or 0), ~merged, Case.reach(reader, Case.permission))


class _Told:
    """What is told of a matter, cut into pieces between idle words, and the pairs of characters in them."""

    def __init__(self, title: str, location: str, description: str) -> None:
        self.title, self.spot = (pairs_of(pieces_of(text, IDLE)) for text in (title, location))
        self.pieces = pieces_of(f"{title}。{location}。{description[:READ]}", IDLE)
        self.pairs = pairs_of(self.pieces)


def _likeness(some: set[str], others: set[str]) -> float:
    """How much of both is common, from 0 to 1."""
    return len(some & others) / sqrt(len(some) * len(others)) if some and others else 0.0


def _compared(row, told: _Told, kind: str, unit: OrgUnit) -> Likely | None:
    other = _Told(row.title, row.location, row.description)
    words = _shared_words(told, other)
    alike = max(_likeness(told.pairs, other.pairs), _likeness(told.title, other.title))
    alike += SAME_KIND if kind and row.kind == kind else SAME_GROUP if kind and row.kind[:2] == kind[:2] else 0
    alike += SAME_SPOT if told.spot and told.spot & other.spot else 0
    if not words or alike < ENOUGH:
        return None
    place = next(said for level, said in PLACES.items() if getattr(row, level) == getattr(unit, level))
    days = (clock.today() - clock.local(row.created_at).date()).days
    when = f"{days} 天前" if days > 0 else "今天"
    state = STATES[row.status]
    likeness, near = min(alike, 1.0), f"{place}、{when}"
    return Likely(row.id, row.number, row.title, state.name, state.tone, state.open, likeness, near, tuple(words))


def _shared_words(told: _Told, other: _Told) -> list[str]:
    """The longest runs of characters that both have, in the order in which they are told."""
    runs = shared_runs(told.pieces, other.pairs)
    longest = sorted(runs, key=lambda run: -len(run))[:WORDS]
    return [run for run in runs if run in longest]
