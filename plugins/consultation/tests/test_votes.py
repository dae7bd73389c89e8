"""表决: counted in integers, never more votes than people; by hands, by ballot, or a vote a household by its code."""

from datetime import timedelta

import pytest

from plugins.consultation.models import Ballot, Item, Resolution
from plugins.consultation.models.ballot import ABSTAINED, AGAINST
from portal import clock
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.records.majorities import reached

pytestmark = pytest.mark.database
HOUSEHOLDS = ["1号楼101", "1号楼102", "1号楼201"]


@pytest.mark.parametrize(
    ("part", "whole", "rule", "enough"),
    [
        (5, 10, "half", False),
        (6, 10, "half", True),
        (0, 0, "half", False),
        (6, 9, "two_thirds", True),
        (66, 100, "two_thirds", False),
        (67, 100, "two_thirds", True),
        (0, 0, "two_thirds", False),
    ],
)
def test_half_is_not_enough_and_two_thirds_are(part, whole, rule, enough):
    assert reached(part, whole, rule) is enough


def test_no_show_of_hands_while_households_vote(as_user, cast, discussed):
    item = discussed(1)
    item.open_ballot(households=HOUSEHOLDS, until=clock.now() + timedelta(days=3), by=cast.clerk)
    db.session.commit()
    page = as_user("clerk").get(f"/consultation/meetings/{item.meeting_id}/items/{item.id}/vote")
    assert page.status_code == WrongState.status
    with pytest.raises(WrongState, match="正在在线表决"):
        item.vote(way="hands", votes=[1, 0], against=0, abstained=0, by=cast.clerk)
    assert db.session.query(Resolution).count() == 0


def test_the_vote_on_its_page_makes_a_resolution(as_user, discussed):
    item = discussed(5)
    clerk, url = as_user("clerk"), f"/consultation/meetings/{item.meeting_id}/items/{item.id}/vote"
    form = clerk.page(url)
    assert "同意：南门装 20 个位" in form.text
    page = clerk.fill(form, counts__0__votes="4", counts__1__votes="1", dissent="一人担心占道。")
    assert "通过，已形成决议" in page.text
    made = db.session.query(Resolution).one()
    assert (made.text, made.topic.status, made.item.dissent) == ("南门装 20 个位", "resolved", "一人担心占道。")


def test_more_votes_than_people_are_refused_and_nothing_is_lost(as_user, discussed):
    item = discussed(5)
    clerk, url = as_user("clerk"), f"/consultation/meetings/{item.meeting_id}/items/{item.id}/vote"
    page = clerk.fill(clerk.page(url), counts__0__votes="5", against="1", dissent="有人反对。")
    assert page.status == 422
    assert "票数合计 6，多于到会的 5 人" in page.text
    assert page.fields(page.form())["counts-0-votes"] == "5"


@pytest.mark.parametrize(("votes", "against"), [([2, 2], 1), ([1, 0], 4), ([0, 0], 0)])
def test_no_plan_with_more_than_half_fails(cast, discussed, votes, against):
    item = discussed(5)
    item.vote(way="ballot", votes=votes, against=against, abstained=0, text="", by=cast.clerk)
    assert (item.result, item.topic.status) == ("failed", "failed")
    assert db.session.query(Resolution).count() == 0


def test_what_failed_may_be_taken_up_again(cast, discussed):
    item = discussed(5)
    item.vote(way="hands", votes=[2, 2], against=1, abstained=0, text="", again=True, by=cast.clerk)
    assert (item.result, item.topic.status) == ("deferred", "published")


def test_a_topic_is_voted_on_once(cast, discussed):
    item = discussed(5)
    item.vote(way="hands", votes=[5, 0], against=0, abstained=0, text="", by=cast.clerk)
    with pytest.raises(WrongState, match="已经有结果"):
        item.vote(way="hands", votes=[5, 0], against=0, abstained=0, text="", by=cast.clerk)


def test_without_a_plan_there_is_nothing_to_vote_on(cast, held):
    assert Item.vote.objection(held().items[0]) == "还没有方案，请先记发言、写方案。"


@pytest.fixture
def balloted(cast, discussed):
    """An item on which three households vote until tomorrow."""
    item = discussed(5)
    item.open_ballot(households=HOUSEHOLDS, until=clock.now() + timedelta(days=1), by=cast.clerk)
    db.session.commit()
    return item


