"""Worked examples of a rule of money or right: run as tests by the conformance suite, and shown beside the setting."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

FEWEST = 3


@dataclass(frozen=True)
class Example:
    """One case worked out. `of`: the settings it is about. `words`: the case and its result, as the office reads it.

    `reckon` works it out with the code that the plugin itself uses, with values of the example's own; it must answer `expected`.
    """

    of: tuple[str, ...]
    words: str
    reckon: Callable[[], Any]
    expected: Any

    @property
    def fault(self) -> str:
        """What it comes to instead, or ""."""
        found = self.reckon()
        return "" if found == self.expected else f"“{self.words}” comes to {found!r}, not {self.expected!r}"


def beside(examples: Iterable[Example], names: Iterable[str]) -> dict[str, list[str]]:
    """Setting → the words of its examples; those of several settings stand at the last of them on the page."""
    order, found = list(names), dict[str, list[str]]()
    for each in examples:
        last = max((name for name in each.of if name in order), key=order.index)
        found.setdefault(last, []).append(each.words)
    return found
