"""What changes an agreement is checked as the agreement was: its terms as they would stand, and what would still be owed."""

from datetime import timedelta

import pytest

from plugins.mediation.later_samples import drawn as waiting
from plugins.mediation.models import Dispute
from plugins.mediation.samples import DISPUTES
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.errors import Doubtful, RuleError
from portal.extensions import db

pytestmark = pytest.mark.database
LATER = clock.today() + timedelta(days=90)


def at(dispute: Dispute, noun: str = "amendments/new") -> str:
    return f"/mediation/disputes/{dispute.id}/{noun}"


def change(dispute: Dispute, cast, clause: str, **more):
    return dispute.draw_amendment("change", "家人生病。", [clause], by=cast.mediator, **more)


@pytest.fixture
def part_paid(effective, cast) -> Dispute:
    """Of 3,000 yuan 1,000 are paid."""
    effective.pay(effective.agreement.instalments[0], clock.today(), by=cast.mediator)
    db.session.commit()
    return effective


class TestWhatMustBeChanged:
    def test_a_plan_must_make_up_what_is_still_owed(self, part_paid, cast):
        with pytest.raises(RuleError, match=r"还应付 2,000\.00 元"):
            change(part_paid, cast, "被申请人推迟付款。", plan=[(LATER, 250_000, "")])
        assert change(part_paid, cast, "被申请人推迟付款。", plan=[(LATER, 200_000, "")])

    def test_of_another_sum_what_was_paid_is_taken_off(self, part_paid, cast):
        with pytest.raises(RuleError, match=r"还应付 1,500\.00 元"):
            change(part_paid, cast, "协议金额改为2500元。", replaces=["0.1"], amount_fen=250_000)

    def test_a_sum_below_what_was_paid(self, part_paid, cast):
        with pytest.raises(RuleError, match="多于协议金额"):
            change(part_paid, cast, "协议金额改为500元。", replaces=["0.1"], amount_fen=50_000)

    def test_a_term_with_another_rest(self, part_paid, cast):
        with pytest.raises(RuleError, match=r"“1800元”与还应付的 2,000\.00 元不一致"):
            change(part_paid, cast, "被申请人余款1800元一次付清。", plan=[(LATER, 200_000, "")])

    def test_a_term_that_stays_and_names_the_old_sum(self, part_paid, cast):
        with pytest.raises(RuleError, match="没有改的“被申请人赔偿三千元"):
            change(part_paid, cast, "被申请人推迟付款。", amount_fen=250_000, plan=[(LATER, 150_000, "")])

    def test_is_found_again_when_something_was_paid_before_it_was_signed(self, effective, stage, cast):
        DISPUTES.take(Dispute.draw_amendment, effective, stage)
        effective.pay(effective.agreement.instalments[0], clock.today(), by=cast.mediator)
        with pytest.raises(RuleError, match=r"还应付 2,000\.00 元"):
            effective.sign_amendment(waiting(effective, stage), clock.today(), [], by=cast.mediator)


class TestWhatIsAskedAbout:
    CLAUSE = "双方离婚，公司放弃一切抗辩，工人不得上访。"

    def test_is_ticked_on_the_page_and_again_where_it_is_signed(self, as_user, effective, cast):
        client, dispute_id = as_user("mediator"), effective.id
        said = {"clauses-0-text": self.CLAUSE, "reason": "另有约定。", "together": True}
        page = client.fill(client.page(at(effective)), **said)
        assert page.status == 422
        assert "变更后的第 1 条：“离婚”" in page.text
        assert "不得因调解而阻止当事人" in page.text
        page = client.fill(page, vouched=page.form().xpath(".//input[@name='vouched']/@value")[0])
        dispute = db.session.get(Dispute, dispute_id)
        assert len(dispute.amendments) == 1
        with pytest.raises(Doubtful):
            dispute.sign_amendment(dispute.amendments[0], clock.today(), [], by=cast.mediator)

    def test_is_not_what_was_looked_at_before(self, effective, cast):
        effective.agreement.terms[1].text = "申请人不得再上访。"
        assert change(effective, cast, "被申请人当面道歉。")


def test_a_day_that_is_over_is_said_at_its_line(as_user, effective):
    client, over = as_user("mediator"), f"{clock.today() - timedelta(days=1)}"
    said = {"clauses-0-text": "被申请人推迟付款。", "reason": "推迟。", "together": True}
    page = client.fill(client.page(at(effective)), **said, **{"plan-0-due_on": over, "plan-0-amount": "3000"})
    assert page.status == 422
    assert "不能早于今天" in page.tree.xpath(
        "string(//*[@id='plan-0-due_on']/ancestor::*[contains(@class, 'field')][1])"
    )


@pytest.mark.parametrize(
    ("fields", "title"),
    [({}, "人民调解补充协议书"), ({"replaces": ["0.2"]}, "人民调解变更协议书")],
)
def test_its_paper_is_called_what_it_is(as_user, effective, cast, fields, title):
    made = change(effective, cast, "被申请人当面道歉。", **fields)
    db.session.commit()
    assert title in text_of(as_user("mediator").get(at(effective, f"amendments/{made.id}.pdf")))


class TestBeforeACourt:
    def test_no_court_confirms_what_was_changed_into_a_divorce(self, effective, cast):
        amendment = change(effective, cast, "被申请人当面道歉。")
        effective.sign_amendment(amendment, clock.today(), [], by=cast.mediator)
        assert Dispute.draw_confirmation.objection(effective) == ""
        amendment.clauses = ["双方自愿离婚。"]
        assert not effective.agreement.confirmable
        assert "身份关系" in Dispute.draw_confirmation.objection(effective)

    def test_the_application_names_what_changed_it(self, as_user, effective, stage, cast):
        amendment = change(effective, cast, "被申请人当面道歉。", replaces=["0.2"])
        effective.sign_amendment(amendment, clock.today(), [], by=cast.mediator)
        DISPUTES.take(Dispute.draw_confirmation, effective, stage)
        db.session.commit()
        paper = as_user("mediator").get(at(effective, f"confirmations/{effective.confirmations[0].id}.pdf"))
        text = text_of(paper).replace("\n", "")
        assert text.count(f"{effective.number}之1《人民调解变更协议书》") == 2 * 4  # in each copy

    def test_the_application_of_a_group_has_their_list(self, as_user, effective, stage, cast):
        effective.case.elect([effective.case.side(1)[0]], clock.today(), by=cast.clerk)
        effective.case.enter_member(side=1, name="李桂芳", by=cast.clerk)
        DISPUTES.take(Dispute.draw_confirmation, effective, stage)
        db.session.commit()
        paper = text_of(as_user("mediator").get(at(effective, f"confirmations/{effective.confirmations[0].id}.pdf")))
        assert "李桂芳" in paper

    def test_nobody_is_told_to_have_enforced_what_a_court_undid(self, as_user, effective, stage, cast):
        DISPUTES.take(Dispute.draw_confirmation, effective, stage)
        for reached, said in (("filed", {}), ("valid", {"ruling": "（2026）内0621民特7号"})):
            effective.follow_confirmation(effective.confirmations[0], reached, clock.today(), by=cast.mediator, **said)
        effective.revoke("rescinded", clock.today(), "（2026）内0621民初5号", "", by=cast.mediator)
        db.session.commit()
        page = as_user("mediator").page(f"/mediation/disputes/{effective.id}").text
        panel = page[page.index("人民法院") :]
        assert effective.enforceable == ""
        assert "向作出裁定的人民法院了解" in panel
        assert "协议撤销，不再付" in page
        assert "变更、解除，不再付" not in page
