"""What the page of a settlement says of what is left, and asks before a debt is given up."""

from datetime import date

import pytest

from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database
WHY = {"cause": "died", "reason": "已去世，没有遗产，家属两次说明。", "document": "社区调查说明 12 号"}


@pytest.fixture(autouse=True)
def amounts(rule):
    rule(date(2026, 1, 1), tier1="100", tier2="200")


@pytest.fixture
def august(cast, on, old, pay_out):
    """何桂英 died in June and got July."""
    pay_out(7)
    with on(2026, 8, 25):
        old[1].stop(date(2026, 6, 20), "died", by=cast.director)
        db.session.commit()
    return pay_out(8)


def test_only_debts_are_left(on, august, as_user):
    with on(2026, 9, 21):
        text = as_user("director").page("/").text
        assert "高龄津贴月结待办" in text
        assert "已超期 0" in text
        text = as_user("director").page(f"/great_age/settlements/{august.id}").text
    assert "还有 1 笔 200.00 元待追回：登记追回，或者提出核销" in text
    assert "按支付清单发放" not in text
    assert "元 元" not in text
    assert "元元" not in text


def test_nothing_grave_is_chosen_beforehand(on, august, old, as_user):
    debt = next(each for each in august.payments if each.amount_fen < 0)
    with on(2026, 9, 21):
        director = as_user("director")
        form = director.page(f"/great_age/settlements/{august.id}/payments/{debt.id}/write-off")
        refused = director.fill(form, reason=WHY["reason"], document=WHY["document"])
        assert (refused.status, "请选择原因" in refused.text) == (422, True)
        form = director.page(f"/great_age/recipients/{old[0].id}/stop")
        refused = director.fill(form, on="2026-09-20")
        assert (refused.status, "请选择原因" in refused.text) == (422, True)


def test_who_is_still_paid_is_not_forgiven(cast, on, old, pay_out):
    pay_out(7)
    with on(2026, 8, 25):
        old[1].stop(date(2026, 6, 20), "moved", by=cast.director)
        db.session.commit()
    august = pay_out(8)
    debt = next(each for each in august.payments if each.amount_fen < 0)
    with on(2026, 9, 21):
        proposal = august.propose_write_off(debt, **WHY, by=cast.clerk)
        old[1].resume(date(2026, 9, 1), "迁回。", by=cast.director)
        with pytest.raises(RuleError, match="还在发，这一笔在下一期自动扣回"):
            august.decide_write_off(proposal, "同意。", approved=True, by=cast.district)
        august.decide_write_off(proposal, "自动扣回。", approved=False, by=cast.district)


def test_several_months_of_one_settlement_have_one_sum(cast, on, old, august, as_user):
    with on(2026, 9, 21):
        text = as_user("director").page(f"/great_age/recipients/{old[1].id}").text
        assert "合计" not in text
        assert "银行代发清单" not in as_user("district").page(f"/great_age/settlements/{august.id}").text


def test_what_is_taken_back_of_two_months_is_told_as_one_sum(cast, on, old, pay_out, as_user):
    for month in (6, 7):
        pay_out(month)
    with on(2026, 8, 25):
        old[1].stop(date(2026, 5, 20), "died", by=cast.director)
        db.session.commit()
    pay_out(8)
    with on(2026, 9, 21):
        assert "同一期的 2 笔合计 -400.00 元" in as_user("director").page(f"/great_age/recipients/{old[1].id}").text


def test_an_allowance_has_no_doubts_to_decide(settle, on, old, as_user):
    july = settle(7)
    with on(2026, 8, 3):
        assert "核对明细，初核。" in as_user("director").page(f"/great_age/settlements/{july.id}").text
