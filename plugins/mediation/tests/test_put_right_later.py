"""更正: until all have signed a record is put right itself; after that beside it, dated, with who and why; papers issued before say so."""

from datetime import timedelta

import pytest

from plugins.mediation.models import Dispute
from plugins.mediation.samples import DISPUTES
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.documents.models import Document
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


def at(dispute: Dispute, noun: str) -> str:
    return f"/mediation/disputes/{dispute.id}/{noun}"


@pytest.fixture
def inquired(mediating, stage) -> Dispute:
    """A neighbour was asked, and an invoice handed in."""
    for step in (Dispute.inquire, Dispute.add_evidence):
        DISPUTES.take(step, mediating, stage)
    mediating.inquiries[0].asked.phone = "13800001234"
    db.session.commit()
    return mediating


def test_an_inquiry_is_put_right_and_whoever_was_asked_keeps_the_number(as_user, client, inquired):
    mediator, [inquiry] = as_user("mediator"), inquired.inquiries
    paper = at(inquired, f"inquiries/{inquiry.id}.pdf")
    mediator.get(paper)
    code = Document.latest(inquired, f"inquiry-{inquiry.id}").check_code
    with clock.pretend(clock.now() + timedelta(minutes=1)):
        page = mediator.page(at(inquired, f"inquiries/{inquiry.id}/correction"))
        assert "没有需要更正的内容" in mediator.fill(page, reason="再看一遍。").text
        assert mediator.fill(page, place="物业办公室", reason="地点记错了。").status == 200
    [inquiry] = db.session.get(Dispute, inquired.id).inquiries
    assert (inquiry.place, inquiry.asked.phone) == ("物业办公室", "13800001234")
    entry = inquired.case.events[-1]
    assert (entry.title, "理由：地点记错了。" in entry.note) == ("更正调查记录", True)
    assert "出具以后登记的内容有更正" in client.page(f"/check/{code}").text


def test_a_line_of_the_evidence_is_put_right(as_user, inquired):
    client, [evidence] = as_user("mediator"), inquired.evidence
    page = client.page(at(inquired, f"evidence/{evidence.id}/correction"))
    assert client.fill(page, pages="3", reason="页数数错了。").status == 200
    assert db.session.get(Dispute, inquired.id).evidence[0].pages == 3


class TestAfterItWasSigned:
    def test_it_is_written_beside_dated_and_stands_in_the_dossier(self, as_user, effective, stage):
        client, record = as_user("mediator"), f"record-{effective.sessions[0].id}"
        page = client.page(at(effective, "corrections/new"))
        said = {"paper": record, "was": "申请人要求赔偿", "should": "申请人要求赔偿并道歉", "reason": "漏记了。"}
        assert client.fill(page, **said).status == 200
        dispute = db.session.get(Dispute, effective.id)
        assert "更正为“申请人要求赔偿并道歉”" in dispute.case.events[-1].note
        DISPUTES.bring("closed", stage, dispute)
        db.session.commit()
        assert "申请人要求赔偿并道歉" in text_of(client.get(at(effective, "dossier.pdf"))).replace("\n", "")

    def test_only_the_paper_that_says_it_wrong_is_outdated(self, effective, cast):
        effective.correct_later("acceptance", "李秀兰", "李秀蓝", "写错了。", by=cast.mediator)
        assert effective.paper_corrected_at("acceptance")
        assert effective.paper_corrected_at("agreement") == effective.corrected_at

    def test_what_the_parties_agreed_on_is_not_put_right_so(self, effective, cast):
        with pytest.raises(RuleError, match="请选择"):
            effective.correct_later("agreement", "三千", "五千", "写错了。", by=cast.mediator)


class TestByWordOfMouth:
    @pytest.fixture
    def oral(self, written, stage) -> Dispute:
        DISPUTES.take(Dispute.agree_orally, written, stage)
        db.session.commit()
        return written

    def test_it_is_taken_up_again_and_noted_anew(self, oral, stage, cast):
        oral.revise_orally("日期记错了。", by=cast.mediator)
        assert (oral.status, oral.agreement.effective_on, oral.visit_on) == ("mediating", None, None)
        assert "退回更正" in oral.paper_void("oral")
        oral.agree_orally(clock.today(), checked=oral.doubts, by=cast.mediator)
        assert (oral.status, oral.paper_void("oral")) == ("effective", "")

    def test_not_once_something_was_paid(self, oral, cast):
        oral.pay(oral.agreement.instalments[0], clock.today(), by=cast.mediator)
        assert "已经登记履行" in Dispute.revise_orally.objection(oral)
