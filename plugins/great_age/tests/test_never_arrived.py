"""没有领到，相抵: a month that never reached somebody is not taken from the months that are due, whenever it came back or was given up."""

from datetime import date

import pytest

from plugins.great_age.models import GreatSettlement
from portal.entitlements.foreseeing import foreseen
from portal.entitlements.proof import faults
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def amounts(rule):
    rule(date(2026, 1, 1), tier1="100", tier2="200")


def hers(*settlements: GreatSettlement) -> list[list[tuple]]:
    """What each list says of 白玉兰."""
    return [
        sorted((each.amount_fen, each.status) for each in settlement.payments if each.name == "白玉兰")
        for settlement in settlements
    ]


def payment(settlement: GreatSettlement):
    return next(each for each in settlement.payments if each.name == "白玉兰" and each.amount_fen > 0)


@pytest.fixture
def from_july(cast, on, old):
    """`from_july()` on 25 July: she was entitled since July only, so that June is taken back."""

    def correct():
        with on(2026, 7, 25):
            old[0].correct_start(date(2026, 7, 1), "起始日期写错了。", by=cast.director)
            db.session.commit()

    return correct


def test_given_up_and_taken_back_by_a_list_that_has_as_much_for_her(cast, on, pay_out, from_july):
    """The list of July would come to nothing for her, though nothing of June was ever hers."""
    june = pay_out(6)
    with on(2026, 7, 21):
        june.bounce(payment(june), "账号已销户。", by=cast.district)
        june.cancel(payment(june), "登记错了。", by=cast.district)
        db.session.commit()
    from_july()
    with on(2026, 8, 1):
        ahead = GreatSettlement.draw_up(date(2026, 7, 1), unit=cast.street, by=cast.clerk)
        db.session.flush()
        assert foreseen(ahead, 20).paid == "要付 2 人 300.00 元，扣回的 100.00 元本人没有领到，相抵"
        db.session.rollback()
    july = pay_out(7)
    assert hers(june, july) == [[(10_000, "offset")], [(-10_000, "offset"), (10_000, "paid")]]
    assert "扣回的 100.00 元本人没有领到，相抵" in next(each.note for each in july.events if each.verb == "settle")
    assert [faults(each) for each in (june, july)] == [[], []]


def test_it_comes_back_after_it_was_levelled(cast, on, pay_out, from_july):
    """July was netted with June; then the bank sends June back, so that July is still to be paid."""
    june = pay_out(6)
    from_july()
    july = pay_out(7)
    assert hers(june, july) == [[(10_000, "paid")], []]
    with on(2026, 8, 25):
        june.status = "settled"
        with pytest.raises(RuleError, match="现在是“已发放”，不能不再发放"):
            june.cancel(payment(june), "不要了。", by=cast.district)
        payment(june).status = "due"
        db.session.flush()
        with pytest.raises(RuleError, match="却已经扣回，应当补还，不能不再发放"):
            june.cancel(payment(june), "不要了。", by=cast.district)
        db.session.rollback()
        june.bounce(payment(june), "账号已销户。", by=cast.district)
        db.session.commit()
        assert hers(june, july) == [[(10_000, "offset")], [(-10_000, "offset"), (10_000, "returned")]]
        assert (june.status, july.status) == ("paid", "settled")
        assert "与那一期相抵" in june.events[-1].note
        july.retry(payment(july), "账号已更正。", by=cast.district)
        july.pay("HD9", date(2026, 8, 25), by=cast.district)
        db.session.commit()
    assert [faults(each) for each in (june, july)] == [[], []]


def test_it_comes_back_after_it_was_withheld(cast, on, old, pay_out, from_july):
    """June and May are taken back, for which July and August are withheld; then June comes back, so that August is to be paid."""
    pay_out(5)
    june = pay_out(6)
    from_july()
    july, august = pay_out(7), pay_out(8)
    assert hers(july, august) == [[(-10_000, "withheld")], [(10_000, "withheld")]]
    with on(2026, 9, 25):
        june.bounce(payment(june), "账号已销户。", by=cast.district)
        db.session.commit()
    assert hers(june, july, august) == [
        [(10_000, "offset")],
        [(-10_000, "offset")],
        [(10_000, "returned")],
    ]
    assert [faults(each) for each in (june, july, august)] == [[], [], []]


def test_it_comes_back_while_it_is_to_be_got_back(cast, on, old, pay_out):
    june, july = pay_out(6), pay_out(7)
    with on(2026, 8, 5):
        old[0].stop(date(2026, 6, 20), "died", by=cast.director)
        db.session.commit()
    august = pay_out(8)
    assert hers(august) == [[(-10_000, "due")]]
    with on(2026, 9, 25):
        july.bounce(payment(july), "账号已冻结。", by=cast.district)
        db.session.commit()
    assert hers(june, july, august) == [[(10_000, "paid")], [(10_000, "offset")], [(-10_000, "offset")]]
    assert (july.status, august.status) == ("paid", "paid")


def test_what_she_gave_up_pays_no_debt(cast, on, old, pay_out):
    """She gives up June; July was paid though she had moved away: July is to be got back all the same."""
    june, july = pay_out(6), pay_out(7)
    with on(2026, 8, 5):
        june.bounce(payment(june), "本人要求退回。", by=cast.district)
        june.cancel(payment(june), "本人放弃。", by=cast.district)
        old[0].stop(date(2026, 6, 30), "moved", by=cast.director)
        db.session.commit()
    august = pay_out(8)
    assert hers(june, july, august) == [[(10_000, "cancelled")], [(10_000, "paid")], [(-10_000, "due")]]
    assert [each for settlement in (june, july, august) for each in faults(settlement)] == []
    assert not [each for each in june.events if each.verb in ("withhold", "offset")]


def test_what_is_lost_is_a_fault(cast, on, old, pay_out, from_july):
    june = pay_out(6)
    from_july()
    july = pay_out(7)
    payment(june).status = "cancelled"
    db.session.commit()
    assert [each.replace(f"{old[0].person_id}", "1") for each in faults(june)] == [
        "居民 1：没有领到的 100.00 元又被2026年7月扣回，少得这些。"
    ]
    assert faults(july) == []


def test_what_waits_pays_the_debt_that_is_foreseen(cast, on, old, pay_out, as_user):
    """May and June were not hers; July is, and came back and waits: after August she owes nothing."""
    pay_out(5)
    pay_out(6)
    july = pay_out(7)
    with on(2026, 8, 25):
        old[0].correct_start(date(2026, 7, 1), "起始日期写错了。", by=cast.director)
        july.bounce(payment(july), "账号已冻结。", by=cast.district)
        db.session.commit()
    with on(2026, 9, 1):
        august = GreatSettlement.draw_up(date(2026, 8, 1), unit=cast.street, by=cast.clerk)
        db.session.commit()
        assert foreseen(august, 20).paid == "要付 1 人 200.00 元"
        assert "现在提交" in as_user("clerk").page(f"/great_age/settlements/{august.id}").text
        assert "现在提交" not in as_user("grid").page(f"/great_age/settlements/{august.id}").text


def test_august_is_not_settled_before_july(cast, on, old, settle):
    july, august = settle(7), settle(8)
    with on(2026, 9, 3):
        for each in (july, august):
            each.check(by=cast.director)
            each.review(by=cast.district)
            each.publish(by=cast.district)
    with on(2026, 9, 20):
        with pytest.raises(RuleError, match="2026年7月还没有结算"):
            august.settle(by=cast.district)
        july.settle(by=cast.district)
        august.settle(by=cast.district)
        assert august.status == "settled"
