"""工单: entered once, sent back in time or accepted as one case, with the caller on record and apart."""

from datetime import timedelta

import pytest
import time_machine

from plugins.hotline.forms import RedoForm
from portal import clock
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


def test_it_is_due_after_five_working_days_unless_the_platform_says_otherwise(order):
    with time_machine.travel("2026-11-26 10:00+08:00", tick=False):
        assert clock.local(order().due_at).date().isoformat() == "2026-12-03"
        wanted = clock.now() + timedelta(days=2)
        assert order(outside_number="2", wanted_by=wanted).due_at == wanted


def test_the_same_number_is_named_and_not_entered_twice(order):
    first = order()
    with pytest.raises(RuleError, match=f"已经登记过：{first.number}"):
        order()
    db.session.rollback()
    assert order(source="transfer", sender="旗市场监管局").number != first.number


@pytest.mark.parametrize(
    "typed", ["20261129—a1", "２０２６１１２９-A1", "20261129 - a1", "2026\u200b1129-a1", "20261129−A１", "20261129‐a1"]
)
def test_one_number_is_one_order_however_it_is_typed(order, typed):
    order(outside_number="20261129-A1")
    with pytest.raises(RuleError, match="20261129-A1 已经登记过"):
        order(outside_number=typed)


def test_other_numbers_are_other_orders(order):
    order(outside_number="20261129-1")
    assert order(outside_number="20261129-11")
    assert order(outside_number="202611291")


def test_what_was_sent_back_may_come_again_under_its_number(cast, order):
    first = order()
    first.send_back("wrong_unit", "归市政。", by=cast.clerk)
    db.session.commit()
    order()
    with pytest.raises(RuleError, match="已经登记过"):
        first.insist("平台指定。", by=cast.clerk)


@pytest.mark.parametrize("typed", ["9999-12-31 23:59", "9999-12-31"])
def test_a_year_too_far_is_told_as_one(app, typed):
    with app.test_request_context(method="POST", data={"wanted_by": typed}):
        form = RedoForm(meta={"csrf": False})
        form.validate()
        assert "9999 年太远" in form.wanted_by.errors[0]


def test_an_answer_is_not_wanted_before_the_question_came(order):
    with pytest.raises(RuleError, match="早于派单时间"):
        order(wanted_by=clock.now() - timedelta(days=1))


def test_it_is_sent_back_within_the_hours_and_not_later(cast, order):
    late = order()
    with clock.pretend(clock.now() + timedelta(hours=4)), pytest.raises(RuleError, match="已经过了"):
        late.send_back("wrong_unit", "归市政。", by=cast.clerk)
    late.send_back("wrong_unit", "归市政。", by=cast.clerk, right_unit="旗住建局")
    assert (late.status, late.ground, late.right_unit) == ("returned", "wrong_unit", "旗住建局")


def test_what_the_platform_insists_on_is_not_sent_back_again(cast, order):
    back = order()
    back.send_back("wrong_unit", "归市政。", by=cast.clerk)
    back.insist("平台指定。", by=cast.clerk)
    with pytest.raises(RuleError, match="已经指定"):
        back.send_back("wrong_unit", "归市政。", by=cast.clerk)


def test_it_becomes_one_case_with_the_caller_as_who_asks(accepted):
    case = accepted(category="物业").case
    assert (case.source, case.nature, case.title) == ("hotline", "help", "楼道灯不亮")
    assert [(each.name, each.role_name) for each in case.parties] == [("王秀英", "反映人")]


def test_the_category_of_the_platform_names_the_kind(accepted):
    assert accepted(category="欠薪").case.kind == "0751"


@pytest.mark.parametrize("written", ["王秀英", "王 秀·英", "王秀\u200b英", "秀英", "秀\u3000英"])
def test_the_name_of_who_wants_to_be_kept_secret_stands_in_no_text(cast, order, written):
    made = order(
        confidential=True,
        text=f"{written}说楼道灯不亮。",
        title=f"{written}反映路灯",
        location=f"{written}家",
        assisting=f"{written}单位",
    )
    made.accept(f"{written}反映路灯", by=cast.clerk)
    case = made.case
    assert {made.text, case.description} == {"〔姓名已隐去〕说楼道灯不亮。"}
    assert {made.title, case.title} == {"〔姓名已隐去〕反映路灯"}
    assert {made.location, case.location} == {"〔姓名已隐去〕家"}
    assert made.assisting == "〔姓名已隐去〕单位"


