"""研判 is told how many orders came in the days it is about, and of which categories most; of few, only that they came."""

from datetime import timedelta

import pytest

from portal import clock
from portal.cases.briefing import lines_of

pytestmark = pytest.mark.database


def told(cast, unit) -> list[tuple[str, str]]:
    lines, failed = lines_of(unit, (clock.today(), clock.today()), cast.clerk)
    assert not failed
    return [each for each in lines if each[0] == "热线转办"]


@pytest.fixture
def six(order):
    """Five about one category, one about another, and one that was entered by mistake."""
    for each in range(5):
        order(outside_number=f"20261129-{each}")
    order(outside_number="20261129-7", category="噪声扰民")
    return order(outside_number="20261129-8")


def test_orders_of_the_days_are_counted_and_a_category_of_five_is_named(cast, six):
    six.drop("登记错了。", by=cast.clerk)
    assert told(cast, cast.street) == [("热线转办", "工单 6 件，最多的是物业管理 5 件")]
    with clock.pretend(clock.now() + timedelta(days=1)):
        assert told(cast, cast.street) == []


def test_few_are_counted_without_a_category_and_elsewhere_nothing_is_told(cast, order):
    order()
    assert told(cast, cast.street) == [("热线转办", "工单 1 件")]
    assert told(cast, cast.other_street) == []


def test_an_order_counts_on_the_day_on_which_the_platform_sent_it_as_in_the_figures(cast, order):
    order(sent_at=clock.now() - timedelta(days=1))
    assert told(cast, cast.street) == []
    with clock.pretend(clock.now() - timedelta(days=1)):
        assert told(cast, cast.street) == [("热线转办", "工单 1 件")]
