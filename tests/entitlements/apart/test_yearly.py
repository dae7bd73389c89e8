"""取暖补贴: an allowance a year, without records of its own, paid to each."""

from datetime import date

import pytest

from portal.entitlements.proof import faults
from portal.errors import RuleError
from portal.extensions import db
from portal.settings import change


def said(settlement) -> list[tuple]:
    return [
        (each.person.name, each.for_day.year, each.quantity, each.amount_fen, each.note)
        for each in db.session.scalars(settlement.lines())
    ]


@pytest.fixture
def entitled(people, entitle, today):
    """Two of the three, since 2023."""
    with today(2023, 3, 1):
        found = [entitle(each, date(2023, 1, 1)) for each in people[:2]]
        db.session.commit()
    return found


def test_everybody_entitled_within_the_year_has_a_line_with_its_rule(entitled, heating, today):
    with today(2025, 1, 6):
        settlement = heating(date(2024, 1, 1))
        assert said(settlement) == [("王桂兰", 2024, 1, 30000, ""), ("李秀英", 2024, 1, 30000, "")]
        assert {each.basis for each in db.session.scalars(settlement.lines())} == {"系统默认值，本地未作规定"}
        assert settlement.title == "2024年度取暖补贴"


def test_the_amount_is_that_of_the_year_it_is_for(cast, entitled, heating, today):
    with today(2024, 12, 1):
        change(
            "bakery", cast.county, {"heating": ["350"]}, by=cast.district, reason="试验", valid_from=date(2025, 1, 1)
        )
        db.session.commit()
    with today(2026, 1, 6):
        assert heating(date(2024, 1, 1)).amount_fen == 60000
        later = heating(date(2025, 1, 1))
        assert later.amount_fen == 70000
        assert {each.basis for each in db.session.scalars(later.lines())} == {"达拉特旗规定，2025-01-01 起执行"}


def test_what_was_paid_too_much_or_too_little_is_a_counter_entry(people, entitle, entitled, heating, today):
    with today(2025, 1, 6):
        first = heating(date(2024, 1, 1))
    with today(2025, 6, 1):
        entitled[0].end(date(2023, 12, 1), "死亡")
        entitle(people[2], date(2024, 5, 1))
        db.session.commit()
    with today(2026, 1, 6):
        second = heating(date(2025, 1, 1))
        assert said(second) == [
            ("李秀英", 2025, 1, 30000, ""),
            ("张玉梅", 2025, 1, 30000, ""),
            ("王桂兰", 2024, -1, -30000, "扣回：以前多发"),
            ("张玉梅", 2024, 1, 30000, "补发：以前少发"),
        ]
        assert faults(first) == faults(second) == []
    with today(2027, 1, 6):
        third = heating(date(2026, 1, 1))
        assert [line[:2] for line in said(third)] == [("李秀英", 2026), ("张玉梅", 2026)], "nothing is taken back twice"


def test_it_ends_once_and_not_before_it_began(entitled):
    with pytest.raises(RuleError, match="早于起始日期"):
        entitled[0].end(date(2022, 12, 31), "迁出")
    entitled[0].end(date(2025, 1, 1), "迁出")
    with pytest.raises(RuleError, match="已于 2025-01-01 停发"):
        entitled[0].end(date(2025, 2, 1), "迁出")


def test_no_year_is_paid_twice_whoever_entered_it(people, entitle, entitled):
    with pytest.raises(RuleError, match="还没有停发"):
        entitle(people[0], date(2026, 1, 1))
    entitled[0].end(date(2025, 3, 1), "迁出")
    for day in (date(2024, 1, 1), date(2025, 12, 31)):
        with pytest.raises(RuleError, match="2025年度已经计发，不能重复：请从 2026-01-01 起登记"):
            entitle(people[0], day)
    assert entitle(people[0], date(2026, 1, 1)).valid_from == date(2026, 1, 1)


def test_each_is_paid_and_what_comes_back_is_told_with_its_reason(cast, entitled, heating, today):
    with today(2025, 1, 6):
        settlement = heating(date(2024, 1, 1))
        settlement.publish(by=cast.district)
    with today(2025, 1, 20):
        settlement.settle(by=cast.district)
        db.session.commit()
        one, other = settlement.payments
        settlement.bounce(one, "账号不存在。", by=cast.district)
        settlement.pay("电汇 118", date(2025, 1, 20), by=cast.district)
        db.session.commit()
        assert (settlement.status, one.status, other.status) == ("settled", "returned", "paid")
        with pytest.raises(RuleError, match="没有待发放"):
            settlement.pay("电汇 119", date(2025, 1, 20), by=cast.district)
        settlement.retry(one, "本人更正了账号。", by=cast.district)
        settlement.pay("电汇 119", date(2025, 1, 20), by=cast.district)
        db.session.commit()
        assert (settlement.status, one.receipt, other.receipt) == ("paid", "电汇 119", "电汇 118")
        settlement.bounce(other, "又被退回。", by=cast.district)
        assert settlement.status == "settled"
        settlement.cancel(other, "本人已去世，没有继承人。", by=cast.district)
        assert settlement.status == "paid"
