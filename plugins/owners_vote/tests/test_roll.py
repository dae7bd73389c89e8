"""业主名册: who counts as one head; from when on it stands."""

from datetime import timedelta

import pytest

from plugins.owners_vote.models import Voter
from plugins.owners_vote.settings import KEY
from plugins.owners_vote.tests.conftest import cast_for, person
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.settings import change

pytestmark = pytest.mark.database
HERE = "/owners_vote/votes"


def test_one_with_several_flats_is_one_head_and_the_areas_add_up(vote, enter):
    enter("101", 9_856, [person("张三", id_number="15272219800101001X")])
    enter("102", 10_144, [person("张三", id_number="15272219800101001X")])
    whole = vote.count_now.tally.whole
    assert (whole.heads, whole.area) == (1, 20_000)


def test_the_same_name_alone_is_not_the_same_person(vote, enter):
    enter("101", owners=[person("张三")])
    enter("102", owners=[person("张三")])
    assert vote.count_now.tally.whole.heads == 2


def test_name_and_telephone_number_together_are(vote, enter):
    enter("101", owners=[person("张三", phone="13804770001")])
    enter("102", owners=[person("张三", phone="13804770001")])
    assert vote.count_now.tally.whole.heads == 1


def test_joint_owners_are_one_head_and_another_than_one_of_them_alone(vote, enter):
    first = {"phone": "13804770001"}
    enter("101", owners=[person("张三", **first), person("李四", phone="13804770002")])
    enter("102", owners=[person("张三", **first)])
    assert vote.count_now.tally.whole.heads == 2


def test_what_is_not_sold_counts_as_one_head(vote, enter):
    enter("101")
    enter("102", owners=[], unsold=True)
    enter("103", owners=[], unsold=True)
    assert vote.count_now.tally.whole.heads == 2


def test_or_not_at_all_where_the_setting_says_so(cast, vote, enter):
    change(KEY, cast.taixing, {"owners_unsold": ["leave"]}, by=cast.director, reason="本地规定")
    enter("101")
    enter("102", owners=[], unsold=True)
    assert vote.count_now.tally.whole.heads == 1


def test_a_door_stands_once(enter):
    enter("101")
    with pytest.raises(RuleError, match="已经有 3号楼 101"):
        enter("101")


def test_a_flat_belongs_to_somebody(enter):
    with pytest.raises(RuleError, match="请填写业主"):
        enter("101", owners=[])


def test_an_empty_roll_is_not_published(cast, vote):
    with pytest.raises(RuleError, match="名册里还没有房屋"):
        vote.publish_roll(by=cast.clerk)


def test_the_roll_is_published_for_fifteen_days_before_anybody_votes(cast, vote, enter):
    enter("101")
    vote.publish_roll(by=cast.clerk)
    assert (vote.roll_until - vote.roll_from).days >= 14
    with pytest.raises(RuleError, match="期满后才能开始投票"):
        vote.open_voting(clock.now() + timedelta(days=20), by=cast.clerk)


def test_numbers_follow_the_doors_as_people_count(cast, vote, enter):
    for door in ("1001", "901", "101"):
        enter(door)
    vote.publish_roll(by=cast.clerk)
    assert [each.doors for each in db.session.query(Voter).order_by(Voter.ordinal)] == [
        "3号楼 101",
        "3号楼 901",
        "3号楼 1001",
    ]


def test_a_setting_changed_later_changes_no_vote_under_way(cast, polled):
    vote = polled()
    change(KEY, cast.taixing, {"owners_grave": ["half"]}, by=cast.director, reason="改")
    cast_for(vote, cast.clerk, "+++++---")
    assert not vote.count_now.passed
