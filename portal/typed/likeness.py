"""How far two texts tell the same: by their characters, two at a time, so that anybody can see why."""

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["pieces_of", "pairs_of", "shared_runs", "sameness"]

SIGNS = re.compile(r"[\W_]+")


def pieces_of(text: str, between: re.Pattern[str] = SIGNS) -> list[str]:
    """What stands in `text` between the matches of `between`, two characters and longer, in small letters and of usual width."""
    return [each for each in between.split(unicodedata.normalize("NFKC", text).casefold()) if len(each) > 1]


def pairs_of(pieces: Iterable[str]) -> set[str]:
    """Every two neighbouring characters in `pieces`."""
    return {piece[place : place + 2] for piece in pieces for place in range(len(piece) - 1)}


def shared_runs(pieces: Iterable[str], pairs: set[str]) -> list[str]:
    """The longest stretches of `pieces` all of whose pairs are among `pairs`, each once, in their order."""
    return list(dict.fromkeys(run for piece in pieces for run in _runs(piece, pairs)))


def sameness(text: str, other: str) -> int:
    """How much `text` and `other` have in common, in per cent of the pairs of both (Dice); 0 where one has none."""
    one, two = (pairs_of(pieces_of(each)) for each in (text, other))
    return round(200 * len(one & two) / (len(one) + len(two))) if one and two else 0


def _runs(piece: str, pairs: set[str]) -> list[str]:
    found, start = [], 0
    for place in range(len(piece)):
        if piece[place : place + 2] not in pairs:
            if place > start:
                found.append(piece[start : place + 1])
            start = place + 1
    return found
