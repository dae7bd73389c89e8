"""From the investigation to the decision, the publication and the reconsideration."""

from datetime import timedelta

import pytest

from plugins.heroes import core_hooks
from plugins.heroes.tests.conftest import STATEMENT, votes
from portal import clock
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.plugin.hookspecs import Context


def later(**time):
    return clock.pretend(clock.now() + timedelta(**time))


def night(cast) -> str:
    return core_hooks.end_publications(Context(cast.county, None, clock.now()), lambda done, total: None)


def test_nothing_is_concluded_without_evidence_and_a_statement(cast, bring):
    deed = bring("investigating")
    with pytest.raises(RuleError, match="至少要有一项证据"):
        deed.conclude("属实", [], by=cast.director)
    with pytest.raises(RuleError, match="早于开始时间"):
        deed.take_statement(by=cast.director, **STATEMENT | {"ended_at": STATEMENT["held_at"] - timedelta(hours=1)})


def test_a_legal_duty_bars_the_proposal(cast, bring):
    deed = bring("investigating")
    deed.add_evidence(by=cast.director, kind="police", content="记录", obtained_on=clock.today())
    deed.take_statement(by=cast.director, **STATEMENT)
    deed.conclude("系值班民警。", ["duty"], by=cast.director)
    with pytest.raises(RuleError, match="法定职责"):
        deed.hold_review(held_on=clock.today(), votes=votes(), opinion="", by=cast.district)


@pytest.mark.parametrize(
    ("against", "total", "status"), [(0, 5, "proposed"), (2, 5, "proposed"), (3, 6, "awaiting"), (4, 5, "awaiting")]
)
def test_more_than_half_decide(cast, bring, against, total, status):
    deed = bring("review")
    deed.hold_review(held_on=clock.today(), votes=votes(against, total), opinion="", by=cast.district)
    assert deed.status == status
    if status == "awaiting":
        with pytest.raises(RuleError, match="评审没有通过"):
            deed.confirm("", by=cast.district)


def test_the_panel_must_be_complete_and_nobody_votes_twice(cast, bring):
    deed = bring("review")
    with pytest.raises(RuleError, match="至少 5 人"):
        deed.hold_review(held_on=clock.today(), votes=votes(total=4), opinion="", by=cast.district)
    twice = votes()
    twice[1].member = twice[0].member
    with pytest.raises(RuleError, match="只能投一票"):
        deed.hold_review(held_on=clock.today(), votes=twice, opinion="", by=cast.district)


def test_the_night_ends_a_publication_that_is_over_and_no_other(cast, bring):
    deed = bring("published")
    assert "0 件，异议未答复 0 件" in night(cast)
    with pytest.raises(RuleError, match="才期满"):
        deed.end_publication(by=cast.district)
    with later(days=30):
        assert "转入确认 1 件" in night(cast)
    assert deed.status == "awaiting"
    assert deed.events[-1].actor is None


def test_an_objection_keeps_the_publication_open_until_it_is_answered(cast, bring):
    deed = bring("published")
    raised = deed.object(by=cast.district, received_on=clock.today(), objector="宋某", text="请核实")
    with pytest.raises(RuleError, match="公示期内"):
        deed.object(by=cast.district, received_on=clock.today() - timedelta(days=1), objector="宋某", text="太早")
    db.session.flush()
    with later(days=30):
        assert "异议未答复 1 件" in night(cast)
        assert deed.status == "published"
        deed.answer_objection(raised, "经查不实", upheld=False, by=cast.district)
        night(cast)
    assert deed.status == "awaiting"


def test_an_objection_that_holds_leads_back_to_the_investigation(cast, bring):
    deed = bring("published")
    raised = deed.object(by=cast.district, received_on=clock.today(), objector="宋某", text="请核实")
    deed.answer_objection(raised, "情况属实", upheld=True, by=cast.district)
    assert deed.status == "investigating"
    assert deed.term("review")
    assert deed.term("publication") is None


def test_two_levels_of_reconsideration_within_their_days(cast, bring):
    deed = bring("awaiting")
    deed.reject("属于岗位职责", by=cast.district)
    until = deed.contestable_until
    again = {"applicant": "本人", "reason": "不服", "authority": "市评审委员会", "by": cast.district}
    with pytest.raises(RuleError, match="不在期限内"):
        deed.apply_again(applied_on=until + timedelta(days=1), **again)
    deed.apply_again(applied_on=until, **again)
    assert deed.due_on == deed.reconsiderations[0].due_on
    deed.decide_again("rejected", "维持", by=cast.district)
    deed.apply_again(applied_on=clock.today(), **again)
    deed.decide_again("confirmed", "撤销原决定", by=cast.district)
    assert deed.status == "confirmed"
    assert deed.ending == ""
    with pytest.raises(WrongState, match="最终决定"):
        deed.apply_again(applied_on=clock.today(), **again)


def test_only_the_district_decides(cast, bring):
    deed = bring("awaiting")
    with pytest.raises(NotAllowed):
        deed.confirm("", by=cast.director)
    with pytest.raises(NotAllowed):
        bring("published").object(by=cast.clerk, received_on=clock.today(), objector="某", text="某")


def test_the_timeline_is_never_changed(bring):
    deed = bring("commended")
    assert [each.to_status for each in deed.events][-1] == "commended"
    deed.events[0].note = "改写"
    with pytest.raises(RuntimeError, match="append-only"):
        db.session.flush()


def test_of_two_main_steps_one_is_filled(as_user, bring):
    page = as_user("district").page(f"/heroes/deeds/{bring('investigating').id}")
    steps = page.tree.xpath("//div[@class='next-actions']/a")
    assert {"调查笔录", "登记证据"} <= {each.xpath("string()").strip() for each in steps}
    assert len(page.tree.xpath("//main//*[contains(@class, 'btn-primary')]")) == 1
