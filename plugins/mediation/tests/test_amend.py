"""变更、解除、撤销: what all sides sign later stands in place of what they agreed on before; what they or a court end is no longer performed."""

from datetime import timedelta

import pytest

from plugins.mediation.later_samples import drawn as waiting
from plugins.mediation.models import Dispute
from plugins.mediation.models.owed import Due
from plugins.mediation.samples import DISPUTES
from plugins.mediation.tests.reading import scan_of, text_of
from portal import clock
from portal.documents.models import Document
from portal.errors import RuleError, WrongState
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def drawn(effective, stage) -> Dispute:
    """A change is drawn up and waits to be signed."""
    DISPUTES.take(Dispute.draw_amendment, effective, stage)
    db.session.commit()
    return effective


@pytest.fixture
def changed(drawn, stage) -> Dispute:
    """It was signed by all, and is in force."""
    _sign(drawn, stage)
    db.session.commit()
    return drawn


def _sign(dispute: Dispute, stage) -> None:
    amendment = waiting(dispute, stage)
    dispute.sign_amendment(amendment, clock.today(), [stage.picture("DEMO SCAN")], by=stage.users["mediator"])


PUT_OFF = "被申请人赔偿二千五百元，推迟到三月付。"


def at(dispute: Dispute, noun: str) -> str:
    return f"/mediation/disputes/{dispute.id}/{noun}"


class TestTheChange:
    def test_is_drawn_up_printed_signed_and_then_holds(self, as_user, effective):
        client, dispute_id = as_user("mediator"), effective.id
        due = f"{clock.today() + timedelta(days=90)}"
        page = client.page(at(effective, "amendments/new"))
        said = {"replaces": ["0.1"], "clauses-0-text": PUT_OFF, "reason": "家人生病。", "together": True}
        page = client.fill(page, **said, **{"plan-0-due_on": due, "plan-0-amount": "2500"}, amount="2500")
        assert page.status == 200, page.text
        [amendment] = db.session.get(Dispute, dispute_id).amendments
        printed = client.get(at(effective, f"amendments/{amendment.id}.pdf"))
        text = text_of(printed)
        for expected in (
            "被申请人赔偿三千元",
            "二千五百元",
            "人民调解变更协议书",
            "2,500.00",
            "之1",
            "原协议没有变更的内容继续有效",
        ):
            assert expected in text, expected
        page = client.page(at(effective, f"amendments/{amendment.id}/effect"))
        refused = client.fill(page)
        assert (refused.status, "没有盖章的" in refused.text, "请选择签字" in refused.text) == (422, True, True)
        assert client.fill(page, complete=True, files=scan_of(printed, effective.copies)).status == 200
        dispute = db.session.get(Dispute, dispute_id)
        assert [each.balance_fen for each in dispute.agreement.unpaid] == [250_000]
        assert dispute.clauses_in_force == ["双方再无其他争议。", PUT_OFF]

    def test_leaves_what_was_paid_and_ends_what_was_not(self, effective, stage, cast):
        drawn, first = effective, effective.agreement.instalments[0]
        drawn.pay(first, clock.today(), amount_fen=100_000 - 60_000, by=cast.mediator)
        plan = [(clock.today() + timedelta(days=90), 260_000, "剩余款项")]
        DISPUTES.take(Dispute.draw_amendment, drawn, stage, {Dispute.draw_amendment: {"plan": plan}})
        _sign(drawn, stage)
        assert first.ended_on == clock.today()
        assert len(first.counting) == 1
        with pytest.raises(WrongState, match="变更、解除"):
            drawn.pay(first, clock.today(), by=cast.mediator)
        assert [each.balance_fen for each in drawn.agreement.unpaid] == [260_000]

    def test_of_the_day_alone_puts_off_what_was_to_be_paid_at_once(self, effective, cast):
        text, later = effective.agreement, clock.today() + timedelta(days=40)
        text.replace_unpaid([Due(clock.today(), 300_000, "一次性履行")], clock.today(), None)
        amendment = effective.draw_amendment(
            "change", "推迟。", ["被申请人推迟履行。"], perform_by=later, by=cast.mediator
        )
        effective.sign_amendment(amendment, clock.today(), [], by=cast.mediator)
        assert [(each.due_on, each.balance_fen) for each in text.unpaid] == [(later, 300_000)]
        assert text.last_performance_on == later

    def test_does_not_wait_twice(self, drawn):
        assert "还没有签署" in Dispute.draw_amendment.objection(drawn)

    def test_that_is_not_signed_leaves_the_agreement(self, drawn, cast):
        before = [each.text for each in drawn.agreement.terms]
        drawn.drop_amendment(drawn.amendments[0], "一方不同意。", by=cast.mediator)
        assert drawn.clauses_in_force == before
        with pytest.raises(RuleError, match="没有签署"):
            drawn.sign_amendment(drawn.amendments[0], clock.today(), [], by=cast.mediator)

    def test_without_the_consent_of_all_or_without_a_word_is_none(self, as_user, effective):
        client = as_user("mediator")
        page = client.page(at(effective, "amendments/new"))
        refused = client.fill(page, reason="推迟。")
        assert (refused.status, "要各方当事人都同意" in refused.text) == (422, True)
        refused = client.fill(page, reason="推迟。", together=True)
        assert (refused.status, "请至少写一条" in refused.text) == (422, True)

    def test_waits_for_the_court(self, effective, stage):
        DISPUTES.take(Dispute.draw_confirmation, effective, stage)
        assert "司法确认申请还没有结果" in Dispute.draw_amendment.objection(effective)


