"""更正停发日期: somebody was stopped with too late a day, or should never have been entered; what was paid is taken back all the same."""

from datetime import date

import pytest

from plugins.great_age.models import GreatSettlement
from plugins.great_age.tests.test_allowance import LATE, said
from portal.entitlements.proof import faults
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def settled(cast, on, rule, old, settle):
    """September and October, of which 白玉兰 got both: stopped on 31 October as removed, in truth she died on 20 August."""
    rule(date(2026, 1, 1), tier1="100", tier2="200")
    september = settle(9)
    with on(2026, 11, 1):
        old[0].stop(date(2026, 10, 31), "moved", by=cast.director)
        db.session.commit()
    return [september, settle(10)]


@pytest.fixture
def december(cast, on):
    """`december()`: that month as submitted in January."""

    def submit() -> GreatSettlement:
        with on(2027, 1, 2):
            settlement = GreatSettlement.draw_up(date(2026, 12, 1), unit=cast.street, by=cast.clerk)
            db.session.flush()
            settlement.submit(by=cast.clerk)
            db.session.commit()
            return settlement

    return submit


def test_what_was_paid_after_the_death_is_taken_back(cast, on, old, settle, settled):
    with on(2026, 11, 20):
        again = old[0].correct_stop(date(2026, 8, 20), "died", "家属后来报告。", by=cast.director)
        db.session.commit()
    assert (old[0].status, again.status, again.valid_from, again.valid_until, again.end_reason) == (
        "void",
        "stopped",
        date(2026, 1, 1),
        date(2026, 8, 20),
        "died",
    )
    november = settle(11)
    assert said(november) == [
        ("何桂英", 11, 1, 20_000, ""),
        ("白玉兰", 10, -1, -10_000, LATE),
        ("白玉兰", 9, -1, -10_000, LATE),
    ]
    assert [faults(each) for each in (*settled, november)] == [[], [], []]


def test_a_day_may_be_corrected_again(cast, on, old, settle, settled, december):
    with on(2026, 11, 20):
        again = old[0].correct_stop(date(2026, 9, 20), "died", "家属后来报告。", by=cast.director)
        db.session.commit()
    november = settle(11)
    with on(2026, 12, 20):
        again.correct_stop(date(2026, 8, 20), "died", "死亡证明上的日期。", by=cast.director)
        db.session.commit()
    last = december()
    assert said(november)[1:] == [("白玉兰", 10, -1, -10_000, LATE)]
    assert said(last)[1:] == [("白玉兰", 9, -1, -10_000, LATE)]
    assert [faults(each) for each in (*settled, november, last)] == [[], [], [], []]


def test_who_was_stopped_but_should_never_have_been_entered_gives_everything_back(cast, on, old, settle, settled):
    with on(2026, 11, 20):
        old[0].withdraw("不是本街道户籍。", by=cast.director)
        db.session.commit()
        assert old[0].status == "void"
    november = settle(11)
    assert said(november)[1:] == [("白玉兰", 10, -1, -10_000, LATE), ("白玉兰", 9, -1, -10_000, LATE)]
    assert [faults(each) for each in (*settled, november)] == [[], [], []]


def test_a_later_day_is_a_resumption(cast, on, old, settled):
    with on(2026, 11, 20), pytest.raises(RuleError, match="只改早；以后还应当发的，请恢复"):
        old[0].correct_stop(date(2026, 11, 5), "died", "报错日期。", by=cast.director)


def test_who_was_resumed_is_annulled_first(cast, on, old, settled):
    with on(2026, 11, 20):
        again = old[0].resume(date(2026, 11, 1), "误停。", by=cast.director)
        with pytest.raises(RuleError, match=f"{again.number}），请先作废那一条"):
            old[0].correct_stop(date(2026, 8, 20), "died", "家属后来报告。", by=cast.director)
        again.withdraw("没有误停。", by=cast.director)
        db.session.flush()
        assert old[0].correct_stop(date(2026, 8, 20), "died", "家属后来报告。", by=cast.director).status == "stopped"


def test_it_is_asked_on_the_page(on, old, as_user, settled):
    at = f"/great_age/recipients/{old[0].id}"
    with on(2026, 11, 20):
        clerk = as_user("clerk")
        form = clerk.page(f"{at}/earlier-stop")
        refused = clerk.fill(form, on="2025-08-20", cause="died", reason="家属后来报告。")
        assert (refused.status, "停发日期早于起始日期" in refused.text) == (422, True)
        page = clerk.fill(form, on="2026-08-20", cause="died", reason="家属后来报告。")
        assert "2026-08-20 止" in page.text


def test_the_sum_is_told_before_and_after(on, old, settled, as_user):
    with on(2026, 11, 20):
        clerk, at = as_user("clerk"), f"/great_age/recipients/{old[1].id}"
        assert "已结算的 400.00 元多发了，要追回" in clerk.page(f"{at}/withdrawal").text
        assert "已结算 400.00 元，其中最后一天那个月以后的要追回" in clerk.page(f"{at}/stop").text
        clerk.fill(clerk.page(f"{at}/stop"), reason="died", on="2026-09-20")
    db.session.expire_all()
    assert old[1].events[-1].note == (
        "死亡，最后一天 2026-09-20。已结算的 200.00 元多发了，要追回：以后还有款项的自动扣回，没有的登记追回。"
    )


def test_the_sum_of_a_first_day_that_was_too_early(cast, on, old, settled):
    with on(2026, 11, 20):
        old[1].correct_start(date(2026, 10, 5), "填错月份。", by=cast.clerk)
        db.session.commit()
    assert "已结算的 200.00 元多发了" in old[1].events[-1].note
