"""What is owed after a change: the check, the paper, the page and the change itself say the same."""

from datetime import timedelta

import pytest

from plugins.mediation.data_rights import held
from plugins.mediation.models import Dispute
from plugins.mediation.models.owed import Due
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.documents.wording import long_day
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database
LATER = clock.today() + timedelta(days=300)
ACCOUNT = "6222021001112223335"


def at(dispute: Dispute, noun: str) -> str:
    return f"/mediation/disputes/{dispute.id}/{noun}"


@pytest.fixture
def change(cast):
    """`change(dispute, clause, …)`: drawn up and signed by all."""

    def sign(dispute: Dispute, clause: str = "被申请人推迟付款。", **more):
        made = dispute.draw_amendment("change", "家人生病。", [clause], by=cast.mediator, **more)
        db.session.flush()
        dispute.sign_amendment(made, clock.today(), [], by=cast.mediator)
        db.session.commit()
        return made

    return sign


@pytest.fixture
def one_left(effective, cast) -> Dispute:
    """The first of two instalments is paid, 2,000 yuan are left."""
    effective.pay(effective.agreement.instalments[0], clock.today(), by=cast.mediator)
    db.session.commit()
    return effective


def left(dispute: Dispute) -> list[tuple]:
    return [(each.due_on, each.balance_fen) for each in dispute.agreement.unpaid]


class TestOpenInstalments:
    def test_stay_where_the_sum_is_typed_again(self, effective, change):
        before = left(effective)
        change(effective, amount_fen=300_000)
        assert left(effective) == before != []

    def test_end_where_no_more_is_owed(self, one_left, change):
        change(one_left, "被申请人赔偿一千元，当日已付清。", replaces=["0.1"], amount_fen=100_000)
        assert left(one_left) == []

    def test_are_asked_for_where_a_sum_is_agreed_on_for_the_first_time(self, effective, cast):
        effective.agreement.instalments, effective.agreement.way = [], "once"
        with pytest.raises(RuleError, match="请写明每期哪天付") as caught:
            effective.draw_amendment(
                "change", "重新协商。", ["被申请人赔偿五千元。"], replaces=["0.1"], amount_fen=500_000, by=cast.mediator
            )
        assert caught.value.at == "plan"


class TestALaterLastDay:
    def test_puts_off_the_only_instalment_that_is_open(self, one_left, change):
        change(one_left, perform_by=LATER)
        assert left(one_left) == [(LATER, 200_000)]

    def test_leaves_to_whom_it_is_paid(self, one_left, change):
        [due], payee = one_left.agreement.unpaid, one_left.parties[0].party_id
        due.payee_id = payee
        change(one_left, perform_by=LATER)
        assert [each.payee_id for each in one_left.agreement.unpaid] == [payee]

    def test_of_several_instalments_is_asked_about_at_the_plan(self, as_user, effective):
        client = as_user("mediator")
        said = {"clauses-0-text": "被申请人推迟付款。", "reason": "推迟。", "together": True, "perform_by": f"{LATER}"}
        page = client.fill(client.page(at(effective, "amendments/new")), **said)
        assert page.status == 422
        assert "还有 2 期没有付，改履行期限的" in page.text

    def test_stands_on_the_paper_with_what_is_due_then(self, as_user, one_left, cast):
        made = one_left.draw_amendment("change", "推迟。", ["被申请人推迟付款。"], perform_by=LATER, by=cast.mediator)
        db.session.commit()
        text = text_of(as_user("mediator").get(at(one_left, f"amendments/{made.id}.pdf"))).replace("\n", "")
        assert "尚未履行的款项改为" in text
        assert text.count(long_day(LATER)) == 2 * one_left.copies  # the last day, and the line of the plan
        assert "2,000.00" in text


def test_everybody_who_reads_of_the_dispute_reads_the_sum_in_force(as_user, effective, change):
    plan = [Due(LATER, 250_000)]
    change(effective, "被申请人赔偿二千五百元。", replaces=["0.1"], plan=plan, amount_fen=250_000)
    page = as_user("mediator").page(at(effective, "")[:-1])
    assert page.tree.xpath("string(//dt[.='金额']/following-sibling::dd[1])").strip().startswith("2,500")
    [told] = held(effective.parties[0].party.person)["人民调解"]
    assert told["变更后的金额（元）"] == "2,500.00"
    assert told["变更后的条款"] == ["双方再无其他争议。", "被申请人赔偿二千五百元。"]


class TestWhoIsPaid:
    """Of three parties a change names it, as the agreement itself does."""

    def said(self, third) -> dict:
        line = {"plan-0-due_on": f"{LATER}", "plan-0-amount": "3000", "plan-0-payee_id": third.party_id}
        return {"clauses-0-text": "被申请人付给物业公司三千元。", "reason": "修好了。", "together": True} | line

    def test_is_chosen_in_a_line_of_the_plan_and_stands_on_its_paper(self, as_user, effective):
        client, third = as_user("mediator"), effective.parties[2]
        page = client.fill(client.page(at(effective, "amendments/new")), **self.said(third))
        assert page.status == 200
        [made] = db.session.get(Dispute, effective.id).amendments
        assert [each.payee_id for each in made.instalments] == [third.party_id]
        text = text_of(client.get(at(effective, f"amendments/{made.id}.pdf"))).replace("\n", "")
        assert f"付给{third.party.name}" in text

    def test_may_be_chosen_in_a_line_that_was_added(self, as_user, effective):
        client = as_user("mediator")
        page = client.fill(client.page(at(effective, "amendments/new")), add="plan")
        offered = page.tree.xpath('//select[@name="plan-1-payee_id"]/option')
        assert len(offered) == 1 + len(effective.parties)


def test_a_change_may_name_the_account_to_pay_into(as_user, effective):
    client, dispute_id = as_user("mediator"), effective.id
    said = {"clauses-0-text": f"被申请人付到申请人账号{ACCOUNT}。", "reason": "换了账户。", "together": True}
    assert client.fill(client.page(at(effective, "amendments/new")), **said).status == 200
    assert ACCOUNT in db.session.get(Dispute, dispute_id).amendments[0].clauses[0]


class TestAPaymentNotedByMistake:
    @pytest.fixture
    def mistaken(self, effective, cast, change) -> Dispute:
        """400 of the first 1,000 yuan were noted; then all that seemed left was put off."""
        effective.pay(effective.agreement.instalments[0], clock.today(), amount_fen=40_000, by=cast.mediator)
        change(effective, plan=[Due(LATER, 260_000)])
        return effective

    def test_is_put_right_after_a_change_ended_its_instalment(self, as_user, mistaken):
        client, [payment] = as_user("mediator"), mistaken.payments
        page = client.page(at(mistaken, f"payments/{payment.id}/undoing"))
        assert client.fill(page, text="登记错了。").status == 200
        dispute = db.session.get(Dispute, mistaken.id)
        assert sum(each.balance_fen for each in dispute.agreement.unpaid) == dispute.owed.whole == 300_000

    def test_owes_nothing_once_the_agreement_is_undone(self, mistaken, cast):
        mistaken.status = "closed"
        mistaken.revoke("void", clock.today(), "（2026）内0621民初5号", "", by=cast.mediator)
        mistaken.undo_payment(mistaken.payments[0], "登记错了。", by=cast.mediator)
        assert mistaken.agreement.unpaid == []
