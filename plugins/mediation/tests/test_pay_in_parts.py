"""履行: in parts, with a receipt each, undone by a counter-entry, reminded of, called before its day (人民调解法 §31)."""

from datetime import timedelta

import pytest

from plugins.mediation.models import Dispute
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.errors import RuleError
from portal.extensions import db


def test_a_part_leaves_the_rest_to_be_paid(effective, cast):
    first = effective.agreement.instalments[0]
    effective.pay(first, clock.today(), amount_fen=40_000, by=cast.mediator)
    assert (first.balance_fen, first.paid_on, first in effective.agreement.unpaid) == (60_000, None, True)
    effective.pay(first, clock.today(), by=cast.mediator)
    assert (first.balance_fen, first.paid_on) == (0, clock.today())


@pytest.mark.parametrize("amount", [0, 100_001])
def test_nothing_and_more_than_is_left_are_no_payment(effective, cast, amount):
    with pytest.raises(RuleError, match="元没有付"):
        effective.pay(effective.agreement.instalments[0], clock.today(), amount_fen=amount, by=cast.mediator)


def test_what_was_noted_by_mistake_is_countered_and_both_entries_stay(effective, cast):
    first = effective.agreement.instalments[0]
    payment = effective.pay(first, clock.today(), by=cast.mediator)
    db.session.flush()
    effective.undo_payment(payment, "登记错了。", by=cast.mediator)
    db.session.flush()
    assert ([each.amount_fen for each in first.payments], first.paid_on) == ([100_000, -100_000], None)
    with pytest.raises(RuleError, match="已经冲销"):
        effective.undo_payment(payment, "再冲一次。", by=cast.mediator)


@pytest.mark.database
def test_whoever_was_paid_signs_the_receipt(as_user, effective):
    client, first = as_user("mediator"), effective.agreement.instalments[0]
    page = client.page(f"/mediation/disputes/{effective.id}/instalments/{first.id}")
    client.fill(page, amount_fen="400", how="cash")
    [payment] = db.session.get(Dispute, effective.id).receipts
    text = text_of(client.get(f"/mediation/disputes/{effective.id}/payments/{payment.id}.pdf"))
    for expected in (
        "收条",
        "400.00",
        "肆佰元整",
        "现金",
        effective.parties[0].party.name,
        effective.parties[1].party.name,
    ):
        assert expected in text, expected


@pytest.mark.database
def test_too_much_is_said_at_the_amount(as_user, effective):
    client, first = as_user("mediator"), effective.agreement.instalments[0]
    page = client.page(f"/mediation/disputes/{effective.id}/instalments/{first.id}")
    page = client.fill(page, amount_fen="5000")
    assert (page.status, "没有付，请核对金额" in page.text) == (422, True)


class TestCalledDue:
    """其余各期到期."""

    @pytest.fixture
    def overdue(self, effective) -> Dispute:
        effective.agreement.accelerates = True
        effective.agreement.instalments[0].due_on = clock.today() - timedelta(days=1)
        return effective

    def test_all_that_is_left_falls_due(self, overdue, cast):
        overdue.call_due("催促以后仍未付。", by=cast.mediator)
        assert overdue.agreement.instalments[1].falls_due == clock.today()
        assert "2,000.00 元到期" in overdue.case.events[-1].note

    def test_only_where_it_was_agreed(self, overdue):
        overdue.agreement.accelerates = False
        assert "没有约定" in Dispute.call_due.objection(overdue)

    def test_only_where_something_is_late(self, overdue):
        overdue.agreement.instalments[0].due_on = clock.today()
        assert "没有逾期" in Dispute.call_due.objection(overdue)


class TestPlannedVisits:
    """回访计划: seven and thirty days after it is in force, and after the last day of performance, unless the district says otherwise."""

    def test_the_first_is_planned_as_it_comes_into_force(self, effective):
        assert effective.visit_on == effective.agreement.effective_on + timedelta(days=7)

    def test_each_visit_leads_to_the_next(self, effective):
        since = effective.agreement.effective_on
        effective.plan_visit(since + timedelta(days=8))
        assert effective.visit_on == since + timedelta(days=30)
        effective.plan_visit(since + timedelta(days=31))
        assert effective.visit_on == effective.agreement.last_performance_on + timedelta(days=3)
        effective.plan_visit(effective.visit_on)
        assert effective.visit_on is None


def test_a_reminder_stands_on_the_timeline(effective, cast):
    effective.remind(clock.today(), "电话", "答应月底付清。", by=cast.mediator)
    assert "电话催促：答应月底付清" in effective.case.events[-1].note


def test_where_nothing_is_owed_nobody_is_reminded(effective, cast):
    assert Dispute.remind.is_open_to(cast.mediator, effective)
    for each in effective.agreement.instalments:
        effective.pay(each, clock.today(), by=cast.mediator)
    assert not Dispute.remind.is_open_to(cast.mediator, effective)