def test_what_was_entered_before_goes_into_the_case_without_the_name(cast, order):
    made = order(text="王秀英说楼道灯不亮。")
    made.confidential = True
    made.accept("楼道灯不亮", by=cast.clerk)
    assert made.case.description == "〔姓名已隐去〕说楼道灯不亮。"


def test_who_wants_to_be_kept_secret_is_not_in_the_case(cast, accepted):
    made = accepted(confidential=True)
    assert (made.case.parties, made.caller_told) == ([], "要求保密")


def test_the_case_takes_no_longer_than_the_order(cast, accepted):
    made = accepted(wanted_by=clock.now() + timedelta(days=1))
    made.case.accept(by=cast.clerk)
    assert made.case.due_at == made.due_at


def test_a_case_that_was_suspended_is_bound_again_when_it_goes_on(cast, accepted):
    made = accepted()
    made.case.accept(by=cast.clerk)
    made.case.suspend("等配件。", clock.today() + timedelta(days=10), by=cast.director)
    assert made.case.due_at is None
    made.case.resume(by=cast.director)
    assert made.case.due_at <= made.due_at


def test_the_first_time_the_caller_was_spoken_to_is_kept(cast, accepted):
    made, first = accepted(), clock.now()
    made.speak(first, "phone", False, "没有人接。", by=cast.clerk)
    assert made.contacted_at is None
    with clock.pretend(first + timedelta(hours=2)):
        made.speak(clock.now(), "phone", True, "说明了情况。", by=cast.clerk)
        spoken = made.contacted_at
        made.speak(clock.now(), "visit", True, "上门看了。", by=cast.clerk)
    assert made.contacted_at == spoken


def test_the_caller_may_be_spoken_to_in_the_minute_in_which_it_came(cast, accepted):
    made = accepted()
    minute = made.sent_at.replace(second=0, microsecond=0)
    made.speak(minute, "phone", True, "说明了情况。", by=cast.clerk)
    with pytest.raises(RuleError, match="早于派单时间"):
        made.speak(minute - timedelta(minutes=1), "phone", True, "说明。", by=cast.clerk)


def test_of_an_anonymous_order_nobody_is_to_be_called(cast, accepted):
    made = accepted(caller=None)
    assert made.contact_by is None
    with pytest.raises(RuleError, match="没有可以联系的人"):
        made.speak(clock.now(), "phone", True, "说明。", by=cast.clerk)


def test_more_time_is_asked_once_for_as_long_as_the_rule_lets(cast, accepted):
    made = accepted()
    day = clock.local(made.due_at).date()
    with pytest.raises(RuleError, match="最晚到"):
        made.ask_for_time(day + timedelta(days=60), "等配件。", by=cast.clerk)
    made.ask_for_time(day + timedelta(days=2), "等配件。", by=cast.clerk)
    made.grant(by=cast.clerk)
    assert clock.local(made.due_at).date() == day + timedelta(days=2)
    with pytest.raises(RuleError, match="最多 1 次"):
        made.ask_for_time(day + timedelta(days=4), "再等。", by=cast.clerk)


def test_what_the_platform_grants_the_case_has_too(cast, accepted):
    made = accepted()
    made.case.accept(by=cast.clerk)
    made.case.extend(made.due_at, "", by=None)
    made.ask_for_time(clock.local(made.due_at).date() + timedelta(days=2), "等配件。", by=cast.clerk)
    made.grant(by=cast.clerk)
    assert made.case.due_at == made.due_at


def test_whoever_is_forgotten_is_named_in_no_order(cast, accepted):
    made = accepted()
    made.caller.forget()
    db.session.commit()
    assert "王" not in made.caller_told


@time_machine.travel("2026-09-15T15:00:00+08:00", tick=False)
def test_the_hours_of_an_order_dated_by_the_day_count_from_when_it_is_entered(order):
    midnight = clock.now() - timedelta(hours=15)
    hours = timedelta(hours=3)
    assert order(sent_at=midnight).return_by == clock.now() + hours
    assert (
        order(outside_number="2", sent_at=midnight + timedelta(hours=8)).return_by
        == midnight + timedelta(hours=8) + hours
    )
    assert order(outside_number="3", sent_at=midnight - timedelta(days=1)).return_by == midnight + hours
