"""Numbers of a unit and its children, from the sums; or of a past day, from what was written down until then."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from portal.cases.rollup.asking import asked
from portal.cases.rollup.measures import MEASURES, OVERDUE, parts_of
from portal.cases.rollup.units import Bases, bases_of
from portal.extensions import db
from portal.org.models import OrgUnit


class Counted:
    """Numbers by unit, kind or source ("" for all), measure and month; and how many are overdue in a unit.

    By month only those of all kinds and sources; else those of the months asked for, of the same months of the year before, and of both.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple, Counter[int]] = defaultdict(Counter)
        self._overdue: Counter[int] = Counter()

    def add(self, place: int, row: Any) -> None:
        self._overdue[place] += row.overdue
        for name, number in zip(MEASURES, row[4:], strict=False):
            if number:
                self._numbers[place, row.kind, row.source, name][row.span] += number

    def number(self, place: int, measure: str, months: Sequence[int] = (), kind: str = "", source: str = "") -> int:
        """Of `measure` (of LABELS) in `months`; what is open or overdue, of all months."""
        if measure == OVERDUE:
            return self._overdue[place]
        return sum(
            number
            for part in parts_of(measure)
            for month, number in self._numbers.get((place, kind, source, part), {}).items()
            if MEASURES[part].lasting or month in months
        )

    def kinds(self, place: int) -> set[str]:
        return {key[1] for key in self._numbers if key[0] == place and key[1]}

    def sources(self, place: int) -> set[str]:
        return {key[2] for key in self._numbers if key[0] == place and key[2]}


def count(
    unit: OrgUnit, children: Sequence[OrgUnit], months: Sequence[int], today: date, as_of: date | None = None
) -> Counted:
    """The numbers of `unit` and each of its `children` in `months` (all from the first to the last) and a year before, and what is open and was
    due before `today`. With `as_of` those that stood at the end of that day, and what was due before it: from the sums kept nearest after it
    (of now, where none are), without what changed since. One statement besides that which asks what is kept, so that all is of one moment.
    """
    found = Counted()
    try:
        bases = bases_of(unit, children, as_of) if as_of else Bases()
    except LookupError:
        return found
    for row in db.session.execute(asked(unit, children, months, as_of or today, as_of is not None, bases)):
        for place in {row.place} if row.summed else {unit.id, row.place or unit.id}:
            found.add(place, row)
    return found
