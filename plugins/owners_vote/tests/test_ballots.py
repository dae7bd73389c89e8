"""表决票: paper and online in one count, doubles, corrections, changes of owner."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from plugins.owners_vote.models import OwnersBallot
from plugins.owners_vote.settings import KEY
from plugins.owners_vote.tests.conftest import cast_for, person
from portal import clock
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.settings import change

pytestmark = pytest.mark.database
HERE = "/owners_vote/votes"


def test_paper_and_online_are_one_count(cast, polled):
    vote = polled()
    cast_for(vote, cast.clerk, "+++")
    vote.cast_online(vote.voter_numbered(4), "for")
    count = vote.count_now
    assert (count.tally.agreed.heads, count.ways) == (4, {"paper": 3, "online": 1})


@pytest.mark.parametrize(("first", "second"), [("paper", "online"), ("online", "paper")])
def test_of_two_the_first_counts(cast, polled, first, second):
    vote = polled()
    take = {
        "paper": lambda choice: vote.enter_ballot(1, choice, by=cast.clerk),
        "online": lambda choice: vote.cast_online(vote.voter_numbered(1), choice),
    }
    take[first]("for")
    with pytest.raises(RuleError, match="以先收到的为准"):
        take[second]("against")
    assert vote.count_now.tally.agreed.heads == 1


def test_or_both_are_kept_and_must_be_settled_before_the_count(cast, vote, polled):
    change(KEY, cast.taixing, {"owners_twice": ["settle"]}, by=cast.director, reason="议事规则")
    polled(3)
    cast_for(vote, cast.clerk, "+++")
    vote.cast_online(vote.voter_numbered(1), "against")
    with pytest.raises(RuleError, match="1 人的纸质票和在线票不一致"):
        vote.count(by=cast.clerk)
    asked = vote.withdraw(1, "online", "本人说明以纸质票为准。", by=cast.director)
    with pytest.raises(RuleError, match="1 张在线票的撤销等另一名工作人员确认"):
        vote.count(by=cast.clerk)
    vote.confirm(asked, True, by=cast.clerk)
    vote.count(by=cast.clerk)
    assert vote.count_now.tally.agreed.heads == 3


def test_a_ballot_is_taken_back_by_somebody_else_and_stays(cast, polled):
    vote = polled()
    vote.enter_ballot(1, "for", by=cast.clerk)
    with pytest.raises(RuleError, match="由另一名工作人员"):
        vote.withdraw(1, "paper", "录错", by=cast.clerk)
    vote.withdraw(1, "paper", "录错", by=cast.director)
    vote.enter_ballot(1, "against", by=cast.clerk)
    assert (vote.count_now.tally.agreed.heads, vote.count_now.tally.against.heads) == (0, 1)
    assert db.session.query(OwnersBallot).count() == 3
    db.session.delete(db.session.query(OwnersBallot).first())
    with pytest.raises(RuntimeError, match="append-only"):
        db.session.flush()


def test_one_alone_does_not_replace_an_online_ballot(cast, polled):
    vote = polled()
    vote.cast_online(vote.voter_numbered(1), "for")
    asked = vote.withdraw(1, "online", "本人说投错了。", by=cast.clerk)
    with pytest.raises(RuleError, match="另一名工作人员核对后确认"):
        vote.confirm(asked, True, by=cast.clerk)
    with pytest.raises(RuleError, match="以先收到的为准"):
        vote.enter_ballot(1, "against", by=cast.clerk)
    with pytest.raises(RuleError, match="已经申请撤销"):
        vote.withdraw(1, "online", "再来。", by=cast.clerk)
    vote.confirm(asked, True, by=cast.director)
    with pytest.raises(RuleError, match="上一张是您撤销的"):
        vote.enter_ballot(1, "against", by=cast.clerk)
    vote.enter_ballot(1, "against", by=cast.director)
    assert (vote.count_now.tally.agreed.heads, vote.count_now.tally.against.heads) == (0, 1)
    with pytest.raises(WrongState, match="已经有人答复"):
        vote.confirm(asked, False, by=cast.director)
    told = [(each.actor.name, each.note) for each in vote.events if each.verb in ("withdraw", "confirm")]
    assert told == [
        (cast.clerk.name, "第 1 号在线票：本人说投错了。（等另一名工作人员确认）"),
        (cast.director.name, "第 1 号在线票：确认撤销。"),
    ]


def test_what_is_not_confirmed_stands_and_may_be_asked_again(cast, polled):
    vote = polled()
    vote.cast_online(vote.voter_numbered(1), "for")
    vote.confirm(vote.withdraw(1, "online", "电话里说的。", by=cast.clerk), False, by=cast.director, note="没有凭据。")
    assert vote.count_now.tally.agreed.heads == 1
    assert vote.withdraw(1, "online", "有书面说明。", by=cast.clerk).agreed is None


def test_the_database_holds_that_they_are_two(cast, polled):
    vote = polled()
    vote.cast_online(vote.voter_numbered(1), "for")
    asked = vote.withdraw(1, "online", "本人说投错了。", by=cast.clerk)
    asked.answered_by = cast.clerk
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_withdrawal_is_answered_on_its_page(as_user, cast, polled):
    vote = polled()
    ballot = vote.voter_numbered(1)
    vote.cast_online(ballot, "for")
    db.session.commit()
    url, clerk, director = f"{HERE}/{vote.id}", as_user("clerk"), as_user("director")
    page = clerk.fill(clerk.page(f"{url}/ballots/withdrawal"), number="1", way="online", reason="本人说投错了。")
    assert "等另一名工作人员确认" in page.text
    assert not any("/answer" in each for each in page.links())
    (link,) = [each for each in director.page(url).links() if "/answer" in each]
    assert clerk.fill(clerk.page(link), agreed="yes").status == 422
    form = director.page(link)
    assert "申请撤销第 1 号在线票：本人说投错了。" in form.text
    assert director.fill(form).status == 422
    assert "已登记" in director.fill(director.page(link), agreed="yes").text
    assert director.get(link).status_code == 404


def test_what_is_said_is_about_the_ballot_that_was_withdrawn_not_about_those_that_wait(as_user, cast, polled):
    vote = polled()
    vote.cast_online(vote.voter_numbered(1), "for")
    vote.withdraw(1, "online", "本人说投错了。", by=cast.clerk)
    vote.enter_ballot(2, "for", by=cast.clerk)
    db.session.commit()
    director = as_user("director")
    page = director.fill(
        director.page(f"{HERE}/{vote.id}/ballots/withdrawal"), number="2", way="paper", reason="录错，票面是反对。"
    )
    assert "第 2 号纸质票已撤销" in page.text


def test_the_timeline_does_not_say_how_anybody_voted(cast, polled):
    vote = polled()
    vote.enter_ballot(1, "against", by=cast.clerk)
    vote.withdraw(1, "paper", "重录", by=cast.director)
    assert not any("反对" in each.note for each in vote.events)


def test_a_spoiled_ballot_takes_no_part(cast, polled):
    vote = polled()
    cast_for(vote, cast.clerk, "+++++++x")
    count = vote.count_now.tally
    assert (count.taking.heads, count.spoiled.heads) == (7, 1)


def test_a_number_that_is_none(cast, polled):
    with pytest.raises(RuleError, match="没有第 99 号票"):
        polled().enter_ballot(99, "for", by=cast.clerk)


def test_a_flat_that_was_sold_is_voted_for_by_the_new_owner(cast, polled):
    vote = polled()
    where = {"building": "3号楼", "door": "101", "reason": "不动产权证"}
    vote.transfer(owners=[person("新业主")], by=cast.clerk, **where)
    with pytest.raises(RuleError, match="已经变更业主"):
        vote.enter_ballot(1, "for", by=cast.clerk)
    vote.enter_ballot(13, "for", by=cast.clerk)
    assert vote.count_now.tally.whole.heads == 12


def test_but_a_vote_that_was_cast_stands(cast, polled):
    vote = polled()
    vote.enter_ballot(1, "for", by=cast.clerk)
    with pytest.raises(RuleError, match="按投票时的业主计"):
        vote.transfer(building="3号楼", door="101", owners=[person("新业主")], reason="买卖", by=cast.clerk)


def test_after_the_last_moment_nobody_votes_online(polled):
    vote = polled()
    with clock.pretend(clock.now() + timedelta(days=60)), pytest.raises(RuleError, match="表决已经截止"):
        vote.cast_online(vote.voter_numbered(1), "for")
