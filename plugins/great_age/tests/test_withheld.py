"""扣回: what was paid too much is withheld from the next months, until it is level; whoever gets nothing more stays 待追回."""

from datetime import date

import pytest

from plugins.great_age.models import GreatSettlement
from portal.entitlements.proof import faults
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def amounts(rule):
    rule(date(2026, 1, 1), tier1="100", tier2="200")


def listed(settlement: GreatSettlement) -> list[tuple]:
    return sorted((each.name, each.amount_fen, each.status_name) for each in settlement.payments)


def test_it_is_withheld_month_by_month_until_it_is_level(cast, on, old, pay_out):
    for month in (5, 6, 7):
        pay_out(month)
    with on(2026, 8, 25):
        old[0].correct_start(date(2026, 8, 1), "起始日期写错了。", by=cast.director)
        db.session.commit()
    august, september = pay_out(8), pay_out(9)
    assert listed(august) == [
        ("何桂英", 20_000, "已发放"),
        ("白玉兰", -10_000, "已扣回"),
        ("白玉兰", -10_000, "待追回"),
    ]
    assert listed(september) == [("何桂英", 20_000, "已发放"), ("白玉兰", 10_000, "抵扣，不发")]
    assert (august.status, september.status) == ("settled", "paid")
    october, november = pay_out(10), pay_out(11)
    assert ("白玉兰", 10_000, "抵扣，不发") in listed(october)
    assert ("白玉兰", 10_000, "已发放") in listed(november)
    assert august.status == "paid", "level"
    assert [each.note for each in august.events if each.verb == "withhold"] == [
        f"从2026年9月的高龄津贴中扣回多发的 100.00 元，{september.number}。",
        f"从2026年10月的高龄津贴中扣回多发的 100.00 元，{october.number}。",
    ]
    assert "从中扣回以前多发的 100.00 元" in september.events[-2].note
    assert [faults(each) for each in (august, september, october, november)] == [[], [], [], []]


def test_whoever_gets_nothing_more_stays_to_be_asked_and_is_withheld_when_he_does(cast, on, old, pay_out, as_user):
    pay_out(7)
    with on(2026, 8, 25):
        old[1].stop(date(2026, 6, 20), "moved", by=cast.director)
        db.session.commit()
    august, september = pay_out(8), pay_out(9)
    assert ("何桂英", -20_000, "待追回") in listed(august)
    assert "何桂英" not in [name for name, *_ in listed(september)]
    with on(2026, 10, 25):
        again = old[1].resume(date(2026, 10, 1), "又迁回来。", by=cast.director)
        db.session.commit()
    october = pay_out(10)
    assert ("何桂英", 20_000, "抵扣，不发") in listed(october)
    assert (august.status, faults(august), faults(october)) == ("paid", [], [])
    with on(2026, 11, 21):
        page = as_user("director").page(f"/great_age/recipients/{again.id}")
    assert f"扣回2026年8月多发的，{august.number}" in page.text


def test_more_than_was_owed_or_less_is_proved_wrong(cast, on, old, pay_out):
    pay_out(7)
    with on(2026, 8, 25):
        old[0].correct_start(date(2026, 8, 1), "起始日期写错了。", by=cast.director)
        db.session.commit()
    august, september = pay_out(8), pay_out(9)
    assert (faults(august), faults(september)) == ([], [])
    for each in september.payments:
        if each.name == "白玉兰":
            each.status = "withheld"
    db.session.commit()
    assert any("相抵后还差 100.00 元" in each for each in faults(september))
    september.payments[0].amount_fen += 100
    db.session.commit()
    assert any("明细比支付清单多 -1.00 元" in each for each in faults(september))


def test_what_never_reached_somebody_is_not_got_back_either(cast, on, old, pay_out):
    """June and July came back from the bank and were not to be paid any more; then the first day was put right."""
    june, july = pay_out(6), pay_out(7)
    with on(2026, 8, 21):
        for settlement in (june, july):
            hers = next(each for each in settlement.payments if each.name == "白玉兰")
            settlement.bounce(hers, "账号已销户", by=cast.district)
            settlement.cancel(hers, "起始日期登记错了", by=cast.district)
        db.session.commit()
    with on(2026, 8, 25):
        old[0].correct_start(date(2026, 8, 1), "起始日期写错了。", by=cast.director)
        db.session.commit()
    august, september = pay_out(8), pay_out(9)
    hers = [row for each in (june, july, august, september) for row in listed(each) if row[0] == "白玉兰"]
    paid = sum(fen for _, fen, status in hers if status == "已发放")
    waits = sum(fen for _, fen, status in hers if status == "退回")
    assert (paid, waits) == (10_000, 10_000), "August and September are hers, one of them to be paid again"
    assert [each for settlement in (june, july, august, september) for each in faults(settlement)] == []
