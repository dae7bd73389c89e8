"""How much the suite tried of each plugin, in numbers, at the end of the run: a check that tries nothing passes, too."""

from collections.abc import Callable, Iterable
from typing import Any

PROPERTY = "tried"
HEADINGS = {
    "own": "pages of its own that opened",
    "jobs": "jobs run twice",
    "erased": "residents erased",
    "masked": "pages, files and papers searched for parts of ID numbers",
    "refused": "refusals searched for ages and birthdays",
    "aloof": "pages of who administers and who audits, searched for residents",
    "core_pages": "pages of the core with its hooks",
    "answers": "answers to somebody with two and three offices",
    "pages": "times somebody before the page of a step",
    "boxes": "text boxes with an ID number in them",
}


def count(record_property: Callable, key: str, what: str, number: int) -> None:
    """Note for the plugin `key` how often something of `HEADINGS` was tried."""
    record_property(PROPERTY, [key, what, number])


def table(reports: Iterable[Any]) -> list[str]:
    """The lines of the table: plugin × what was tried; none where nothing was counted."""
    found: dict[str, dict[str, int]] = {}
    for each in reports:
        for name, value in getattr(each, "user_properties", ()):
            if name == PROPERTY:
                key, what, number = value
                found.setdefault(key, {})[what] = number
    if not found:
        return []
    lines = [f"| {key} | {' | '.join(f'{found[key].get(what, 0):,}' for what in HEADINGS)} |" for key in sorted(found)]
    return [f"| plugin | {' | '.join(HEADINGS.values())} |", f"|---|{'---:|' * len(HEADINGS)}", *lines]
