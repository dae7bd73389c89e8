"""Months that are summed together, so that a year by kind is no twelve sums: quarters, numbered as the 13th to the 16th month, and years, as the month 0.

A span is read as the fewest of them: eleven months are the year without the twelfth.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from portal.cases.rollup.models import EVER

OF_QUARTER, QUARTER, YEAR = 3, 13, 0


def quarter_of(month: Any) -> Any:
    """202611 → 202616; of a number, or of a column."""
    return year_of(month) + QUARTER + (month % 100 - 1) // OF_QUARTER


def year_of(month: Any) -> Any:
    """202611 → 202600."""
    return month - month % 100 + YEAR


BLOCKS = quarter_of, year_of


def joined(month: int) -> tuple[int, ...]:
    """The blocks to which a month belongs; none for what counts in none."""
    return () if month == EVER else tuple(of(month) for of in BLOCKS)


def cover(months: Iterable[int]) -> dict[int, int]:
    """The fewest months, quarters and years that come to `months`: each with 1, or -1 where it is to be taken off."""
    found: dict[int, int] = {}
    for year, within in groupby(sorted(months), key=year_of):
        wanted = set(within)
        others = {year + number for number in range(1, 13)} - wanted
        direct, round_about = _by_quarters(wanted), {year: 1} | dict.fromkeys(_by_quarters(others), -1)
        found |= min(dict.fromkeys(direct, 1), round_about, key=len)
    return found


def _by_quarters(months: set[int]) -> list[int]:
    """The months, those of a whole quarter as that."""
    found: list[int] = []
    for quarter, within in groupby(sorted(months), key=quarter_of):
        each = list(within)
        found += [quarter] if len(each) == OF_QUARTER else each
    return found
