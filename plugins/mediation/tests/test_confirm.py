"""司法确认: all sides apply together within thirty days; what the court answers is entered, with what follows (人民调解法 §33, 民事诉讼法 §205-206)."""

from datetime import timedelta

import pytest

from plugins.mediation.models import Dispute
from plugins.mediation.samples import DISPUTES
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.records.people import Contact

pytestmark = pytest.mark.database


def at(dispute: Dispute, noun: str = "confirmations/new") -> str:
    return f"/mediation/disputes/{dispute.id}/{noun}".rstrip("/")


@pytest.fixture
def drawn(effective, stage) -> Dispute:
    """The application is drawn up."""
    DISPUTES.take(Dispute.draw_confirmation, effective, stage)
    db.session.commit()
    return effective


@pytest.fixture
def answer(cast):
    """`answer(dispute, "filed", …)` enters what became of the application today."""

    def enter(dispute: Dispute, stage: str, **fields):
        dispute.follow_confirmation(dispute.confirmations[-1], stage, clock.today(), by=cast.mediator, **fields)

    return enter


class TestWhatIsNotBroughtBeforeACourt:
    @pytest.mark.parametrize("clause", ["双方自愿离婚。", "孩子的抚养权归女方。", "确认房屋所有权归申请人。"])
    def test_what_the_law_keeps_from_it(self, effective, clause):
        effective.agreement.terms[0].text = clause
        assert "人民法院不受理" in Dispute.draw_confirmation.objection(effective)

    def test_money_for_what_was_broken_is_brought(self, effective):
        assert Dispute.draw_confirmation.objection(effective) == ""

    def test_after_thirty_days(self, effective):
        last = effective.agreement.confirm_by
        with clock.pretend(clock.now() + (last - clock.today())):
            assert Dispute.draw_confirmation.objection(effective) == ""
        with clock.pretend(clock.now() + (last - clock.today()) + timedelta(days=1)):
            assert "已经过了" in Dispute.draw_confirmation.objection(effective)

    def test_what_one_side_does_not_want_or_is_not_checked_in_full(self, as_user, effective):
        client, dispute_id = as_user("mediator"), effective.id
        page = client.fill(client.page(at(effective)), court="达拉特旗人民法院", checks=["taken"])
        assert page.status == 422
        assert "有一方不同意的，不能申请" in page.text
        assert "有 4 项没有打勾" in page.text
        assert db.session.get(Dispute, dispute_id).confirmations == []

    def test_a_court_that_invited_nobody(self, effective, cast):
        with pytest.raises(RuleError, match="不是委托移送"):
            effective.draw_confirmation("达拉特旗人民法院", "inviting", by=cast.mediator)


def test_the_application_names_all_sides_as_applicants_and_the_court(as_user, drawn):
    [confirmation] = drawn.confirmations
    text = text_of(as_user("mediator").get(at(drawn, f"confirmations/{confirmation.id}.pdf")))
    assert "被申请人：" not in text
    for expected in ("达拉特旗人民法院", "请求依法确认", drawn.number, *(each.party.name for each in drawn.parties)):
        assert expected in text, expected
    assert "特此证明" in text_of(as_user("mediator").get(at(drawn, f"confirmations/{confirmation.id}/certificate.pdf")))


def test_the_certificate_names_the_dispute_in_brackets(as_user, drawn):
    url = at(drawn, f"confirmations/{drawn.confirmations[0].id}/certificate.pdf")
    assert f"之间的纠纷（{drawn.title}）一案" in text_of(as_user("mediator").get(url)).replace("\n", "")


def test_the_panel_of_the_agreement_says_how_it_stands_with_the_court(as_user, drawn, answer):
    page = as_user("mediator").page(at(drawn, ""))
    assert "待递交法院，" in page.text
    assert "书面协议" in page.text
    assert "解除、撤销" not in page.text
    answer(drawn, "filed")
    db.session.commit()
    assert f"已递交法院，{clock.today()}" in as_user("mediator").page(at(drawn, "")).text


def test_the_desk_warns_a_week_before_the_term_ends(as_user, drawn):
    card = "司法确认申请期将到或已过"
    assert f"{card} 0" in as_user("mediator").page("/").text
    with clock.pretend(clock.now() + timedelta(days=25)):
        assert f"{card} 1" in as_user("mediator").page("/").text


def test_what_was_handed_in_no_longer_waits(drawn, answer):
    assert drawn.apply_by == drawn.agreement.confirm_by
    answer(drawn, "filed")
    assert drawn.apply_by is None