def test_a_household_votes_with_the_code_of_its_notice_once(client, cast, balloted):
    ballot = balloted.ballots[0]
    ballot_id, item_id = ballot.id, balloted.id
    code, plan, url = ballot.code, balloted.options[0].id, f"/consultation/public/{cast.unit_ids['street']}/votes"
    page = client.fill(client.page(url), code=code.lower().replace("-", " "))
    assert "南门装 20 个位" in page.text
    assert "1号楼101" in page.text
    done = client.fill(page, choice=str(plan))
    assert "您的一票已经记下" in done.text
    again = client.fill(client.page(url), code=code)
    assert "每户只有一票" in again.text
    assert db.session.get(Ballot, ballot_id).cast_at
    assert [each.votes for each in db.session.get(Item, item_id).tallies if each.choice == plan] == [1]


def test_a_wrong_code_opens_nothing(client, cast, balloted):
    page = client.fill(client.page(f"/consultation/public/{cast.unit_ids['street']}/votes"), code="2222-2222")
    assert page.status == 422
    assert "没有这个表决码" in page.text


def test_nor_does_a_right_one_elsewhere(cast, balloted):
    assert Ballot.found(cast.other_street, balloted.ballots[0].code) is None


def test_no_choice_is_said_at_the_field(client, cast, balloted):
    page = client.fill(
        client.page(f"/consultation/public/{cast.unit_ids['street']}/votes"), code=balloted.ballots[0].code
    )
    assert client.fill(page).status == 422


def test_codes_stand_in_no_table(balloted):
    codes = [each.code.replace("-", "") for each in balloted.ballots]
    stored = str(db.session.connection().exec_driver_sql("SELECT * FROM consultation_ballot").all())
    assert len(set(codes)) == 3
    assert not any(each in stored for each in codes)


def test_no_row_tells_which_household_chose_what(cast, balloted):
    plan = balloted.options[0].id
    for ballot, choice in zip(balloted.ballots, (plan, AGAINST, plan), strict=True):
        ballot.cast(choice)
        db.session.flush()
    stored = db.session.connection().exec_driver_sql("SELECT * FROM consultation_ballot").mappings().all()
    assert set(stored[0]) == {"id", "item_id", "household", "key", "code_hash", "cast_at"}
    tallies = db.session.connection().exec_driver_sql("SELECT * FROM consultation_tally").mappings().all()
    assert {each["choice"]: each["votes"] for each in tallies if each["votes"]} == {plan: 2, AGAINST: 1}
    assert set(tallies[0]) == {"id", "item_id", "choice", "votes"}


def test_votes_that_are_not_those_of_the_households_are_not_counted(cast, balloted):
    for ballot in balloted.ballots:
        ballot.cast(AGAINST)
    db.session.flush()
    balloted.tallies[0].votes += 1
    with clock.pretend(clock.now() + timedelta(days=2)), pytest.raises(RuleError, match="记下的却有 4 票"):
        balloted.count_ballot(text="", by=cast.clerk)


def test_the_count_follows_the_ballots(cast, balloted):
    first, second, third = balloted.ballots
    first.cast(balloted.options[1].id)
    second.cast(balloted.options[1].id)
    third.cast(ABSTAINED)
    assert Item.count_ballot.objection(balloted).startswith("在线表决到")
    with clock.pretend(clock.now() + timedelta(days=2)):
        balloted.count_ballot(text="", by=cast.clerk)
    assert (balloted.result, balloted.voters, balloted.abstained) == ("passed", 3, 1)
    assert balloted.tally == "3 户参加，南门装 20 个位 0 票，北门装 10 个位 2 票，反对 0 票，弃权 1 票"


def test_too_few_households_decide_nothing(cast, balloted):
    balloted.ballots[0].cast(AGAINST)
    with clock.pretend(clock.now() + timedelta(days=2)), pytest.raises(RuleError, match="参加表决的户数不足"):
        balloted.count_ballot(text="", by=cast.clerk)


def test_after_the_last_moment_nobody_votes(balloted):
    with clock.pretend(clock.now() + timedelta(days=2)), pytest.raises(RuleError, match="已经截止"):
        balloted.ballots[0].cast(AGAINST)


def test_a_household_stands_once(cast, discussed):
    with pytest.raises(RuleError, match="写了两遍"):
        discussed().open_ballot(households=["1号楼101"] * 2, until=clock.now() + timedelta(days=1), by=cast.clerk)


def test_plans_do_not_change_while_households_vote(cast, balloted):
    with pytest.raises(RuleError, match="方案不能再改"):
        balloted.discuss(minutes="……", plans=["别的"], by=cast.clerk)
