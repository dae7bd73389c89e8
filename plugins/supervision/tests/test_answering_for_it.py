"""签收、答复、延期, 审查、解除: what each side does, and by whom not."""

from datetime import timedelta

import pytest

from portal import clock
from portal.errors import NotAllowed, RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


def test_only_the_unit_that_is_asked_answers(cast, supervise):
    made = supervise()
    with pytest.raises(NotAllowed, match="只有该单位的工作人员"):
        made.answer("办好了。", by=cast.clerk)
    made.sign_for(by=cast.department)
    made.answer("已责令支付。", by=cast.department)
    assert (made.status, made.answer_text) == ("answered", "已责令支付。")


def test_more_time_is_asked_for_and_decided(cast, supervise):
    made = supervise()
    until = made.due_at + timedelta(days=3)
    with pytest.raises(RuleError, match="晚于现在的期限"):
        made.ask_for_time(made.due_at, "人手不够。", by=cast.department)
    made.ask_for_time(until, "等待鉴定。", by=cast.department)
    made.grant(by=cast.district)
    assert (made.status, made.due_at) == ("issued", until)


def test_more_time_that_is_refused_leaves_the_limit(cast, supervise):
    made = supervise()
    before = made.due_at
    made.ask_for_time(made.due_at + timedelta(days=3), "等待鉴定。", by=cast.department)
    made.keep_limit("可以先办。", by=cast.district)
    assert (made.status, made.due_at) == ("issued", before)


def test_an_answer_that_is_not_enough_comes_back(cast, supervise):
    made = supervise()
    made.answer("知道了。", by=cast.department)
    made.send_back("没有写明措施。", by=cast.district)
    assert made.status == "issued"


def test_another_than_the_one_who_asked_lifts_it(cast, supervise, case):
    case.assignments[0].recall("由社区办理。", by=cast.clerk)
    case.assign(cast.taixing, by=cast.clerk)
    made = supervise(cast.taixing, by=cast.director)
    cast.grid.appointments[0].unit_id = cast.taixing.id
    db.session.commit()
    made.answer("已办。", by=cast.grid)
    made.propose("办理到位。", "yes", by=cast.director)
    with pytest.raises(NotAllowed, match="提请解除的人"):
        made.lift(by=cast.director)
    made.lift(by=cast.district)
    assert (made.status, made.satisfaction_name) == ("lifted", "满意")
    assert made.lifted_at <= clock.now()


def test_nobody_proposes_to_lift_by_another_answer_than_the_one_that_was_seen(as_user, cast, supervise):
    made = supervise()
    made.answer("已经付清。", by=cast.department)
    db.session.commit()
    district = as_user("district")
    opened = district.page(f"/supervision/orders/{made.id}/proposal")
    assert "已经付清。" in opened.text
    made.send_back("没有凭证。", by=cast.district)
    made.answer("只付了一半。", by=cast.department)
    db.session.commit()
    page = district.fill(opened, assessment="办理到位。", satisfaction="yes")
    assert page.status == 422
    assert "内容已经改过：答复。" in page.text