def test_too_late_is_not_entered(drawn, cast):
    late = drawn.agreement.confirm_by + timedelta(days=1)
    with pytest.raises(RuleError, match="期限到"):
        drawn.follow_confirmation(drawn.confirmations[0], "filed", late, by=cast.mediator)


def test_a_ruling_makes_the_agreement_enforceable_and_its_visits_say_so(as_user, drawn, answer):
    answer(drawn, "filed")
    with pytest.raises(RuleError, match="文号"):
        answer(drawn, "valid")
    answer(drawn, "valid", ruling="（2026）内0621民特12号")
    db.session.commit()
    assert "可以申请人民法院执行" in drawn.case.events[-1].note
    page = as_user("mediator").page(at(drawn, "followups/new"))
    assert "（2026）内0621民特12号" in page.text
    assert Dispute.draw_confirmation.objection(drawn) == "已经登记了司法确认申请。"


def test_who_is_rejected_is_told_the_other_ways(as_user, drawn, answer):
    answer(drawn, "filed")
    db.session.commit()
    client, [confirmation] = as_user("mediator"), drawn.confirmations
    page = client.page(at(drawn, f"confirmations/{confirmation.id}/progress"))
    said = {"stage": "rejected", "ruling": "（2026）内0621民特13号", "reason": "内容不明确。"}
    refused = client.fill(page, **said)
    assert (refused.status, "请先告知当事人其他途径" in refused.text) == (422, True)
    assert client.fill(page, **said, told=True).status == 200
    assert "向人民法院起诉" in db.session.get(Dispute, drawn.id).case.events[-1].note


@pytest.mark.parametrize("refusal", ["rejected", "declined"])
def test_after_a_refusal_the_page_says_why_and_leads_to_what_can_be_done(as_user, drawn, answer, refusal):
    answer(drawn, "filed")
    answer(drawn, refusal, ruling="（2026）内0621民特13号", reason="内容不明确。")
    db.session.commit()
    page = as_user("mediator").page(at(drawn, ""))
    [told] = page.tree.xpath("//section[.//h2='司法确认']//div[contains(@class, 'is-warn')]")
    assert "内容不明确。当事人可以" in "".join(told.itertext())
    assert told.xpath(".//a/@href") == [at(drawn, "amendments/new")]


@pytest.mark.parametrize("reason", ["   ", "\u3000\n", "\u200b"])
def test_blanks_are_no_reason_of_a_court(as_user, drawn, answer, reason):
    answer(drawn, "filed")
    db.session.commit()
    client, [confirmation] = as_user("mediator"), drawn.confirmations
    page = client.page(at(drawn, f"confirmations/{confirmation.id}/progress"))
    page = client.fill(page, stage="declined", reason=reason, told=True)
    assert (page.status, "请写明法院的理由" in page.text) == (422, True)
    assert db.session.get(Dispute, drawn.id).confirmations[0].stage == "filed"


def test_only_what_may_follow_is_entered(drawn, answer):
    with pytest.raises(RuleError, match="不能登记"):
        answer(drawn, "valid", ruling="（2026）内0621民特12号")


def test_the_statistics_count_it_by_the_days_of_the_court(as_user, drawn, answer):
    answer(drawn, "filed")
    answer(drawn, "valid", ruling="（2026）内0621民特12号")
    db.session.commit()
    client = as_user("mediator")
    for key in ("court_filed", "court_valid"):
        assert drawn.number in client.page(f"/mediation/statistics/{key}").text, key
    assert drawn.number not in client.page("/mediation/statistics/court_rejected").text


def test_a_guardian_shows_the_relation_and_no_power_of_attorney(as_user, cast, drawn):
    drawn.parties[0].agent, drawn.parties[0].relation = Contact(name="云建国"), "father"
    db.session.commit()
    text = text_of(as_user("mediator").get(at(drawn, f"confirmations/{drawn.confirmations[0].id}.pdf")))
    assert "监护关系证明和法定代理人的身份证明" in text
    assert "授权委托书" not in text


def test_what_the_court_gets_is_one_set(as_user, drawn):
    page = as_user("mediator").page(f"/mediation/disputes/{drawn.id}")
    assert f"/mediation/disputes/{drawn.id}/sets/confirmation.pdf" in page.links()
    text = text_of(as_user("mediator").get(at(drawn, "sets/confirmation.pdf")))
    assert text.index("司法确认申请书") < text.index("特此证明")
    assert "交人民法院" in text
