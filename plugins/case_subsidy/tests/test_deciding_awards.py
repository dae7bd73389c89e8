"""审定, 抽查回访, 取消: by others, by the rates of the day."""

from datetime import date

import pytest

from plugins.case_subsidy import data_rights
from portal.errors import NotAllowed, RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


def amounts(award) -> list[int]:
    return [each.amount_fen for each in award.entries]


def test_one_subsidy_is_shared_equally(approved):
    award = approved("common")
    assert (award.amount_fen, amounts(award)) == (100_00, [50_00, 50_00])


def test_without_a_rate_nothing_is_decided(cast, declared, rule):
    rule(date(2026, 7, 1), common="0")
    with pytest.raises(RuleError, match="没有一般的补贴标准"):
        declared("common").approve(grade="common", by=cast.director)


def test_the_rate_is_that_of_the_day_on_which_it_ended(cast, rule, declared, on):
    award = declared("common")
    with on(2026, 9, 2):
        rule(date(2026, 9, 1), common="300")
        award.approve(grade="common", by=cast.director)
    assert award.amount_fen == 100_00


def test_the_class_may_be_decided_otherwise_than_claimed(cast, declared):
    award = declared("major")
    award.approve(grade="common", by=cast.director)
    assert (award.claimed, award.grade, award.amount_fen) == ("major", "common", 100_00)


def test_an_oral_agreement_has_a_part_of_the_simple_rate(approved):
    assert approved("major", oral=True).amount_fen == 25_00


def test_who_declared_does_not_decide(cast, declared):
    award = declared("common")
    award.declared_by_id = cast.director.id
    with pytest.raises(NotAllowed):
        award.approve(grade="common", by=cast.director)


def test_who_mediated_decides_nothing_about_it(cast, declared, settled):
    award = declared("common")
    award.shares[1].user_id = cast.director.id
    with pytest.raises(RuleError, match="您是这件纠纷的调解员"):
        award.approve(grade="common", by=cast.director)


def test_nobody_is_erased_while_it_waits_whether_they_are_paid(cast, declared):
    person = declared("common").payees[11]
    assert [each.what for each in data_rights.under_way(person)] == ["待审定的以案定补"]


def test_nor_is_it_decided_where_whoever_is_to_be_paid_is_gone(cast, declared):
    award = declared("common")
    data_rights.erase(award.payees[11])
    with pytest.raises(RuleError, match="还没有登记领款人") as refused:
        award.approve(grade="common", by=cast.director)
    assert refused.value.at == "grade"


def test_a_call_is_made_by_somebody_without_a_part_in_it(cast, approved):
    award, asked = approved(), {"called_on": date(2026, 8, 7), "way": "phone", "result": "true", "words": "属实。"}
    for each in (cast.clerk, cast.director):
        with pytest.raises(NotAllowed):
            award.call(**asked, by=each)
    award.call(**asked, by=cast.district)
    assert [each.result_name for each in award.calls] == ["属实"]


def test_what_was_false_is_booked_back(cast, approved):
    award = approved()
    award.cancel("没有调解过。", by=cast.director)
    db.session.flush()
    assert amounts(award) == [50_00, 50_00, -50_00, -50_00]
    assert award.status == "cancelled"
