"""上报、下派: what one level cannot settle goes to the next, and nothing is out of sight or on no desk meanwhile."""

from datetime import date, timedelta

import pytest

from portal import clock
from portal.accounts.models import Appointment, User
from portal.cases.models import Case
from portal.cases.models.referral import Referral
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database
SAID = {"reason": "没有执法权。", "done": "现场看过两次。", "asked": "请协调执法。"}


@pytest.fixture
def county(cast):
    """A clerk of the county and one of another street."""
    for name, unit in (("county_clerk", cast.county), ("other_clerk", cast.other_street)):
        user = User(username=name, name=name)
        user.set_password("Ceshi-2026-Mima")
        user.appointments.append(Appointment(unit=unit, role="clerk", valid_from=date(2020, 1, 1)))
        db.session.add(user)
        db.session.flush()
        cast.user_ids[name] = user.id
    db.session.commit()
    yield cast
    for name in ("county_clerk", "other_clerk"):
        del cast.user_ids[name]


@pytest.fixture
def case(county) -> Case:
    case = factories.case(county.taixing, by=county.clerk, title="违法采砂")
    db.session.commit()
    return case


def escalated(case: Case, cast) -> Referral:
    case.escalate(cast.county, **SAID, by=cast.clerk)
    db.session.commit()
    return case.referrals[-1]


def desk(client) -> str:
    return client.page("/").text


def test_until_it_is_taken_it_stays_with_the_street_and_stands_on_both_desks(as_user, county, case):
    street, above = as_user("clerk"), as_user("county_clerk")
    page = street.fill(street.page(f"/cases/{case.id}/escalation"), unit_id=str(county.county.id), **SAID)
    assert "等上级接受" in page.text
    assert "没有执法权" in page.text
    assert "已上报、下派，等接受 1" in desk(street)
    assert "待受理分流 1" in desk(street)
    assert "上报、下派待接受 1" in desk(above)
    assert "违法采砂" in above.page("/cases?status=referred").text
    assert street.page(f"/cases/{case.id}/escalation").status == 409


def test_taken_it_is_the_countys_and_the_street_goes_on_seeing_it(as_user, county, case):
    row, due = escalated(case, county), case.due_at
    street, above = as_user("clerk"), as_user("county_clerk")
    page = above.page(f"/cases/{case.id}/referrals/{row.id}/acceptance")
    assert "现场看过两次" in page.text
    assert "由本单位负责" in above.fill(page).text
    db.session.refresh(case)
    assert (case.charge, case.unit_id, case.due_at, case.status) == (1, county.taixing.id, due, "registered")
    assert "违法采砂" not in desk(street)
    assert "违法采砂" in desk(above)
    assert street.page(f"/cases/{case.id}").status == 200
    assert street.page(f"/cases/{case.id}/triage").status == 403
    assert "违法采砂" in street.page("/cases?status=above").text
    with pytest.raises(NotAllowed, match="由上级单位负责"):
        case.accept(by=county.clerk)


def test_the_street_is_told_how_it_went(as_user, county, case):
    escalated(case, county).take_over(by=county.county_clerk)
    case.triage(kind="0201", level="minor", by=county.county_clerk)
    case.resolve("已经查处。", by=county.county_clerk)
    db.session.commit()
    street = as_user("clerk")
    assert "上报、下派的结果 1" in desk(street)
    assert "违法采砂" in street.page("/cases/referrals").text
    notice = street.page(f"/cases/referrals/{case.referrals[0].id}/notice")
    assert "已经查处" in notice.text
    street.fill(notice)
    assert "上报、下派的结果 1" not in desk(street)
    assert street.page(f"/cases/referrals/{case.referrals[0].id}/notice").status in (409, 422)


def test_more_than_fit_on_one_page_go_on_on_the_next(as_user, county, monkeypatch):
    monkeypatch.setattr("portal.cases.escalation.PER_PAGE", 2)
    for number in range(3):
        made = factories.case(county.taixing, by=county.clerk, title=f"采砂之{number}")
        escalated(made, county).refuse("属于街道职责。", by=county.county_clerk)
    db.session.commit()
    page = as_user("clerk").page("/cases/referrals")
    assert ("采砂之1" in page.text, "采砂之2" in page.text, "共 3 条" in page.text) == (True, False, True)
    (after,) = page.tree.xpath("//nav[@aria-label='分页']/a[text()='下一页']/@href")
    page = as_user("clerk").page(after)
    assert ("采砂之1" in page.text, "采砂之2" in page.text) == (False, True)


