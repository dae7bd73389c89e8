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
    assert f"居民 {old[0].person_id}：各期扣回的款项相抵后还差 100.00 元。" in faults(september)
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
    assert (paid, waits) == (20_000, 0), "August and September are hers, each in its turn"
    assert [each for settlement in (june, july, august, september) for each in faults(settlement)] == []


def of(settlements: list[GreatSettlement], name: str) -> list[list[tuple]]:
    return [sorted((fen, status) for whom, fen, status in listed(each) if whom == name) for each in settlements]


def told(settlement: GreatSettlement) -> list[str]:
    return [each.note for each in settlement.events if each.verb == "withhold"]


def test_what_comes_back_from_the_bank_is_hers_and_pays_what_she_owes_as_far_as_it_goes(cast, on, old, pay_out):
    may, june, july = paid = [pay_out(month) for month in (5, 6, 7)]
    with on(2026, 8, 25):
        old[0].stop(date(2026, 5, 31), "moved", by=cast.director)
        db.session.commit()
    august = pay_out(8)
    with on(2026, 9, 25):
        back = next(each for each in may.payments if each.name == "白玉兰")
        may.bounce(back, "账号已冻结。", by=cast.district)
        db.session.commit()
    assert of([*paid, august], "白玉兰") == [
        [(10_000, "抵扣，不发")],
        [(10_000, "已发放")],
        [(10_000, "已发放")],
        [(-10_000, "已扣回"), (-10_000, "待追回")],
    ]
    assert may.events[-1].note.endswith("账号已冻结。其中 100.00 元与待追回的相抵。")
    assert told(august) == [f"没有领到的款项与多发的相抵 100.00 元，{may.number}。"]
    assert told(may) == told(june) == told(july) == []
    assert {each.reason for each in (*may.payments, *august.payments) if each.status == "withheld"} == {
        f"没有领到，与2026年8月多发的相抵，{august.number}",
        f"2026年5月的没有领到，相抵，{may.number}",
    }
    assert (may.status, august.status) == ("paid", "settled")
    assert [faults(each) for each in (*paid, august)] == [[], [], [], []]


def test_what_waits_pays_a_later_debt_the_oldest_first_and_no_more_than_it_is(cast, on, old, pay_out):
    may, june, july = paid = [pay_out(month) for month in (5, 6, 7)]
    with on(2026, 8, 25):
        for each in (june, may):
            each.bounce(next(row for row in each.payments if row.name == "白玉兰"), "账号已冻结。", by=cast.district)
        old[0].stop(date(2026, 6, 30), "moved", by=cast.director)
        db.session.commit()
    august = pay_out(8)
    assert of([*paid, august], "白玉兰") == [
        [(10_000, "抵扣，不发")],
        [(10_000, "退回")],
        [(10_000, "已发放")],
        [(-10_000, "已扣回")],
    ]
    assert told(may) == [f"没有领到的款项与多发的相抵 100.00 元，{august.number}。"]
    assert told(june) == told(july) == told(august) == []
    assert [faults(each) for each in (*paid, august)] == [[], [], [], []]
