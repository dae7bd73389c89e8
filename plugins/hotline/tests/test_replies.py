"""回复、重办、回访: what came of the case is told to the platform, in its columns; the figures show what callers said."""

from datetime import timedelta

import pytest

from plugins.hotline.figures import FIGURES
from portal import clock
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.plugin_admin.switching import switch
from portal.records.sheets import read

pytestmark = pytest.mark.database


def closed(order, cast, outcome="换了灯。"):
    order.case.accept(by=cast.clerk)
    order.case.resolve(outcome, by=cast.director)
    db.session.commit()
    return order


def table(cast, key):
    return FIGURES.table(FIGURES.figure(key), cast.director)


def test_a_closed_case_waits_for_its_answer(cast, accepted):
    made = closed(accepted(), cast)
    assert (made.status, made.events[-1].note) == ("ready", "换了灯。")


def test_a_case_that_is_declined_is_answered_too(cast, accepted):
    made = accepted()
    made.case.decline("不属于受理范围。", by=cast.clerk)
    assert made.status == "ready"


def test_a_merged_case_answers_with_the_other(cast, accepted):
    first, second = accepted(), accepted(outside_number="2")
    second.case.merge_into(first.case, "同一件事", by=cast.clerk)
    db.session.commit()
    assert second.status == "accepted"
    closed(first, cast)
    assert (first.status, second.status) == ("ready", "ready")


def test_what_is_not_solved_says_why(cast, accepted):
    made = closed(accepted(), cast)
    with pytest.raises(RuleError, match="写明原因"):
        made.answer("已经答复。", True, False, by=cast.clerk)


def test_an_answer_after_the_day_is_not_in_time(cast, accepted):
    made = closed(accepted(), cast)
    with clock.pretend(made.due_at + timedelta(minutes=1)):
        made.answer("换了灯。", True, True, by=cast.clerk)
    assert made.in_time is False


def test_what_is_to_be_done_again_takes_up_the_case(cast, answered):
    made = answered()
    made.redo("又不亮了。", by=cast.clerk)
    db.session.commit()
    assert (made.status, made.redone, made.case.status) == ("again", 1, "triaged")
    made.case.resolve("换了线。", by=cast.director)
    made.answer("换了线。", True, True, by=cast.clerk)
    assert made.events[-1].verb == "answer_again"


def test_what_is_to_be_done_again_takes_up_the_case_from_the_page_too(as_user, answered):
    made = answered()
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"/hotline/orders/{made.id}/redoing"), reason="又不亮了。")
    db.session.refresh(made)
    assert (page.status, made.status, made.case.status) == (200, "again", "triaged")


def test_where_the_case_is_archived_a_new_one_carries_it_on(cast, answered):
    made = answered()
    first = made.case
    first.archive(by=cast.clerk)
    made.redo("又不亮了。", by=cast.clerk)
    assert made.case is not first
    assert [each.name for each in made.case.parties] == ["王秀英"]


def test_what_the_office_takes_up_again_by_itself_is_answered_again(cast, answered):
    made = answered()
    made.case.reopen("没有修好。", by=cast.director)
    assert made.status == "accepted"


def test_what_the_caller_said_is_entered_once_for_each_answer(cast, answered):
    made = answered()
    made.call_back(True, True, False, by=cast.clerk, reason="太慢。")
    with pytest.raises(WrongState, match="已经登记过"):
        made.call_back(True, True, True, by=cast.clerk)


def test_the_rates_count_whoever_was_not_asked_as_not_satisfied(cast, answered):
    first, second = answered(), answered(outside_number="2")
    first.call_back(True, True, True, by=cast.clerk)
    second.set_apart("没有依据。", by=cast.director)
    with pytest.raises(NotAllowed, match="您是申请人"):
        second.confirm_apart(by=cast.director)
    second.confirm_apart(by=cast.district)
    db.session.commit()
    assert table(cast, "rates").sums == (2, 1, 1, 1, 1)
    assert table(cast, "rates_apart").sums == (1, 1, 1, 1, 1)


def test_what_was_sent_back_is_counted_by_its_reason(cast, order):
    order().send_back("wrong_unit", "归市政。", by=cast.clerk)
    db.session.commit()
    came, returned, foreign, *_ = table(cast, "nature").sums
    assert (came, returned, foreign) == (1, 1, 1)


def test_the_file_of_answers_has_the_columns_of_the_platform_from_the_first_line(as_user, answered):
    made = answered()
    sheet = read(as_user("clerk").get("/hotline/answers.xlsx").data)
    assert sheet.headings == ["工单编号", "办结时间", "办理结果", "是否联系", "是否解决", "未解决原因"]
    assert sheet.rows[0][1][0] == made.outside_number


def test_what_is_uploaded_leaves_the_file(as_user, cast, answered):
    made = answered()
    made.upload(by=cast.clerk)
    db.session.commit()
    assert as_user("clerk").get("/hotline/answers.xlsx").status_code == 409


def test_a_case_that_was_closed_while_the_module_was_off_is_answered_afterwards(cast, accepted):
    made = accepted()
    switch("hotline", cast.county, "off", by=None, reason="停用")
    db.session.commit()
    closed(made, cast)
    assert made.status == "accepted"
    switch("hotline", cast.county, "on", by=None, reason="启用")
    assert (made.status, made.events[-1].note) == ("ready", "换了灯。")


def test_another_answer_than_the_one_that_was_seen_is_not_entered_as_told_to_the_platform(as_user, cast, answered):
    made = answered()
    clerk = as_user("clerk")
    opened = clerk.page(f"/hotline/orders/{made.id}/uploading")
    assert "换了灯，已经亮了。" in opened.text
    made.redo("灯又坏了。", by=cast.director)
    made.case.resolve("换了线路。", by=cast.director)
    made.answer("换了线路，没有再坏。", True, True, by=cast.clerk)
    db.session.commit()
    page = clerk.fill(opened)
    assert page.status == 422
    assert "内容已经改过：回复。" in page.text
