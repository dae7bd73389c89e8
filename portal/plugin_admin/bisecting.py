"""Which of the installed plugins is to blame, asked in as few questions as possible: is it still so with only these taken in?

Found are one plugin that does it alone, two each of which does it, and two that do it only together; or that none is to blame. Among
fifteen that is one of 226 possibilities, and nine answers are enough for each (tests/plugin/test_bisecting.py tries them all).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True)
class Suspicion:
    """Who may be to blame: nobody (then it happens without plugins, too), one, two of which each does it, or two `together`."""

    plugins: frozenset[str]
    together: bool = False

    def bad_with(self, kept: Collection[str]) -> bool:
        """Whether it would still be so with `kept` only."""
        there = self.plugins.intersection(kept)
        return there == self.plugins if self.together or not self.plugins else bool(there)

    def __str__(self) -> str:
        names = " 和 ".join(sorted(self.plugins))
        if not names:
            return "和功能模块无关：一个都不装入也这样"
        if len(self.plugins) == 1:
            return f"{names}：有它就这样"
        return f"{names}：{'同时装入才这样' if self.together else '各自都会这样'}"


@dataclass
class Bisection:
    """`needs`: plugin → those it requires, directly or not. `left` are the suspicions that no answer has ruled out, the simplest first."""

    needs: Mapping[str, Collection[str]]

    def __post_init__(self) -> None:
        keys = sorted(self.needs)
        pairs = [frozenset(each) for each in combinations(keys, 2)]
        self.left = [
            Suspicion(frozenset()),
            *(Suspicion(frozenset({key})) for key in keys),
            *(Suspicion(each) for each in pairs),
            *(Suspicion(each, together=True) for each in pairs),
        ]

    def question(self) -> frozenset[str] | None:
        """The plugins to keep next, with all that they require: as near as can be, half of what is left says yes. None when no question
        tells the suspicions apart any more."""
        best = min(self._simple(), key=self._uneven)
        while (better := min(self._near(best), key=self._uneven, default=best)) and self._uneven(better) < self._uneven(
            best
        ):
            best = better
        return best if self._uneven(best) < len(self.left) else None

    def answer(self, kept: frozenset[str], *, bad: bool) -> None:
        """It was `bad` with `kept`, or not."""
        self.left = [each for each in self.left if each.bad_with(kept) == bad]

    def _uneven(self, kept: frozenset[str]) -> int:
        """How far from halves; as many as are left where the question says nothing."""
        bad = sum(each.bad_with(kept) for each in self.left)
        return abs(2 * bad - len(self.left))

    def _simple(self) -> Iterator[frozenset[str]]:
        """All that one or two plugins need, and all without one or two. What tells two suspicions apart is among the first: each says yes
        to everything that holds one of its smallest sets, which have one or two plugins."""
        keys = sorted(self.needs)
        for size in (1, 2):
            for some in combinations(keys, size):
                yield self._with(some)
                yield self._without(keys, some)

    def _near(self, kept: frozenset[str]) -> Iterator[frozenset[str]]:
        """One plugin more or less, or one for another."""
        keys = sorted(self.needs)
        for key in keys:
            changed = self._without(kept, {key}) if key in kept else self._with({*kept, key})
            yield changed
            yield from (self._with({*changed, other}) for other in keys if key in kept and other not in kept)

    def _with(self, some: Iterable[str]) -> frozenset[str]:
        return frozenset(some).union(*(self.needs[key] for key in some))

    def _without(self, kept: Iterable[str], some: Collection[str]) -> frozenset[str]:
        return frozenset(key for key in kept if key not in some and not set(self.needs[key]) & set(some))
