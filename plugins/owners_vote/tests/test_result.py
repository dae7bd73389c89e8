"""The count, its result by two rules, objections."""

from datetime import timedelta

import pytest

from plugins.owners_vote.tests.conftest import cast_for
from portal import clock
from portal.errors import RuleError, WrongState

pytestmark = pytest.mark.database
HERE = "/owners_vote/votes"


def test_the_count_waits_for_the_last_moment_or_the_last_ballot(cast, polled):
    vote = polled(3)
    cast_for(vote, cast.clerk, "++")
    with pytest.raises(RuleError, match="还有业主没有投票"):
        vote.count(by=cast.clerk)
    vote.enter_ballot(3, "against", by=cast.clerk)
    vote.count(by=cast.clerk)
    assert vote.status == "counted"


@pytest.mark.parametrize(
    ("choices", "passed"), [("++++++--", True), ("+++++---", False), ("+++++++", False), ("++++++00", True)]
)
def test_a_lift_needs_two_thirds_and_three_quarters(cast, polled, choices, passed):
    vote = polled(12)
    cast_for(vote, cast.clerk, choices)
    assert vote.count_now.passed is passed


def test_an_outcome_against_the_count_is_refused(cast, polled):
    vote = polled(3)
    cast_for(vote, cast.clerk, "+--")
    vote.count(by=cast.clerk)
    with pytest.raises(RuleError, match="按计票结果应为“未通过”"):
        vote.publish(outcome="passed", by=cast.clerk)


def test_where_the_rules_differ_both_are_shown_in_red_and_people_decide(as_user, cast, differing):
    page = as_user("clerk").page(f"{HERE}/{differing.id}")
    assert "结果不同" in page.text
    assert [each.passed for each in differing.count_now.verdicts] == [True, False]
    with pytest.raises(RuleError, match="请写明按哪个口径认定"):
        differing.publish(outcome="passed", by=cast.clerk)
    differing.publish(outcome="passed", grounds="按民法典。", by=cast.clerk)
    assert (differing.outcome, differing.grounds) == ("passed", "按民法典。")


def test_an_objection_that_is_right_opens_the_count_again(cast, differing):
    differing.publish(outcome="passed", grounds="按民法典。", by=cast.clerk)
    differing.object(door="3号楼101", text="第 1 号票录错。", answer="核对后重新计票。", by=cast.clerk)
    differing.reopen("第 1 号票录错。", by=cast.clerk)
    assert differing.status == "counted"
    differing.withdraw(1, "paper", "录错", by=cast.director)
    assert differing.status == "voting"  # what is taken back after the count is counted anew
    with clock.pretend(clock.now() + timedelta(days=30)):
        differing.count(by=cast.clerk)
    assert (differing.status, differing.outcome, differing.count_now.tally.agreed.heads) == ("counted", "", 6)


def test_no_result_is_published_while_a_withdrawal_waits_for_the_second_person(cast, polled):
    vote = polled(3)
    cast_for(vote, cast.clerk, "++")
    vote.cast_online(vote.voter_numbered(3), "for")
    vote.count(by=cast.clerk)
    asked = vote.withdraw(3, "online", "本人说投错了。", by=cast.clerk)
    with pytest.raises(RuleError, match="1 张在线票的撤销等另一名工作人员确认"):
        vote.publish(outcome="passed", by=cast.director)
    vote.confirm(asked, True, by=cast.director)
    assert vote.status == "voting"


def test_closing_waits_for_the_publication(cast, differing):
    differing.publish(outcome="passed", grounds="按民法典。", by=cast.clerk)
    with pytest.raises(RuleError, match="期满后才能办结"):
        differing.close(by=cast.clerk)
    with clock.pretend(clock.now() + timedelta(days=10)):
        differing.close(by=cast.clerk)
    assert differing.status == "passed"


def test_nothing_is_entered_after_the_count(cast, differing):
    with pytest.raises(WrongState):
        differing.enter_ballot(10, "for", by=cast.clerk)