class TestWhoeverChecksTheCode:
    @pytest.fixture
    def checked(self, as_user, client):
        """`checked(dispute, noun)` is what the public page says of a paper."""

        def look(dispute: Dispute, noun: str = "agreement", kind: str = "agreement") -> str:
            as_user("mediator").get(at(dispute, f"{noun}.pdf"))
            return client.page(f"/check/{Document.latest(dispute, kind).check_code}").text

        return look

    def test_of_a_changed_agreement_learns_of_the_change(self, changed, checked):
        said = checked(changed)
        assert "这份协议已经变更" in said
        assert "第 1 份变更协议" in said

    def test_of_a_change_that_was_not_signed_learns_that(self, drawn, checked, cast):
        amendment = drawn.amendments[0]
        assert "没有签署" not in checked(drawn, f"amendments/{amendment.id}", f"amendment-{amendment.id}")
        drawn.drop_amendment(amendment, "一方不同意。", by=cast.mediator)
        db.session.commit()
        assert "没有签署，没有生效" in checked(drawn, f"amendments/{amendment.id}", f"amendment-{amendment.id}")

    def test_of_an_agreement_that_a_court_undid_learns_by_which_judgment(self, effective, checked, cast):
        effective.revoke("void", clock.today(), "（2026）内0621民初5号", "", by=cast.mediator)
        db.session.commit()
        said = checked(effective)
        assert "人民法院判决无效（2026）内0621民初5号" in said.replace("（（", "（").replace("））", "）")


class TestTheEnd:
    def test_by_consent_ends_instalments_and_goes_back_to_whoever_handed_it_on(self, effective, cast):
        amendment = effective.draw_amendment("end", "双方另有约定。", [], by=cast.mediator)
        effective.sign_amendment(amendment, clock.today(), [], by=cast.mediator)
        assert (effective.status, effective.agreement.unpaid, effective.visit_on) == ("revoked", [], None)
        assert "各方当事人同意解除" in effective.how_it_ended
        assert not effective.settles_it
        assert effective.mediated is None

    def test_by_a_court_leaves_what_was_closed_closed(self, effective, stage, cast):
        DISPUTES.bring("closed", stage, effective)
        effective.revoke("rescinded", clock.today(), "（2026）内0621民初5号", "", by=cast.mediator)
        assert effective.status == "closed"
        assert "结案以后人民法院判决撤销" in effective.how_it_ended
        assert "已经登记解除" in Dispute.revoke.objection(effective)

    def test_before_the_agreement_was_in_force_is_a_mistake(self, effective, cast):
        before = effective.agreement.effective_on - timedelta(days=1)
        with pytest.raises(RuleError, match="才生效"):
            effective.revoke("void", before, "（2026）内0621民初5号", "", by=cast.mediator)


def test_the_statistics_still_count_it_as_settled_then_and_as_undone_now(as_user, effective, cast):
    effective.revoke("void", clock.today(), "（2026）内0621民初5号", "", by=cast.mediator)
    db.session.commit()
    client = as_user("mediator")
    assert effective.number in client.page("/mediation/statistics/was_revoked").text
    assert "不相符" not in client.page("/mediation/statistics?proof=1").text
