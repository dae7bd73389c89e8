"""业主共同决定怎么算 (民法典 §278): who took part and who agreed, by area and by heads. No database, no clock, and integers only:
areas are hundredths of a square metre, and a fraction is compared by multiplying, so that nothing is rounded."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

FOR, AGAINST, ABSTAINED, SPOILED, SILENT = "for", "against", "abstain", "spoiled", ""


@dataclass(frozen=True)
class Threshold:
    """A part of a whole that is enough: `parts` of `of` and more, or only more than that (`more`: 过半)."""

    name: str
    parts: int
    of: int
    more: bool = False

    def least(self, whole: int) -> int:
        """The smallest number that is enough of `whole`."""
        part = self.parts * whole
        return part // self.of + 1 if self.more else -(-part // self.of)

    def reached(self, part: int, whole: int) -> bool:
        """Whether `part` of `whole` is enough; of nothing, nothing is."""
        return whole > 0 and part >= self.least(whole)


# 过半 is strictly more than half, 以上 includes the number itself (民法典 §1259)
THRESHOLDS = {
    "half": Threshold("过半数", 1, 2, more=True),
    "two_thirds": Threshold("三分之二以上", 2, 3),
    "three_quarters": Threshold("四分之三以上", 3, 4),
    "all": Threshold("全部", 1, 1),
}


@dataclass(frozen=True)
class Amount:
    """专有部分面积 (0.01 m²) and 人数."""

    area: int = 0
    heads: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.area + other.area, self.heads + other.heads)


@dataclass(frozen=True)
class Head:
    """One who counts as one: somebody with all their flats, or those who own one together. `choice`: as their ballot counts."""

    area: int
    choice: str = SILENT


@dataclass(frozen=True)
class Tally:
    """How the heads of a roll voted. `taking`: those whose ballots count as taking part."""

    whole: Amount
    taking: Amount
    agreed: Amount
    against: Amount
    abstained: Amount
    spoiled: Amount


def tally(heads: Iterable[Head], *, with_spoiled: bool = False) -> Tally:
    """Add up `heads`. Whoever abstains takes part; whoever is silent does not; a spoiled ballot only `with_spoiled`."""
    voted: dict[str, Amount] = {}
    for each in heads:
        voted[each.choice] = voted.get(each.choice, Amount()) + Amount(each.area, 1)
    part = {key: voted.get(key, Amount()) for key in (FOR, AGAINST, ABSTAINED, SPOILED)}
    taking = part[FOR] + part[AGAINST] + part[ABSTAINED] + (part[SPOILED] if with_spoiled else Amount())
    whole = reduce(Amount.__add__, voted.values(), Amount())
    return Tally(whole, taking, part[FOR], part[AGAINST], part[ABSTAINED], part[SPOILED])


@dataclass(frozen=True)
class Rule:
    """One rule by which it is judged: `taking` of all must take part (None: not asked), and `passing` must agree, of those who took
    part or of all (`of_all`). `source`: where it stands."""

    name: str
    source: str
    passing: Threshold
    taking: Threshold | None = None
    of_all: bool = False


@dataclass(frozen=True)
class Line:
    """One comparison: `part` of `whole`, of which `least` are enough. `unit`: area or heads."""

    what: str
    unit: str
    threshold: Threshold
    part: int
    whole: int

    @property
    def least(self) -> int:
        return self.threshold.least(self.whole)

    @property
    def reached(self) -> bool:
        return self.threshold.reached(self.part, self.whole)


@dataclass(frozen=True)
class Verdict:
    """What one rule comes to: every line must be reached, by area and by heads."""

    rule: Rule
    lines: tuple[Line, ...]

    @property
    def passed(self) -> bool:
        return all(each.reached for each in self.lines)


def judge(rule: Rule, count: Tally) -> Verdict:
    """`count` by one rule."""
    base = count.whole if rule.of_all else count.taking
    lines = _lines("参与", rule.taking, count.taking, count.whole) if rule.taking else ()
    return Verdict(rule, (*lines, *_lines("同意", rule.passing, count.agreed, base)))


def _lines(what: str, threshold: Threshold, part: Amount, whole: Amount) -> tuple[Line, Line]:
    return (
        Line(f"{what}面积", "area", threshold, part.area, whole.area),
        Line(f"{what}人数", "heads", threshold, part.heads, whole.heads),
    )


def written(unit: str, number: int) -> str:
    """812.50 平方米, or 9 人."""
    return f"{number // 100:,}.{number % 100:02d} 平方米" if unit == "area" else f"{number} 人"


def percent(part: int, whole: int) -> str:
    """66.66%: cut off, never rounded up to what was not reached."""
    shown = part * 10_000 // whole if whole else 0
    return f"{shown // 100}.{shown % 100:02d}%"
