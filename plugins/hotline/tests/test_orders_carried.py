"""An order goes by the case that carries it: merged and back, taken up again, closed and reopened while the module was off."""

from datetime import timedelta

import pytest

from plugins.hotline.figures import FIGURES
from portal import clock
from portal.accounts.models import Appointment
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin_admin.switching import switch
from portal.testing import factories

pytestmark = pytest.mark.database


def closed(case, cast, outcome="换了灯。"):
    if case.status == "registered":
        case.accept(by=cast.clerk)
    case.resolve(outcome, by=cast.director)
    db.session.commit()


def switched(cast, state):
    switch("hotline", cast.county, state, by=None, reason="试")
    db.session.commit()


@pytest.fixture
def merged(cast, accepted):
    """Two orders; the case of the second goes on as part of that of the first."""
    first, second = accepted(), accepted(outside_number="2")
    second.case.merge_into(first.case, "同一件事", by=cast.clerk)
    db.session.commit()
    return first, second


@pytest.fixture
def joint(cast, merged):
    """Both were answered in time."""
    closed(merged[0].case, cast)
    for each in merged:
        each.answer("换了灯，已经亮了。", True, True, by=cast.clerk)
    db.session.commit()
    return merged


def test_what_comes_back_from_a_merger_is_answered_by_its_own_case(cast, merged):
    first, second = merged
    closed(first.case, cast)
    second.case.come_back("不是一件事。", by=cast.clerk)
    db.session.commit()
    assert (first.status, second.status) == ("ready", "accepted")
    closed(second.case, cast, "另外修好了。")
    assert (second.status, second.events[-1].note) == ("ready", "另外修好了。")


def test_what_was_answered_in_time_stays_in_time_when_another_is_to_be_done_again(cast, joint):
    first, second = joint
    with clock.pretend(clock.now() + timedelta(days=10)):
        first.redo("又不亮了。", by=cast.clerk)
        db.session.commit()
        assert second.status == "accepted"
        assert second.due_at > clock.now()
        answered, in_time, late = FIGURES.table(FIGURES.figure("nature"), cast.director).sums[3:6]
        assert (answered, in_time, late) == (1, 1, 0)
        closed(first.case, cast, "换了线。")
    with clock.pretend(clock.now() + timedelta(days=30)):
        second.answer("换了线。", True, True, by=cast.clerk)
    assert second.in_time is True


def test_what_the_office_takes_up_by_itself_before_the_answer_is_due_as_before(cast, accepted):
    made = accepted()
    closed(made.case, cast)
    due = made.due_at
    with clock.pretend(clock.now() + timedelta(days=1)):
        made.case.reopen("没有修好。", by=cast.director)
    assert (made.status, made.due_at) == ("accepted", due)


def test_a_late_answer_stays_late_when_it_is_done_again(cast, accepted):
    made = accepted()
    closed(made.case, cast)
    with clock.pretend(made.due_at + timedelta(days=1)):
        made.answer("换了灯。", True, True, by=cast.clerk)
        made.redo("又不亮了。", by=cast.clerk)
        closed(made.case, cast, "换了线。")
        made.answer("换了线。", True, True, by=cast.clerk)
    assert made.in_time is False


@pytest.mark.parametrize("outcome", ["", "换了线。"])
def test_a_case_taken_up_again_while_the_module_was_off_is_answered_again(cast, answered, outcome):
    made = answered()
    switched(cast, "off")
    with clock.pretend(clock.now() + timedelta(hours=1)):
        made.case.reopen("没有修好。", by=cast.director)
        if outcome:
            closed(made.case, cast, outcome)
    switched(cast, "on")
    assert made.status == ("ready" if outcome else "accepted")
    assert made.events[-1].note == (outcome or "没有修好。")


def test_a_case_accepted_while_the_module_was_off_takes_no_longer_than_the_order_either(cast, accepted):
    made = accepted(wanted_by=clock.now() + timedelta(days=1))
    switched(cast, "off")
    made.case.accept(by=cast.clerk)
    assert made.case.due_at > made.due_at
    switched(cast, "on")
    assert made.case.due_at == made.due_at


def test_more_time_is_granted_though_the_case_is_closed(cast, accepted):
    made = accepted()
    day = clock.local(made.due_at).date() + timedelta(days=2)
    made.ask_for_time(day, "等配件。", by=cast.clerk)
    closed(made.case, cast)
    with clock.pretend(made.due_at + timedelta(hours=1)):
        made.grant(by=cast.clerk)
        made.answer("换了灯。", True, True, by=cast.clerk)
    assert (clock.local(made.due_at).date(), made.in_time) == (day, True)


def test_what_waits_for_more_time_is_listed_until_the_order_is_answered(as_user, cast, accepted):
    made = accepted()
    made.ask_for_time(clock.local(made.due_at).date() + timedelta(days=2), "等配件。", by=cast.clerk)
    closed(made.case, cast)
    assert "共 1 条" in as_user("clerk").page("/hotline/orders?time=asked").text
    made.answer("换了灯。", True, True, by=cast.clerk)
    db.session.commit()
    assert made.number not in as_user("clerk").page("/hotline/orders?time=asked").text


