"""The subsidy of one meal: the worked examples that stand beside the settings, and what holds for every value."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.elder_care.choices import CATEGORIES
from plugins.elder_care.examples import BASE, EXAMPLES
from plugins.elder_care.settings import ElderCareSettings
from plugins.elder_care.subsidy import Diner, Limits, Rules, Tally, Tier, Used, share, without_subsidy

NOT_OF_MONEY = {"review_months", "late_days", "notice_days", "publication_days"}
NOT_OF_MONEY |= {name for name in ElderCareSettings().data if name.startswith("check_") or name.endswith("_number")}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.words)
def test_a_worked_example_comes_out_as_it_says(example):
    assert example.result.subsidy_fen == example.expected_fen
    assert example.result.own_fen == example.price_fen - example.expected_fen


def test_each_rule_of_money_has_three_examples():
    examples = Counter(name for each in EXAMPLES for name in each.of)
    lacking = {name for name in ElderCareSettings().data if name not in NOT_OF_MONEY and examples[name] < 3}
    assert not lacking


def test_week_and_month_are_counted_net_of_counter_entries():
    tally, diner = Tally(), Diner(78)
    rules = replace(BASE, limits=Limits(day_meals=1, week_days=2, month_fen=700))
    monday = date(2026, 3, 30)
    days = [monday + timedelta(days=each) for each in (0, 1, 2, 3)]
    assert [tally.take(rules, diner, day, 1200, "lunch").subsidy_fen for day in days] == [300, 300, 0, 0]
    tally.add(monday, -300, -1)
    assert tally.used(days[2]).week_days == 1
    assert tally.used(date(2026, 4, 1)).month_fen == 0
    assert tally.used(monday).month_fen == 300


def test_whatever_is_eaten_nothing_is_subsidised_where_it_is_said_so():
    assert without_subsidy(BASE, Diner(78), Used(), "dinner") == "这一餐不补"
    assert without_subsidy(BASE, Diner(78, local=False), Used(), "lunch") == "外地户籍不补"
    assert without_subsidy(BASE, Diner(78, local=None), Used(), "lunch") == "户籍没有登记，不补"
    assert without_subsidy(BASE, Diner(50), Used(), "lunch") == "年龄和类别都不在补贴范围"
    assert without_subsidy(BASE, Diner(78), Used(month_fen=100_000), "lunch") == "本月补贴已到上限"
    assert not without_subsidy(BASE, Diner(78), Used(), "lunch")


patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
amounts = st.integers(0, 10_000)
rules = st.builds(
    Rules,
    tiers=st.lists(st.builds(Tier, st.integers(50, 100), amounts), max_size=4).map(tuple),
    categories=st.dictionaries(st.sampled_from(list(CATEGORIES)), amounts),
    category_age=st.integers(0, 80),
    least_own_fen=amounts,
    limits=st.builds(Limits, st.integers(1, 3), st.integers(1, 7), st.integers(0, 50_000)),
)
diners = st.builds(Diner, st.integers(0, 110) | st.none(), st.lists(st.sampled_from(list(CATEGORIES))).map(tuple))
used = st.builds(Used, st.integers(0, 3), st.integers(0, 7), st.integers(0, 60_000))


@patient
@given(rules, diners, used, st.integers(0, 10_000))
def test_never_below_zero_never_more_than_any_ceiling_and_it_adds_up(rules, diner, used, price):
    result = share(rules, diner, used, price, "lunch")
    assert result.subsidy_fen >= 0
    assert result.subsidy_fen + result.own_fen == price
    if result.subsidy_fen:
        assert result.own_fen >= rules.least_own_fen
        assert result.subsidy_fen <= max((*(each.amount_fen for each in rules.tiers), *rules.categories.values()))
        assert not rules.limits.month_fen or used.month_fen + result.subsidy_fen <= rules.limits.month_fen
        assert result.category
    else:
        assert result.why


@patient
@given(diners, st.integers(0, 10_000))
def test_a_further_category_never_makes_it_less(diner, price):
    more = Diner(diner.age, (*diner.categories, "allowance"), diner.local, diner.entitled)
    assert (
        share(BASE, more, Used(), price, "lunch").subsidy_fen >= share(BASE, diner, Used(), price, "lunch").subsidy_fen
    )
