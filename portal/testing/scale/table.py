"""All rules, by tier, and in the order of the files and of what stands in them."""

from portal.plugin.scale import TIERS
from portal.testing.scale import card, conformed, package, pages, printed, schema, sheets, source, typed, work
from portal.testing.scale.rules import RULES, Rule

FILES = [each.__name__ for each in (conformed, card, package, source, schema, pages, typed, sheets, printed, work)]


def table() -> list[Rule]:
    """铜 first."""
    return sorted(RULES.values(), key=lambda each: (TIERS.index(each.tier), FILES.index(_file_of(each))))


def tried_here() -> list[Rule]:
    """Those that are functions; the others are tests of the conformance suite."""
    return [each for each in table() if each.check]


def _file_of(rule: Rule) -> str:
    return rule.check.__module__ if rule.check else conformed.__name__
