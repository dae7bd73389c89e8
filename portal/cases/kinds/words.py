"""Kinds found by words: what people say (欠薪, 狗), part of a name, initials (qx); and what a description speaks of."""

import re
import unicodedata
from functools import lru_cache

from portal.cases.kinds.catalogue import KindList
from portal.cases.kinds.delivered import Kind
from portal.people.pinyin import terms

MOST, FEW = 8, 3  # found at once, suggested at once
EXACT, PART, INITIALS, WITHIN, OF_THE_GROUP = 1000, 500, 400, 100, 50


def find(kinds: KindList, text: str) -> list[Kind]:
    """The kinds that may be chosen today and that `text` names, the likeliest first."""
    sought = folded(text)
    if not sought:
        return []
    found = _ranked(kinds, lambda kind, group: _fits(kind, sought) or (OF_THE_GROUP if _fits(group, sought) else 0))
    return [kind for kind, _ in found[:MOST]]


def exactly(kinds: KindList, text: str) -> str:
    """The code of the one kind whose name or word is `text`; "" where none is, or several, or a group is called so too."""
    sought = folded(text)
    found = [kind.code for kind in find(kinds, text) if _fits(kind, sought) == EXACT]
    groups = [kind.code for kind in kinds.on().values() if kind.is_group and _fits(kind, sought) == EXACT]
    return found[0] if len(found) == 1 and set(groups) <= {found[0][:2]} else ""


def suggest(kinds: KindList, text: str) -> list[Kind]:
    """The kinds of whose words `text`, a description, speaks most; longer words count more. Only ever offered: the clerk chooses."""
    told = folded(text)
    return [kind for kind, _ in _ranked(kinds, lambda kind, group: _spoken_of(kind, told))[:FEW]]


def spoken(kinds: KindList, kind: Kind, text: str) -> list[str]:
    """The words by which `suggest` came to `kind`, those of kinds merged into it too: as they stand in the list."""
    told = folded(text)
    of = (each for each in kinds.on().values() if kinds.current(each.code) == kind.code)
    return list(dict.fromkeys(word for each in of for word in each.words if folded(word) in told))


def shared(kinds: KindList, kind: Kind) -> list[tuple[str, str]]:
    """`(word, name of the other kind)` for what finds another open kind as well as `kind`; by the first of them each."""
    others = [each for listed in kinds.offered().values() for each in listed if each.code != kind.code]
    taken = {folded(word): kinds.name(each.code) for each in reversed(others) for word in (*each.words, each.name)}
    taken.pop("其他", None)
    said = () if kind.closed else dict.fromkeys((kind.name, *kind.words))
    return [(word, taken[folded(word)]) for word in said if folded(word) in taken]


def folded(text: str) -> str:
    """As words are compared: no spaces, full width as half, small letters."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def alike(name: str, other: str) -> bool:
    """Whether two names are told apart by signs only: 电动三轮 and 电动三轮😡."""
    return _letters(name) == _letters(other)


def _letters(name: str) -> str:
    return re.sub(r"\W+", "", folded(name)) or name


def _ranked(kinds: KindList, weigh) -> list[tuple[Kind, int]]:
    """Those that weigh anything, heaviest first, else in the order of the list. The words of a merged kind speak for its successor."""
    listed, weights = kinds.on(), dict[str, int]()
    offered = {kind.code: kind for group in kinds.offered().values() for kind in group}
    for kind in listed.values():
        code = kinds.current(kind.code)
        if code in offered and (weight := weigh(kind, listed[kind.group])):
            weights[code] = max(weight, weights.get(code, 0))
    return [(offered[code], weights[code]) for code in sorted(weights, key=lambda code: -weights[code])]


def _fits(kind: Kind, sought: str) -> int:
    return max(_likeness(folded(word), sought) for word in (kind.name, *kind.words))


def _likeness(word: str, sought: str) -> int:
    if word == sought:
        return EXACT
    if sought in word:
        return PART - len(word)
    if sought.isascii():
        return INITIALS if sought.isalpha() and len(sought) > 1 and _sounds(word, sought) else 0
    return WITHIN + len(word) if word in sought and word != "其他" else 0


@lru_cache(maxsize=4096)
def _spelled(word: str) -> tuple[str, ...]:
    return tuple(each for each in terms(word) if each.isascii())


def _sounds(word: str, sought: str) -> bool:
    return any(each.startswith(sought) for each in _spelled(word))


def _spoken_of(kind: Kind, told: str) -> int:
    return sum(len(word) ** 2 for each in kind.words if (word := folded(each)) in told)
