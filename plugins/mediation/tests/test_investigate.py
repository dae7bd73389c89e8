"""调查, 证据, 期限, 风险: what the committee finds out, how long it may take, and what it reports (人民调解法 §25)."""

import io
from datetime import timedelta

import pytest

from plugins.mediation.models import Dispute
from plugins.mediation.report_form import reported
from plugins.mediation.samples import DISPUTES
from plugins.mediation.settings import KEY
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.settings import change


def url(dispute, noun: str) -> str:
    return f"/mediation/disputes/{dispute.id}/{noun}"


@pytest.mark.database
def test_who_was_asked_signs_the_questions_and_answers(as_user, stage, mediating):
    DISPUTES.take(Dispute.inquire, mediating, stage)
    db.session.commit()
    client, inquiry = as_user("mediator"), mediating.inquiries[0]
    assert inquiry.asked.name not in client.page(f"/mediation/disputes/{mediating.id}").text
    text = text_of(client.get(url(mediating, f"inquiries/{inquiry.id}.pdf")))
    for expected in (
        "人民调解调查记录",
        inquiry.asked.name,
        "问：您什么时候看到漏水？",
        "与当事人关系邻居",
        "逐页签名",
    ):
        assert expected in text, expected


@pytest.mark.database
def test_evidence_is_listed_with_its_file_among_the_materials(as_user, mediating, photo):
    client, party = as_user("mediator"), mediating.parties[0].party
    given = {"name": "发票", "party_id": str(party.id), "pages": "2", "original": "y", "proves": "维修支出"}
    client.fill(client.page(url(mediating, "evidence/new")), files=(io.BytesIO(photo), "发票.jpg"), **given)
    dispute = db.session.get(Dispute, mediating.id)
    assert [each.purpose for each in dispute.materials] == ["evidence"]
    assert "证据材料：发票" in client.page(f"/mediation/disputes/{dispute.id}").text
    text = text_of(client.get(url(dispute, "evidence.pdf")))
    assert all(each in text for each in ("证据清单", "发票", "书证", party.name, "1份2页", "已核对", "维修支出"))


def test_what_was_taken_back_leaves_the_list_and_stays_on_record(stage, cast, mediating):
    evidence = DISPUTES.take(Dispute.add_evidence, mediating, stage)
    mediating.strike_evidence(evidence, "当事人收回。", by=cast.mediator)
    assert (mediating.evidence, mediating.all_evidence) == ([], [evidence])
    with pytest.raises(RuleError, match="已经撤下"):
        mediating.strike_evidence(evidence, "再撤一次。", by=cast.mediator)


@pytest.mark.database
def test_the_file_of_what_was_taken_back_says_so(as_user, cast, stage, mediating):
    given = {Dispute.add_evidence: {"files": [stage.picture("DEMO SCAN")]}}
    evidence = DISPUTES.take(Dispute.add_evidence, mediating, stage, given)
    assert mediating.shown_by == {mediating.materials[0].id: evidence}
    mediating.strike_evidence(evidence, "当事人收回。", by=cast.mediator)
    db.session.commit()
    assert (
        f"证据材料：{evidence.name}（{clock.today()} 撤下）"
        in as_user("mediator").page(f"/mediation/disputes/{mediating.id}").text
    )


def test_without_evidence_there_is_no_list(as_user, mediating):
    assert as_user("mediator").get(url(mediating, "evidence.pdf")).status_code == 409


class TestLongerTerm:
    """延长期限."""

    def test_the_case_runs_as_long(self, mediating, cast):
        until = mediating.due_on + timedelta(days=10)
        mediating.extend_term(until, "等待鉴定。", agreed=True, by=cast.mediator)
        assert (mediating.due_on, clock.local(mediating.case.due_at).date()) == (until, until)

    def test_not_longer_than_the_district_allows(self, mediating, cast):
        with pytest.raises(RuleError, match="最长可以延长到"):
            mediating.extend_term(
                mediating.latest_term + timedelta(days=1), "等待鉴定。", agreed=True, by=cast.mediator
            )

    def test_not_shorter_than_it_is(self, mediating, cast):
        with pytest.raises(RuleError, match="更晚的日期"):
            mediating.extend_term(mediating.due_on, "等待鉴定。", agreed=True, by=cast.mediator)

    @pytest.mark.database
    def test_with_the_consent_that_the_district_asks_for(self, as_user, cast, mediating):
        change(KEY, cast.county, {"extension_consent": ["chair"]}, by=None, reason="本地规定。")
        db.session.commit()
        client = as_user("mediator")
        until = str(mediating.due_on + timedelta(days=5))
        page = client.fill(client.page(url(mediating, "extension")), until=until, reason="等待鉴定。")
        assert (page.status, "调委会主任已经同意" in page.text) == (422, True)
        client.fill(page, agreed="y")
        dispute = db.session.get(Dispute, mediating.id)
        assert "各方当事人都同意延长，调委会主任已经同意。" in dispute.case.events[-1].note

    def test_not_before_those_agreed(self, mediating, cast):
        with pytest.raises(RuleError, match="要先取得同意") as refused:
            mediating.extend_term(mediating.due_on + timedelta(days=1), "等待鉴定。", agreed=False, by=cast.mediator)
        assert refused.value.at == "agreed"


def test_what_may_become_a_crime_is_reported_to_an_office(mediating, cast):
    with pytest.raises(RuleError, match="报告给哪个机关"):
        mediating.report_risk("crime", clock.today(), "持刀威胁。", by=cast.mediator)
    mediating.report_risk("crime", clock.today(), "持刀威胁。", office="昭君派出所", by=cast.mediator)
    assert "报告昭君派出所" in mediating.case.events[-1].note
    assert [(each.kind, each.office) for each in mediating.risks] == [("crime", "昭君派出所")]
    assert reported(mediating) == {"prevented": "crime"}


def test_what_may_grow_is_prevented_without_a_report(mediating, cast):
    mediating.report_risk("escalation", clock.today(), "已分开劝解。", by=cast.mediator)
    assert mediating.case.events[-1].title == "纠纷风险"
