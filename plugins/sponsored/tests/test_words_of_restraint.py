"""限制人身自由的说法: no step says them, whatever it is about."""

from datetime import timedelta

import pytest

from plugins.sponsored.choices import RESTRAINT
from plugins.sponsored.samples import STRIKING
from plugins.sponsored.settings import KEY
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.settings import change

pytestmark = pytest.mark.database
SAID = "派人看\u200b管。"


def refused_at(take, *told, **given) -> str:
    with pytest.raises(RuleError, match="限制人身自由") as refused:
        take(*told, **given)
    return refused.value.at


@pytest.mark.parametrize("field", ["account", "proofs", "meetings"])
def test_not_what_is_said_to_have_it_struck_off(field, cast, sponsored):
    assert refused_at(sponsored.ask_to_strike, by=cast.department, **STRIKING | {field: SAID}) == field


def test_not_the_reason_for_another_leader_handler_grade_or_limit(cast, sponsored):
    later = sponsored.due_on + timedelta(days=30)
    assert refused_at(sponsored.change_leader, cast.district, SAID, by=cast.director) == "reason"
    assert refused_at(sponsored.change_handler, cast.grid, cast.grid1, SAID, by=cast.director) == "reason"
    assert refused_at(sponsored.raise_grade, "grave", SAID, by=cast.director) == "reason"
    assert refused_at(sponsored.ask_for_time, later, SAID, by=cast.department) == "reason"
    sponsored.ask_for_time(later, "等待鉴定。", by=cast.department)
    assert refused_at(sponsored.grant, note=SAID, by=cast.district) == "note"
    assert refused_at(sponsored.keep_limit, SAID, by=cast.district) == "reason"


def test_not_the_answer_to_a_draft(cast, draft):
    made = draft()
    assert refused_at(made.approve, note=SAID, by=cast.director) == "note"
    assert refused_at(made.refuse, SAID, by=cast.director) == "reason"


def test_not_the_opinion_of_who_reviews(cast, reviewing):
    assert refused_at(reviewing.strike_off, SAID, by=cast.district) == "opinion"
    assert refused_at(reviewing.send_back, SAID, by=cast.district) == "reason"


def test_not_what_is_handed_over(cast, sponsored):
    sponsored.change_leader(cast.district, "分工调整。", by=cast.director)
    db.session.flush()
    assert refused_at(sponsored.handover.take_over, "见过面。", SAID, by=cast.district) == "open_points"


@pytest.mark.parametrize("said", ["24小时看护。", "２４小时看护。"])
def test_a_word_of_the_district_counts_in_any_width(said, cast, draft):
    change(KEY, cast.county, {"words": ["、".join((*RESTRAINT, "２４小时 看护"))]}, by=cast.district, reason="测试")
    assert refused_at(draft, measures=said) == "measures"


def test_the_page_says_it_at_the_reason_and_keeps_it(as_user, sponsored):
    department = as_user("department")
    page = department.page(f"/sponsored/sponsorships/{sponsored.id}/extension/new")
    until = clock.today() + timedelta(days=200)
    refused = department.fill(page, until=f"{until}", text="继续看管。")
    assert (refused.status, "可以写的是上门看望" in refused.text) == (422, True)
    assert refused.fields(refused.form())["text"] == "继续看管。"
    assert refused.tree.xpath("//*[@aria-invalid='true']/@name") == ["text"]


def test_what_befalls_the_case_is_not_held_up(case, cast, draft):
    made = draft()
    case.withdraw(case.side(1), "visit", "经劝返，不要了。", by=cast.clerk)
    assert made.status == "ended"