def test_a_case_takes_no_longer_than_the_shortest_of_its_orders(cast, accepted):
    first, second = accepted(), accepted(outside_number="2", wanted_by=clock.now() + timedelta(days=1))
    for each in (first, second):
        each.case.accept(by=cast.clerk)
    second.case.merge_into(first.case, "同一件事", by=cast.clerk)
    assert first.case.due_at == second.due_at


def test_more_time_for_one_order_does_not_lengthen_the_case_beyond_another(cast, accepted):
    first, second = accepted(), accepted(outside_number="2", wanted_by=clock.now() + timedelta(days=1))
    for each in (first, second):
        each.case.accept(by=cast.clerk)
    second.case.merge_into(first.case, "同一件事", by=cast.clerk)
    first.ask_for_time(clock.local(first.due_at).date() + timedelta(days=2), "等配件。", by=cast.clerk)
    first.grant(by=cast.clerk)
    assert first.case.due_at == second.due_at


def test_more_time_for_the_order_that_binds_lengthens_the_case_that_carries_it(cast, accepted):
    first, second = accepted(), accepted(outside_number="2", wanted_by=clock.now() + timedelta(days=1))
    for each in (first, second):
        each.case.accept(by=cast.clerk)
    second.case.merge_into(first.case, "同一件事", by=cast.clerk)
    second.ask_for_time(clock.local(second.due_at).date() + timedelta(days=1), "等配件。", by=cast.clerk)
    second.grant(by=cast.clerk)
    assert first.case.due_at == min(first.due_at, second.due_at) > second.term_until


def test_the_case_that_carries_on_shows_the_orders_of_all_though_it_came_of_none(as_user, cast, merged):
    carrier = factories.case(cast.street, by=cast.clerk)
    merged[0].case.merge_into(carrier, "同一件事", by=cast.clerk)
    db.session.commit()
    links = as_user("clerk").page(f"/cases/{carrier.id}").links()
    assert {f"/hotline/orders/{each.id}" for each in merged} <= set(links)


def test_the_order_shows_how_the_case_stands_that_carries_it(as_user, cast, merged):
    first, second = merged
    closed(first.case, cast)
    page = as_user("clerk").page(f"/hotline/orders/{second.id}").text
    assert first.case.number in page
    assert "换了灯。" in page


def test_what_is_to_be_done_again_takes_up_the_case_that_carries_it(cast, joint):
    first, second = joint
    second.redo("又不亮了。", by=cast.clerk)
    assert (second.case.carrier, first.case.status) == (first.case, "triaged")
    assert second.case.status == "resolved", "no second case"


def test_an_answer_that_was_sent_stays_as_it_was_sent(as_user, cast, answered):
    made = answered()
    made.redo("又不亮了。", by=cast.clerk)
    closed(made.case, cast, "换了线。")
    assert made.result == "换了灯，已经亮了。"
    clerk = as_user("clerk")
    page = clerk.page(f"/hotline/orders/{made.id}/answer")
    assert page.fields(page.form())["result"] == "换了线。"


def test_an_order_that_was_answered_twice_has_a_page(as_user, cast, answered):
    made = answered()
    made.redo("又不亮了。", by=cast.clerk)
    closed(made.case, cast, "换了线。")
    made.answer("换了线。", True, True, by=cast.clerk)
    db.session.commit()
    assert "再次回复" in as_user("clerk").page(f"/hotline/orders/{made.id}").text


def test_a_second_extension_is_reckoned_from_the_time_that_was_given_first(cast, accepted):
    made = accepted()
    first, given = clock.local(made.due_at).date(), made.due_at - made.sent_at
    made.ask_for_time(first + timedelta(days=given.days), "等配件。", by=cast.clerk)
    made.grant(by=cast.clerk)
    made.extended = 0
    last = clock.local(made.due_at + given).date()
    with pytest.raises(RuleError, match=f"最晚到 {last}"):
        made.ask_for_time(last + timedelta(days=1), "再等。", by=cast.clerk)


def test_the_time_for_doing_it_again_is_what_an_extension_of_it_goes_by(cast, answered):
    made = answered()
    with clock.pretend(clock.now() + timedelta(days=20)):
        made.redo("又不亮了。", by=cast.clerk, wanted_by=clock.now() + timedelta(days=2))
        last = clock.local(made.due_at).date() + timedelta(days=2)
        with pytest.raises(RuleError, match=f"最晚到 {last}"):
            made.ask_for_time(last + timedelta(days=1), "等配件。", by=cast.clerk)


def test_where_another_office_has_the_case_that_carries_it_a_new_one_is_opened(cast, answered):
    made = answered()
    director = cast.director
    director.appointments.extend(Appointment(unit_id=cast.other_street.id, role=each) for each in ("clerk", "director"))
    db.session.commit()
    other = factories.case(cast.other_street, by=director)
    other.accept(by=director)
    made.case.reopen("没有修好。", by=director)
    made.case.merge_into(other, "同一件事", by=director)
    other.resolve("那边修好了。", by=director)
    made.answer("修好了。", True, True, by=cast.clerk)
    made.redo("又不亮了。", by=cast.clerk)
    assert (made.case.unit, made.case.status, other.status) == (made.unit, "registered", "resolved")
