"""高龄津贴: by the age reached in the month, by amounts the district has set, to each; deaths learnt of late are taken back."""

import re
from datetime import date

import pytest

from plugins.great_age.models import GreatAge, GreatSettlement
from portal import clock
from portal.entitlements.proof import faults
from portal.errors import RuleError
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database
LATE = "扣回：以前多发"


def said(settlement) -> list[tuple]:
    return [
        (each.person.name, each.for_day.month, each.quantity, each.amount_fen, each.note)
        for each in db.session.scalars(settlement.lines())
    ]


def test_no_amount_is_assumed(old, settle):
    with pytest.raises(RuleError, match="还没有规定高龄津贴标准"):
        settle(10)


def test_each_gets_the_highest_amount_reached_and_the_rule_is_named(rule, old, settle):
    rule(date(2026, 9, 1), tier1="100", tier2="200")
    settlement = settle(10)
    assert said(settlement) == [("白玉兰", 10, 1, 10_000, ""), ("何桂英", 10, 1, 20_000, "")]
    assert {each.basis for each in db.session.scalars(settlement.lines())} == {"达拉特旗规定，2026-09-01 起执行"}
    assert faults(settlement) == []


def test_a_death_learnt_of_late_is_taken_back_next_month(cast, on, rule, old, settle):
    rule(date(2026, 8, 1), tier1="100", tier2="200")
    september = settle(9)
    with on(2026, 10, 20):
        old[0].stop(date(2026, 8, 20), "died", by=cast.director)
        db.session.commit()
    october = settle(10)
    assert said(october) == [("何桂英", 10, 1, 20_000, ""), ("白玉兰", 9, -1, -10_000, LATE)]
    assert faults(september) == faults(october) == []


def test_each_is_paid_and_what_is_to_be_got_back_stands_there(cast, on, rule, old, settle, pay_out):
    rule(date(2026, 8, 1), tier1="100", tier2="200")
    pay_out(9, paid=False)
    with on(2026, 10, 20):
        old[0].stop(date(2026, 8, 20), "died", by=cast.director)
        db.session.commit()
    october = settle(10)
    with on(2026, 11, 3):
        october.check(by=cast.director)
        october.review(by=cast.district)
        october.publish(by=cast.district)
    with on(2026, 11, 20):
        october.settle(by=cast.district)
        db.session.commit()
        assert [(each.name, each.amount_fen) for each in october.payments] == [("白玉兰", -10_000), ("何桂英", 20_000)]
        assert faults(october) == []


def test_nobody_is_entered_twice(cast, old):
    with pytest.raises(RuleError, match="已经登记"):
        GreatAge.enrol(unit=cast.taixing, person=old[0].person, valid_from=date(2026, 2, 1), by=cast.director)


def test_nobody_too_young_for_every_tier_is_entered(cast, rule, old):
    rule(date(2026, 1, 1), tier1="100", tier2="200")
    young = old[0].person
    old[0].stop(date(2026, 1, 31), "moved", by=cast.director)
    young.birth_date = date(1990, 5, 1)
    with pytest.raises(RuleError, match="从 2026-03-01 起还不满 80 周岁"):
        GreatAge.enrol(unit=cast.taixing, person=young, valid_from=date(2026, 3, 1), by=cast.director)


@pytest.mark.parametrize("place", ["taixing", "outside_community"])
def test_a_month_is_not_paid_twice_after_a_stop(cast, on, rule, old, settle, place):
    rule(date(2026, 8, 1), tier1="100", tier2="200")
    settle(9)
    with on(2026, 10, 20):
        old[1].stop(date(2026, 10, 15), "moved", by=cast.director)
        again = {"unit": getattr(cast, place), "person": old[1].person, "by": None}
        for day in (date(2026, 9, 1), date(2026, 10, 16)):
            with pytest.raises(RuleError, match="2026年10月已经计发，不能重复：请从 2026-11-01 起登记"):
                GreatAge.enrol(valid_from=day, **again)
        GreatAge.enrol(valid_from=date(2026, 11, 1), **again)
        db.session.commit()
    assert said(settle(10)) == [("白玉兰", 10, 1, 10_000, ""), ("何桂英", 10, 1, 20_000, "")]


