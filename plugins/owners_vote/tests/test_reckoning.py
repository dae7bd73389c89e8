"""§278: every small case against an independent reckoning with fractions, and any case with hypothesis."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.owners_vote.reckoning import (
    ABSTAINED,
    AGAINST,
    FOR,
    SILENT,
    SPOILED,
    THRESHOLDS,
    Head,
    judge,
    percent,
    tally,
    written,
)
from plugins.owners_vote.rules import EXAMPLES, GRAVE, LAW_OF_TODAY, MATTERS, NO_LOCAL, OLD_RULE, rules_for

CHOICES = (FOR, AGAINST, ABSTAINED, SPOILED, SILENT)
HEADS = st.lists(st.builds(Head, st.integers(1, 10_000_000), st.sampled_from(CHOICES)), max_size=40)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
LAW, OLD = LAW_OF_TODAY | NO_LOCAL, LAW_OF_TODAY | OLD_RULE


def by_the_law(heads: list[Head], matter: str, *, with_spoiled: bool = False) -> bool:
    """§278 read again, with fractions instead of integers."""
    took_part = [each for each in heads if each.choice not in ((SILENT,) if with_spoiled else (SILENT, SPOILED))]
    agreed = [each for each in heads if each.choice == FOR]
    for measure in (len, lambda some: sum(each.area for each in some)):
        if not heads or not took_part:
            return False
        if Fraction(measure(took_part), measure(heads)) < Fraction(2, 3):
            return False
        share = Fraction(measure(agreed), measure(took_part))
        if matter in GRAVE and share < Fraction(3, 4):
            return False
        if matter not in GRAVE and share <= Fraction(1, 2):
            return False
    return True


def by_two_thirds_of_all(heads: list[Head]) -> bool:
    agreed = [each for each in heads if each.choice == FOR]
    whole = sum(each.area for each in heads)
    return bool(heads) and 3 * len(agreed) >= 2 * len(heads) and 3 * sum(each.area for each in agreed) >= 2 * whole


def reckoned(heads: list[Head], matter: str, kept: dict, *, with_spoiled: bool = False) -> list[bool]:
    return [judge(rule, tally(heads, with_spoiled=with_spoiled)).passed for rule in rules_for(matter, kept)]


@pytest.mark.parametrize("size", range(6))
def test_every_small_case_comes_to_what_the_law_says(size):
    areas = (100, 200, 200, 100, 300)[:size]
    for choices in product(CHOICES, repeat=size):
        heads = [Head(area, choice) for area, choice in zip(areas, choices, strict=True)]
        for matter in ("rebuild", "other"):
            for with_spoiled in (False, True):
                expected = by_the_law(heads, matter, with_spoiled=with_spoiled)
                assert reckoned(heads, matter, LAW, with_spoiled=with_spoiled) == [expected]
        assert reckoned(heads, "rebuild", OLD)[1] == by_two_thirds_of_all(heads)


@unhurried
@given(HEADS, st.sampled_from(list(MATTERS)), st.booleans())
def test_any_case_comes_to_what_the_law_says(heads, matter, with_spoiled):
    assert reckoned(heads, matter, LAW, with_spoiled=with_spoiled) == [
        by_the_law(heads, matter, with_spoiled=with_spoiled)
    ]


@unhurried
@given(HEADS)
def test_nobody_is_lost_or_counted_twice(heads):
    count = tally(heads)
    assert count.whole.heads == len(heads)
    assert count.whole.area == sum(each.area for each in heads)
    assert count.taking == count.agreed + count.against + count.abstained


@unhurried
@given(st.sampled_from(list(THRESHOLDS)), st.integers(1, 10**9))
def test_the_least_is_enough_and_one_less_is_not(key, whole):
    threshold = THRESHOLDS[key]
    assert threshold.reached(threshold.least(whole), whole)
    assert not threshold.reached(threshold.least(whole) - 1, whole)


def test_of_nothing_nothing_is_enough():
    assert not any(each.reached(0, 0) for each in THRESHOLDS.values())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.words)
def test_worked_examples(example):
    assert example.fault == ""


def test_the_local_rule_is_only_for_its_matters():
    assert len(rules_for("rebuild", OLD)) == 2
    assert len(rules_for("manager", OLD)) == 1
    assert len(rules_for("manager", OLD | {"owners_local_matters": "every"})) == 2


def test_what_is_written_is_never_rounded_up():
    assert written("area", 81_250) == "812.50 平方米"
    assert written("heads", 9) == "9 人"
    assert percent(2, 3) == "66.66%"
    assert percent(0, 0) == "0.00%"
