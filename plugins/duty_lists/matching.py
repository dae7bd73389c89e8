"""Which rows a task may be about: by what characters two texts have in common, two at a time, so that everybody can see why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.typed.likeness import pairs_of, pieces_of, shared_runs

SHOWN = 3  # common pieces that are told


def pairs(text: str) -> set[str]:
    """Every two neighbouring characters of `text`, over no sign of punctuation."""
    return pairs_of(pieces_of(text))


def common_pieces(text: str, other: str) -> list[str]:
    """What stands in both: pieces of two characters and more, the longest first."""
    return sorted(shared_runs(pieces_of(text), pairs(other)), key=len, reverse=True)


def likeness(text: str, name: str) -> int:
    """How much of `name` stands in `text`, in per cent of its pairs; 0 for a name of one character."""
    named = pairs(name)
    return round(100 * len(named & pairs(text)) / len(named)) if named else 0


@dataclass(frozen=True)
class Match:
    """A row that `text` may be about, how alike in per cent, and the words that both have."""

    row: Any
    percent: int
    words: tuple[str, ...]

    @property
    def why(self) -> str:
        return f"相同的字：{'、'.join(self.words)}；{self.percent}%"


def likely(text: str, rows: Iterable[tuple[Any, str]], least: int, most: int = 6) -> list[Match]:
    """Of `rows` (row, its name) those at least `least` per cent of whose name stands in `text`, the likeliest first."""
    scored = [(likeness(text, name), row, name) for row, name in rows]
    best = sorted((each for each in scored if each[0] >= least), key=lambda each: -each[0])[:most]
    return [Match(row, percent, tuple(common_pieces(name, text)[:SHOWN])) for percent, row, name in best]
