"""拟包、批准、延期、升级、换人: who settles the five, and what may change."""

from datetime import timedelta

import pytest

from plugins.sponsored.samples import STRIKING
from portal import clock
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


def test_another_than_who_drafted_it_approves(cast, draft):
    made = draft(by=cast.director)
    with pytest.raises(NotAllowed, match="拟包的人"):
        made.approve(by=cast.director)
    made.approve(by=cast.district)
    assert (made.status, made.next_contact_on) == ("active", clock.today() + timedelta(days=7))


def test_a_case_has_one_sponsor_at_a_time(draft):
    draft()
    with pytest.raises(RuleError, match="已经包案"):
        draft()


def test_a_case_that_nobody_accepted_gets_none(cast, draft):
    with pytest.raises(WrongState, match="受理以后"):
        draft(factories.case(cast.taixing, by=cast.clerk))


def test_a_closed_case_may_get_one(case, cast, draft):
    case.resolve("当场答复。", by=cast.director)
    assert draft().status == "drafted"


def test_the_limit_lies_ahead(draft):
    with pytest.raises(RuleError, match="今天以后") as refused:
        draft(due_on=clock.today())
    assert refused.value.at == "due_on"


def test_what_was_refused_is_filled_in_again(as_user, cast, draft):
    made = draft(measures="先摸清底数，再逐户商量。")
    made.refuse("写得太笼统。", by=cast.director)
    db.session.commit()
    page = as_user("clerk").page(f"/sponsored/cases/{made.case_id}/new")
    assert page.fields(page.form())["measures"] == "先摸清底数，再逐户商量。"


def test_it_is_prolonged_once(cast, sponsored):
    before = sponsored.due_on
    sponsored.ask_for_time(before + timedelta(days=30), "等待鉴定。", by=cast.department)
    sponsored.grant(by=cast.district)
    assert (sponsored.status, sponsored.due_on) == ("active", before + timedelta(days=30))
    with pytest.raises(RuleError, match="不能再延"):
        sponsored.ask_for_time(before + timedelta(days=60), "还要等。", by=cast.department)


def test_time_that_is_refused_may_be_asked_for_again(cast, sponsored):
    before = sponsored.due_on
    sponsored.ask_for_time(before + timedelta(days=30), "等待鉴定。", by=cast.department)
    sponsored.keep_limit("可以先谈。", by=cast.district)
    assert (sponsored.status, sponsored.due_on, sponsored.extended) == ("active", before, False)


def test_whoever_asked_for_time_does_not_grant_it(cast, sponsored):
    sponsored.ask_for_time(sponsored.due_on + timedelta(days=30), "等待鉴定。", by=cast.director)
    with pytest.raises(NotAllowed, match="申请延期的人"):
        sponsored.grant(by=cast.director)


def test_a_higher_grade_is_met_sooner(cast, sponsored):
    with pytest.raises(RuleError, match="更高"):
        sponsored.raise_grade("plain", "降级。", by=cast.director)
    sponsored.raise_grade("grave", "人数增加。", by=cast.director)
    assert sponsored.next_contact_on == clock.today() + timedelta(days=1)


def test_another_leader_gets_it_handed_over(cast, sponsored):
    sponsored.change_leader(cast.district, "分工调整。", by=cast.director)
    (handover,) = sponsored.handovers
    assert (sponsored.leader, handover.from_whom, sponsored.handover) == (cast.district, cast.director, handover)
    with pytest.raises(NotAllowed, match="接手的"):
        handover.take_over("见过两次面。", "没有。", by=cast.department)
    handover.take_over("见过两次面。", "没有。", by=cast.district)
    assert sponsored.handover is None


def test_it_is_not_struck_off_before_it_is_handed_over(cast, sponsored):
    sponsored.change_leader(cast.district, "分工调整。", by=cast.director)
    with pytest.raises(RuleError, match="没有交接"):
        sponsored.ask_to_strike(by=cast.department, **STRIKING)


def test_another_may_be_in_charge_of_it(cast, sponsored):
    sponsored.change_handler(cast.grid, cast.grid1, "由网格办理。", by=cast.director)
    assert (sponsored.responsible, sponsored.handler) == (cast.grid1, cast.grid)
    assert not sponsored.allows(cast.department, "sponsored.handle")
