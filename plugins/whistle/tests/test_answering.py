"""报到, 处置, 互评: each side says its part, and the other confirms it."""

from datetime import timedelta

import pytest

from plugins.whistle.tests.conftest import arrival
from portal import clock
from portal.errors import NotAllowed, RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def call(out):
    """The labour office, in the whistle that is out."""
    return out.calls[0]


def answer(call, by) -> None:
    call.assignment.acknowledge(by=by)
    call.assignment.report("已责令支付。", by=by)


def test_a_department_comes_and_the_street_confirms_it(cast, call):
    call.arrive(**arrival(), by=cast.department)
    assert call.assignment.status == "acknowledged", "whoever came has signed for it"
    assert call.standing[0] == "报到待吹哨单位确认"
    call.confirm(by=cast.clerk)
    assert call.standing[0] == "已报到"


def test_the_street_enters_who_came_and_the_department_agrees(cast, call):
    call.enter(**arrival(), by=cast.clerk)
    with pytest.raises(RuleError, match="没有待确认"):
        call.confirm(by=cast.clerk)
    call.agree(by=cast.department)
    assert call.standing[0] == "已报到"


def test_what_is_not_so_is_undone(cast, call):
    call.arrive(**arrival(), by=cast.department)
    call.deny("没有人到场。", by=cast.clerk)
    assert (call.came_at, call.standing[0]) == (None, "待报到")


def test_only_the_department_says_that_it_came(cast, call):
    with pytest.raises(NotAllowed, match="只有该单位的工作人员"):
        call.arrive(**arrival(), by=cast.clerk)


def test_nobody_came_before_the_whistle(cast, call):
    with pytest.raises(RuleError, match="不能早于"):
        call.arrive(**arrival(at=clock.now() - timedelta(days=1)), by=cast.department)


def test_who_does_not_come_in_time_is_entered_as_missing_and_may_come_late(cast, out, call):
    with pytest.raises(RuleError, match="还没有到"):
        call.miss(by=cast.clerk)
    with clock.pretend(out.come_by + timedelta(hours=1)):
        call.miss(by=cast.clerk)
        assert call.standing[0] == "未报到"
        call.arrive(**arrival(), by=cast.department)
        call.confirm(by=cast.clerk)
    assert call.standing[0] == "迟到"


def test_what_is_not_its_matter_the_director_decides(cast, call):
    call.assignment.return_("属于住建局。", by=cast.department)
    assert call.standing[0] == "退回待裁定"
    call.assignment.order_on("属于你单位职责。", by=cast.director)
    with pytest.raises(RuleError, match="责令办理"):
        call.assignment.return_("还是不归我们管。", by=cast.department)


def test_a_wrong_whistle_is_counted_as_one(cast, call):
    call.assignment.return_("属于住建局。", by=cast.department)
    call.assignment.uphold(by=cast.director)
    assert call.wrong
    assert call.standing[0] == "不属本部门"


def test_another_department_is_called_to_the_same_whistle(cast, out, housing):
    out.call_more([{"unit": housing, "duty": "核实工程款。", "leads": True}], by=cast.director)
    assert [each.unit for each in out.calls] == [cast.labour_bureau, housing]


def test_both_sides_rate_in_words_and_then_it_is_closed(cast, out, call):
    with pytest.raises(RuleError, match="还没有反馈"):
        call.rate(grade="good", words="", by=cast.clerk)
    answer(call, cast.department)
    with pytest.raises(RuleError, match="还没有评价"):
        out.close("工资已发。", by=cast.clerk)
    with pytest.raises(RuleError, match="写明差在哪里"):
        call.rate(grade="poor", words="", by=cast.clerk)
    call.rate(grade="fair", words="来得晚。", by=cast.clerk)
    out.close("工资已发。", by=cast.clerk)
    call.rate_back(grade="good", words="", by=cast.department)
    assert (out.status, call.grade_name, call.grade_back_name) == ("closed", "一般", "好")


def test_the_lead_of_the_case_answers_after_those_who_were_called(cast, case, out):
    lead = case.assignments[0]
    lead.acknowledge(by=cast.clerk)
    with pytest.raises(RuleError, match="人力资源和社会保障局还没有反馈"):
        lead.report("办好了。", by=cast.clerk)


def test_nobody_confirms_another_arrival_than_the_one_that_was_seen(as_user, cast, out, call):
    call.arrive(**arrival(people=2), by=cast.department)
    db.session.commit()
    clerk = as_user("clerk")
    opened = clerk.page(f"/whistle/whistles/{out.id}/calls/{call.id}/confirmation")
    assert "2 人。" in opened.text
    call.deny("只来了一个人。", by=cast.clerk)
    call.arrive(**arrival(people=1), by=cast.department)
    db.session.commit()
    page = clerk.fill(opened)
    assert page.status == 422
    assert "内容已经改过：报到。" in page.text
