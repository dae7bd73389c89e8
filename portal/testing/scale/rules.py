"""What a rule of the quality scale is, and how those that are functions are declared.

    @rule("readme", SILVER, "有说明文件，写明谁能办什么。", "A README says who may do what.")
    def says_who_may(subject):
        yield "README.md does not name noise.view"

A rule takes fixtures of the conformance suite by name (`subject`, `walk`, `office`, `stage` …), yields what is wrong, and raises `Moot`
with the reason, in Chinese, where it does not apply. Other rules are tests of the conformance suite (`conformed.py`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from inspect import signature

RULES: "dict[str, Rule]" = {}


class Moot(Exception):
    """The rule does not apply to this plugin; the message says why, in Chinese."""


@dataclass(frozen=True)
class Rule:
    """One rule. tests: those of the conformance suite that are the rule, as `module::function`; without them `check` is called.
    moot: why it does not apply where all its tests are skipped, in Chinese."""

    key: str
    tier: str
    asks: str
    english: str
    check: Callable[..., Iterator[str]] | None = field(default=None, compare=False)
    tests: tuple[str, ...] = ()
    moot: str = ""

    @property
    def fixtures(self) -> list[str]:
        """What `check` takes."""
        return list(signature(self.check).parameters) if self.check else []


def declare(made: Rule) -> Rule:
    """Enter a rule. ValueError for a key that is taken."""
    if made.key in RULES:
        raise ValueError(f"two rules are called {made.key}")
    RULES[made.key] = made
    return made


def rule(key: str, tier: str, asks: str, english: str) -> Callable[[Callable], Rule]:
    """Make a rule of a function that yields what is wrong."""
    return lambda check: declare(Rule(key, tier, asks, english, check))