def test_the_month_that_is_next_is_chosen_beforehand(on, rule, old, settle, as_user):
    rule(date(2026, 8, 1), tier1="100", tier2="200")
    db.session.commit()
    at = "/great_age/settlements/new"
    with on(2026, 11, 2):
        assert beforehand(as_user("clerk").page(at)) == "2026年10月", "of the first the latest that is over"
    settle(9)
    with on(2026, 11, 2):
        assert beforehand(as_user("clerk").page(at)) == "2026年10月"
    settle(10)
    with on(2026, 11, 2):
        assert beforehand(as_user("clerk").page(at)) == "2026年11月"


def beforehand(page) -> str:
    """The month that stands first."""
    return re.search("月份必填(20[0-9]+年[0-9]+月)", page.text)[1]


def test_it_is_settled_by_the_street(cast, old):
    with pytest.raises(RuleError, match="按乡镇街道"):
        GreatSettlement.draw_up(date(2026, 1, 1), unit=cast.taixing, by=cast.clerk)


def test_the_timeline_keeps_the_last_digits_of_an_account(cast, old):
    old[0].change_account("农村信用社", "6217000012345678901", by=cast.director)
    assert old[0].events[-1].note == "农村信用社　**** 8901"


def test_the_list_for_the_bank_is_kept_from_who_submitted_and_until_it_is_due(cast, on, rule, old, settle, as_user):
    rule(date(2026, 9, 1), tier1="100", tier2="200")
    october = settle(10)
    at = f"/great_age/settlements/{october.id}/bank.xlsx"
    with on(2026, 11, 3):
        assert as_user("district").get(at).status_code == 409
    october.list_payments()
    october.status, october.maker_id = "settled", cast.district.id
    db.session.commit()
    with on(2026, 11, 20):
        assert as_user("district").get(at).status_code == 403
        october.maker_id = cast.clerk.id
        db.session.commit()
        assert as_user("district").get(f"{at}?export_purpose=代发").status_code == 200
        assert "请写明用途" in as_user("district").page(f"{at}?export_purpose=").text, "whole account numbers"
        assert at in as_user("district").page(at.removesuffix("/bank.xlsx")).links()


def test_of_who_is_restricted_nothing_is_printed_listed_or_paid(cast, on, rule, old, settle, as_user):
    rule(date(2026, 9, 1), tier1="100", tier2="200")
    october = settle(10)
    october.list_payments()
    october.status, at = "settled", f"/great_age/settlements/{october.id}"
    old[0].person.restricted_at = clock.now()
    db.session.commit()
    with on(2026, 11, 20):
        district = as_user("district")
        text = district.get(f"{at}/lines.csv?export_purpose=核对").get_data(as_text=True)
        assert ("白玉兰" in text, "何桂英" in text) == (False, True)
        assert "另有 1 人涉及限制处理的个人信息，没有导出" in text
        assert district.get(f"{at}/settlement_sheet.pdf").status_code == 422
        assert district.get(f"{at}/bank.xlsx").status_code == 422
        with pytest.raises(RuleError, match=r"白.*限制处理，不能发放"):
            october.pay("1", date(2026, 11, 20), by=cast.district)


@pytest.mark.parametrize("month", [10, 11], ids=["before the freeze", "after the list was made"])
def test_who_changed_an_account_does_not_pay_it(cast, on, rule, old, settle, as_user, month):
    rule(date(2026, 9, 1), tier1="100", tier2="200")
    change = {"bank": "农村信用社", "account": "6222000011112222", "by": cast.director}
    if month == 10:
        old[0].change_account(**change)
    october = settle(10)
    october.status = "settled"
    october.list_payments()
    if month == 11:
        old[0].change_account(**change)
    db.session.commit()
    at = f"/great_age/settlements/{october.id}/bank.xlsx"
    with on(2026, 11, 20):
        assert as_user("director").get(at).status_code == 403
        assert at not in as_user("director").page(at.removesuffix("/bank.xlsx")).links()
        with pytest.raises(RuleError, match="1 人的账号是您登记或者更正的，须由其他人发放"):
            october.pay("1", date(2026, 11, 20), by=cast.director)
        assert as_user("district").get(f"{at}?export_purpose=代发").status_code == 200
        old[0].change_account("农村信用社", "6222000011112222", by=cast.clerk)
        october.pay("1", date(2026, 11, 20), by=cast.director)
        assert october.status == "paid"


