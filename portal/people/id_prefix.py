"""The county behind the first six digits of an ID number, under today's code. A hint only, never a validity check."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class PrefixChange:
    """One row of the history: `old_code` became `new_code` in `year`."""

    old_code: str
    old_name: str
    new_code: str
    new_name: str
    year: int


@dataclass(frozen=True, slots=True)
class RegionHint:
    """The county code in force today for a prefix, and what the prefix was called; names only where known."""

    code: str
    name: str | None
    former_name: str | None


@cache
def prefix_history() -> dict[str, PrefixChange]:
    """The project's own list of old prefixes, by old code."""
    source = files("portal.people").joinpath("data/id_prefix_history.csv")
    with source.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return {
        row["old_code6"]: PrefixChange(
            row["old_code6"], row["old_name"], row["new_code6"], row["new_name"], int(row["year"])
        )
        for row in rows
    }


def region_hint(prefix: str, history: Mapping[str, PrefixChange]) -> RegionHint:
    """Follow `prefix` through `history` to the code in force: 152721 东胜县 → 152701 东胜市 → 150602 东胜区.

    A prefix without history comes back as it is: current, or of a county nobody listed. Neither is an error.
    """
    first = change = history.get(prefix)
    if first is None:
        return RegionHint(prefix, None, None)
    seen = {prefix}
    while change.new_code in history and change.new_code not in seen:
        seen.add(change.new_code)
        change = history[change.new_code]
    return RegionHint(change.new_code, change.new_name, first.old_name)