def test_sent_back_it_stays_with_the_street_which_reads_why(as_user, county, case):
    row, above = escalated(case, county), as_user("county_clerk")
    assert above.fill(above.page(f"/cases/{case.id}/referrals/{row.id}/return"), text="").status == 422
    above.fill(above.page(f"/cases/{case.id}/referrals/{row.id}/return"), text="属于街道职责。")
    db.session.refresh(case)
    assert (row.status, case.charge) == ("refused", None)
    assert "属于街道职责" in as_user("clerk").page(f"/cases/referrals/{row.id}/notice").text
    case.accept(by=county.clerk)


def test_as_often_as_the_rules_say_and_never_past_a_level(county, case):
    with pytest.raises(RuleError, match="上一级"):
        case.escalate(county.city, **SAID, by=county.clerk)
    for _ in range(2):
        escalated(case, county).refuse("属于街道职责。", by=county.county_clerk)
    with pytest.raises(RuleError, match="退回 2 次"):
        case.escalate(county.county, **SAID, by=county.clerk)
    change("cases", county.county, {"skip_levels": ["yes"], "most_referrals": ["3"]}, by=None, reason="旗文件")
    case.escalate(county.city, **SAID, by=county.clerk)
    assert case.referral.to_unit == county.city


def test_before_it_is_taken_it_is_undone_by_the_street_and_by_nobody_else(county, case):
    row = escalated(case, county)
    with pytest.raises(NotAllowed):
        row.undo(by=county.county_clerk)
    with pytest.raises(NotAllowed):
        row.take_over(by=county.clerk)
    row.undo(by=county.clerk)
    with pytest.raises(WrongState, match="已撤回"):
        row.take_over(by=county.county_clerk)


def test_what_came_up_and_what_was_passed_on_have_a_list_each(as_user, county, case):
    escalated(case, county)
    street, above = as_user("clerk"), as_user("county_clerk")
    for client, holds in ((street, "passed_on"), (above, "received")):
        for key in ("received", "passed_on"):
            assert ("违法采砂" in client.page(f"/cases?desk={key}").text) == (key == holds)


def test_what_the_county_hands_down_moves_to_the_street_and_back_where_it_is_refused(as_user, county):
    case = factories.case(county.county, by=county.county_clerk, title="旗里接的事")
    with pytest.raises(RuleError, match="办理时限"):
        case.delegate(county.other_street, "就地化解。", clock.today() + timedelta(days=90), by=county.county_clerk)
    with pytest.raises(RuleError, match="交办"):
        case.delegate(county.labour_bureau, "就地化解。", clock.today(), by=county.county_clerk)
    db.session.commit()
    above, street = as_user("county_clerk"), as_user("other_clerk")
    form = above.page(f"/cases/{case.id}/delegation")
    above.fill(form, unit_id=str(county.other_street.id), asked="就地化解。", due_on=f"{clock.today()}")
    db.session.refresh(case)
    row = case.referrals[0]
    assert (case.unit_id, case.charge, row.status) == (county.other_street.id, 1, "pending")
    assert "上报、下派待接受 1" in desk(street)
    assert "上报、下派待接受 1" not in desk(above)
    assert "已上报、下派，等接受 1" in desk(above)
    with pytest.raises(NotAllowed):
        case.accept(by=county.other_clerk)
    row.refuse("不在我们辖区。", by=county.other_clerk)
    assert (case.unit_id, case.charge) == (county.county.id, None)
    with pytest.raises(NotAllowed):
        case.delegate(county.other_street, "就地化解。", clock.today(), by=county.other_clerk)


def test_taken_the_street_is_in_charge_and_cannot_refuse_for_ever(county):
    change("cases", county.county, {"most_returns": ["0"]}, by=None, reason="旗文件")
    case = factories.case(county.county, by=county.county_clerk)
    case.delegate(county.other_street, "就地化解。", clock.today(), by=county.county_clerk)
    with pytest.raises(RuleError, match="不能再退回"):
        case.referral.refuse("不归我们管。", by=county.other_clerk)
    case.referral.take_over(by=county.other_clerk)
    assert case.charge == 2
    case.accept(by=county.other_clerk)
    case.assign(county.labour_bureau, by=county.county_clerk)


def test_withdrawn_meanwhile_nothing_waits_any_longer(county, case):
    row = escalated(case, county)
    case.withdraw(case.side(1), "visit", "和好了。", by=county.clerk)
    assert (row.status, case.referral) == ("ended", None)
    with pytest.raises(WrongState):
        row.take_over(by=county.county_clerk)


def test_who_works_elsewhere_finds_nothing(as_user, county, case):
    row = escalated(case, county)
    outsider = as_user("outsider")
    for place in (f"/cases/{case.id}/escalation", f"/cases/{case.id}/referrals/{row.id}/acceptance"):
        assert outsider.page(place).status == 404
    assert outsider.page(f"/cases/referrals/{row.id}/notice").status == 404
