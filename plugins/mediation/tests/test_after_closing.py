"""After a dispute is closed performance goes on: what is paid then gets its receipt, and the report of the dispute says so."""

from datetime import UTC, date, datetime, timedelta

import pytest
from time_machine import travel

from plugins.mediation.models import Dispute
from plugins.mediation.samples import DISPUTES
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def closed(effective, stage) -> Dispute:
    """Closed with an instalment left to pay."""
    DISPUTES.bring("closed", stage, effective)
    db.session.commit()
    return effective


def test_what_is_paid_then_has_a_receipt_and_stands_in_the_closing_report(as_user, closed):
    client, first = as_user("mediator"), closed.agreement.instalments[0]
    page = client.page(f"/mediation/disputes/{closed.id}/instalments/{first.id}")
    assert client.fill(page, amount_fen="1000").status == 200
    [payment] = db.session.get(Dispute, closed.id).receipts
    assert payment.after_closing
    assert "收条" in text_of(client.get(f"/mediation/disputes/{closed.id}/payments/{payment.id}.pdf"))
    said = text_of(client.get(f"/mediation/disputes/{closed.id}/closing.pdf"))
    assert "结案以后" in said
    assert "1,000.00" in said


def test_a_report_of_what_was_paid_before_says_nothing_more(as_user, effective, stage, cast):
    effective.pay(effective.agreement.instalments[0], clock.today(), by=cast.mediator)
    DISPUTES.bring("closed", stage, effective)
    db.session.commit()
    assert "结案以后" not in text_of(as_user("mediator").get(f"/mediation/disputes/{effective.id}/closing.pdf"))


@pytest.mark.parametrize(("performance", "waits"), [("part", True), ("none", True), ("litigation", False)])
def test_what_is_owed_then_stands_on_the_desk_until_a_court_sees_to_it(as_user, effective, stage, performance, waits):
    DISPUTES.bring("closed", stage, effective, {Dispute.close: {"performance": performance}})
    db.session.commit()
    with travel(noon(effective.agreement.instalments[0].due_on + timedelta(days=4))):
        desk = as_user("mediator").page("/").text
    assert ("调解协议履行期将到或已过 1" in desk) == waits


def test_an_application_that_is_not_handed_in_then_stands_on_the_desk(as_user, effective, stage):
    DISPUTES.take(Dispute.draw_confirmation, effective, stage)
    DISPUTES.bring("closed", stage, effective)
    db.session.commit()
    with travel(noon(effective.apply_by - timedelta(days=1))):
        desk = as_user("mediator").page("/").text
    assert "司法确认申请期将到或已过 1" in desk


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def test_how_hard_it_was_can_still_be_told(as_user, closed):
    client = as_user("mediator")
    page = client.fill(client.page(f"/mediation/disputes/{closed.id}/report"), difficulty="common")
    assert (page.status, db.session.get(Dispute, closed.id).told_for_statistics.difficulty) == (200, "common")


class TestAPaymentThatWasNotedByMistakeThen:
    """The dispute was closed as wholly performed."""

    @pytest.fixture
    def paid(self, effective, stage, cast) -> Dispute:
        for each in effective.agreement.instalments:
            effective.pay(each, clock.today(), by=cast.mediator)
        DISPUTES.bring("closed", stage, effective, {Dispute.close: {"performance": "full"}})
        db.session.commit()
        return effective

    def undo(self, client, dispute) -> None:
        page = client.page(f"/mediation/disputes/{dispute.id}/payments/{dispute.receipts[0].id}/undoing")
        assert client.fill(page, text="记错了。").status == 200

    def test_stands_on_the_desk_as_owed_again(self, as_user, paid):
        client, due = as_user("mediator"), paid.agreement.instalments[0].due_on
        self.undo(client, paid)
        assert "结案时登记的“已全部履行”改为“部分履行”" in client.page(f"/cases/{paid.case_id}").text
        with travel(noon(due + timedelta(days=4))):
            desk = as_user("mediator").page("/").text
        assert "调解协议履行期将到或已过 1" in desk

    def test_is_performed_once_it_is_paid(self, as_user, paid, cast):
        self.undo(as_user("mediator"), paid)
        dispute = db.session.get(Dispute, paid.id)
        dispute.pay(dispute.agreement.instalments[0], clock.today(), by=cast.mediator)
        assert dispute.performance == "full"

    def test_leaves_what_a_court_sees_to(self, effective, stage, cast):
        effective.pay(effective.agreement.instalments[0], clock.today(), by=cast.mediator)
        DISPUTES.bring("closed", stage, effective, {Dispute.close: {"performance": "litigation"}})
        effective.undo_payment(effective.receipts[0], "记错了。", by=cast.mediator)
        for each in effective.agreement.unpaid:
            effective.pay(each, clock.today(), by=cast.mediator)
        assert effective.performance == "litigation"


class TestWhatComesNext:
    """The main button of the page."""

    def main(self, client, dispute) -> list[str]:
        page = client.page(f"/mediation/disputes/{dispute.id}")
        return ["".join(each.itertext()).strip() for each in page.tree.xpath('//a[contains(@class, "btn-primary")]')]

    def test_after_a_sitting_that_is_to_go_on_comes_another(self, as_user, mediating, stage):
        DISPUTES.take(Dispute.hold_session, mediating, stage, {Dispute.hold_session: {"outcome": "continue"}})
        db.session.commit()
        assert self.main(as_user("mediator"), mediating) == ["记一次调解"]

    def test_after_one_that_agreed_comes_the_text(self, as_user, mediating, stage):
        DISPUTES.take(Dispute.hold_session, mediating, stage)
        db.session.commit()
        assert self.main(as_user("mediator"), mediating) == ["起草协议"]


def test_whom_the_text_names_is_offered_as_paid(as_user, written):
    """Of three parties the text says which one gets the instalment; its paper and the form of the payment do so, too."""
    client, third = as_user("mediator"), written.parties[2]
    at = f"/mediation/disputes/{written.id}/agreement"
    page = client.page(at)
    due = {"instalments-0-payee_id": third.party_id}
    assert client.fill(page, **due).status == 200
    assert db.session.get(Dispute, written.id).agreement.instalments[0].payee_id == third.party_id
    assert "收款人" in text_of(client.get(f"{at}.pdf"))


def test_two_parties_are_not_asked_who_is_paid(as_user, written, cast):
    written.go_on_without([written.parties[2]], clock.today() - timedelta(days=1))
    db.session.commit()
    assert "收款人" not in as_user("mediator").page(f"/mediation/disputes/{written.id}/agreement").text


def test_what_was_closed_waits_on_the_desk_until_its_dossier_is_made(as_user, closed, stage):
    assert closed.file_by == closed.ended_on + timedelta(days=30)
    desk = as_user("mediator").page("/")
    assert "结案待立卷 1" in desk.text
    DISPUTES.take(Dispute.file_away, closed, stage)
    db.session.commit()
    assert "结案待立卷" not in as_user("mediator").page("/").text