def test_who_corrects_a_row_has_not_entered_its_account(cast, on, rule, old, settle):
    """The director put an account of his own there, and a clerk corrects the first day."""
    rule(date(2026, 1, 1), tier1="100", tier2="200")
    settle(9)
    with on(2026, 10, 20):
        old[0].change_account("农村信用社", "6222000011112222", by=cast.director)
        again = old[0].correct_start(date(2026, 9, 15), "填错月份。", by=cast.clerk)
        db.session.commit()
    october = settle(10)
    october.status = "settled"
    october.list_payments()
    db.session.commit()
    assert october.accounts([again.person_id])[again.person_id][1] == "6222000011112222"
    assert "1 人的账号是您登记或者更正的" in october.keeps_from_paying(cast.director)
    assert october.keeps_from_paying(cast.clerk) == ""


@pytest.mark.parametrize("settled", [True, False])
def test_the_account_of_one_is_not_that_of_another(cast, on, rule, old, settle, settled):
    rule(date(2026, 1, 1), tier1="100", tier2="200")
    if settled:
        settle(9)
    with on(2026, 10, 20):
        old[0].change_account("农村信用社", "6222000011112222", by=cast.director)
        meant = factories.resident(cast.taixing, name="白玉蓝")
        meant.birth_date = date(1930, 1, 1)
        again = old[0].correct_person(meant, "同名登记错人。", by=cast.clerk)
        db.session.commit()
    assert (again is old[0]) != settled
    assert (again.bank, again.account, again.account_by_id) == ("", None, None)


def test_what_is_to_be_got_back_is_not_paid_by_the_receipt_of_the_bank(cast, on, rule, old, settle, as_user):
    rule(date(2026, 8, 1), tier1="100", tier2="200")
    settle(9)
    with on(2026, 10, 20):
        old[0].stop(date(2026, 8, 20), "died", by=cast.director)
        db.session.commit()
    october = settle(10)
    october.status = "settled"
    october.list_payments()
    db.session.commit()
    back, given = october.payments
    with on(2026, 11, 20):
        october.pay("HD1", date(2026, 11, 20), by=cast.district)
        db.session.commit()
        assert (october.status, given.status, back.status_name) == ("settled", "paid", "待追回")
        assert "1 笔 200.00 元" in october.events[-1].note
        at = f"/great_age/settlements/{october.id}"
        district = as_user("district")
        page = district.page(at)
        [recovery] = [link for link in page.links() if link.endswith("/recovery")]
        assert "待追回" in page.text
        page = district.fill(district.page(recovery), receipt="收据 12", paid_on="2026-11-20")
        assert "已追回" in page.text
    db.session.expire_all()
    assert (october.status, back.status, back.receipt) == ("paid", "recovered", "收据 12")
    assert faults(october) == []


def test_nobody_too_young_today_is_entered_from_a_day_before_the_rules(cast, on, rule, old):
    rule(date(2026, 8, 1), tier1="100", tier2="200")
    young = factories.resident(cast.taixing, name="正确人")
    young.birth_date = date(1990, 3, 12)
    with on(2026, 10, 20):
        with pytest.raises(RuleError, match="还不满 80 周岁"):
            GreatAge.enrol(unit=cast.taixing, person=young, valid_from=date(2026, 5, 1), by=cast.director)
        with pytest.raises(RuleError, match="还不满 80 周岁"):
            old[0].correct_person(young, "身份证号输错。", by=cast.director)


def test_accounts_are_those_of_the_street_that_pays(cast, on, rule, old, settle):
    rule(date(2026, 9, 1), tier1="100", tier2="200")
    october = settle(10)
    old[0].bank, old[0].account = "农村信用社", "6217000012345678"
    elsewhere = GreatAge(
        person=old[0].person, born_on=old[0].born_on, valid_from=date(2026, 11, 1), bank="外地银行", number="2号"
    )
    elsewhere.place(cast.outside_community)
    db.session.add(elsewhere)
    db.session.commit()
    assert october.accounts([old[0].person_id]) == {old[0].person_id: ("农村信用社", "6217000012345678")}


def test_who_was_settled_is_not_taken_back_with_the_file(rule, old, settle):
    assert old[0].settled() == ""
    old[1].valid_from = date(2026, 10, 5)  # within the first month that is settled
    rule(date(2026, 8, 1), tier1="100", tier2="200")
    settle(10)
    assert "已经结算过" in old[0].settled()
    assert "已经结算过" in old[1].settled()
