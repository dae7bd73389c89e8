"""当场调解: one page for what is settled at one table, and one for the signing of what is paid at once. Each step is taken as it is elsewhere."""

import io
from datetime import timedelta

import pytest

from plugins.mediation.models import Dispute
from portal import clock
from portal.extensions import db

pytestmark = pytest.mark.database


def at(dispute: Dispute, noun: str) -> str:
    return f"/mediation/disputes/{dispute.id}/{noun}"


def now(dispute: Dispute) -> Dispute:
    return db.session.get(Dispute, dispute.id)


def told(**more) -> dict:
    """What is typed where two neighbours settle on the spot."""
    return {
        "all_agree": "y",
        "told": "y",
        "claims": "赔偿损失",
        "transcript": "申请人：要求赔偿。\n被申请人：同意。",
        "terms__0__text": "被申请人当场赔偿申请人六百元。",
        "amount": "600",
        "perform_by": str(clock.today() + timedelta(days=7)),
    } | more


def settle(as_user, dispute: Dispute, **more):
    client = as_user("mediator")
    return client.fill(client.page(at(dispute, "at-one-table")), **told(**more))


class TestAtOneTable:
    def test_from_acceptance_to_the_final_text_each_step_stands_on_the_timeline(self, as_user, pending):
        page = settle(as_user, pending)
        dispute = now(pending)
        assert (page.url, dispute.status) == (at(pending, "signatures"), "agreed")
        assert [each.title for each in dispute.case.events[-4:]] == [
            "人民调解受理",
            "告知权利义务",
            "第1次调解",
            "达成调解协议",
        ]
        assert dispute.number.endswith("第1号")
        assert (dispute.agreement.amount_fen, dispute.agreement.issues) == (60_000, "赔偿损失")
        assert sorted(dispute.sessions[0].present) == sorted(each.party_id for each in dispute.parties)

    def test_is_offered_from_the_acceptance(self, as_user, pending):
        assert at(pending, "at-one-table") in as_user("mediator").page(at(pending, "acceptance")).links()

    def test_the_notice_can_be_printed_before(self, as_user, pending):
        assert as_user("mediator").get(at(pending, "rights.pdf")).status_code == 200

    def test_nobody_is_there_unless_somebody_says_so(self, as_user, pending):
        page = settle(as_user, pending, all_agree=None)
        assert (page.status, "各方都到场、都愿意调解的才能当场调解" in page.text) == (422, True)
        assert now(pending).status == "pending"

    def test_is_not_the_way_where_one_stayed_away(self, as_user, pending):
        page = settle(as_user, pending, present=[pending.parties[0].party_id])
        assert (page.status, "没有勾选到场" in page.text) == (422, True)

    def test_nothing_is_kept_where_one_step_is_refused_and_the_form_keeps_all(self, as_user, pending):
        page = settle(as_user, pending, told=None)
        assert (page.status, "请先告知各方当事人权利义务" in page.text) == (422, True)
        assert page.fields(page.form())["terms-0-text"] == "被申请人当场赔偿申请人六百元。"
        dispute = now(pending)
        assert (dispute.status, dispute.number, dispute.sessions, dispute.agreement) == ("pending", "", [], None)

    def test_an_amount_that_differs_from_the_words_stops_it(self, as_user, pending):
        page = settle(as_user, pending, amount="700")
        told = "“六百元”与协议金额 700.00 元不一致"
        assert (page.status, page.text.count(told)) == (422, 2)  # in the summary and at the term
        assert page.tree.xpath("//p[@id='terms-0-text-wrong']")
        assert not page.tree.xpath("//p[@id='transcript-wrong']")
        assert now(pending).status == "pending"

    def test_what_is_doubtful_in_the_text_is_ticked_and_then_it_is_final(self, as_user, pending):
        words = {"terms__0__text": "被申请人尽快赔偿申请人六百元。"}
        client = as_user("mediator")
        page = client.fill(client.page(at(pending, "at-one-table")), **told(**words))
        assert page.status == 422
        looked_at = page.form().xpath(".//input[@name='vouched']/@value")[0]
        page = client.fill(page, vouched=looked_at)
        assert page.url == at(pending, "signatures")
        assert page.url == at(pending, "signatures")

    def test_a_child_without_a_guardian_settles_nothing(self, as_user, pending):
        pending.parties[0].party.person.birth_date = clock.today() - timedelta(days=9 * 366)
        db.session.commit()
        page = settle(as_user, pending)
        assert (page.status, "请先登记代理人" in page.text) == (422, True)
        assert now(pending).status == "pending"

    def test_the_guardian_comes_for_the_child(self, as_user, cast, pending):
        pending.parties[0].party.person.birth_date = clock.today() - timedelta(days=9 * 366)
        pending.name_agent(pending.parties[0], "云建国", relation="father", by=cast.mediator)
        db.session.commit()
        settle(as_user, pending)
        session, child = now(pending).sessions[0], pending.parties[0].party_id
        assert child not in session.present
        assert session.agents_present == [child]

    def test_one_clause_more_keeps_what_was_typed(self, as_user, pending):
        client = as_user("mediator")
        page = client.fill(client.page(at(pending, "at-one-table")), button=("add", "terms"), claims="赔偿损失")
        assert "terms-1-text" in page.fields(page.form())
        assert page.fields(page.form())["claims"] == "赔偿损失"

    def test_what_was_accepted_already_goes_its_own_way(self, as_user, mediating):
        assert as_user("mediator").get(at(mediating, "at-one-table")).status_code == 409


class TestPaidAtOnce:
    """当场履行 on the page of the signatures."""

    def sign(self, as_user, dispute, photo, **more):
        client, scan = as_user("mediator"), (io.BytesIO(photo), "扫描件.jpg")
        given = {"complete": "y", "scan": scan, "performed": "y", "satisfaction": "good"}
        given |= {"payer_id": f"{dispute.parties[1].party_id}", "how": "transfer"} | more
        return client.fill(client.page(at(dispute, "signatures")), **given)

    def test_is_noted_asked_about_and_closed_with_the_signatures(self, as_user, agreed, photo):
        page = self.sign(as_user, agreed, photo)
        dispute = now(agreed)
        assert "已登记履行、回访并结案" in page.text
        assert (dispute.status, dispute.performance, dispute.agreement.unpaid) == ("closed", "full", [])
        assert [each.way for each in dispute.follow_ups] == ["office"]
        first = dispute.parties[0].party_id
        assert {(each.payee_id, each.how) for each in dispute.receipts} == {(first, "transfer")}

    def test_asks_who_paid_and_how_where_the_agreement_does_not_say(self, as_user, agreed, photo):
        page = self.sign(as_user, agreed, photo, payer_id="0", how=None)
        assert (page.status, "没有写明谁付款" in page.text, "没有写明怎样付" in page.text) == (422, True, True)

    def test_begins_with_what_the_agreement_says(self, as_user, agreed):
        agreed.agreement.way_note = "转账至申请人账户"
        db.session.commit()
        page = as_user("mediator").page(at(agreed, "signatures"))
        fields = page.fields(page.form())
        assert (fields["payee_id"], fields["how"]) == (f"{agreed.parties[0].party_id}", "transfer")

    def test_asks_whether_they_are_content(self, as_user, agreed, photo):
        page = self.sign(as_user, agreed, photo, satisfaction=None)
        assert (page.status, "请问清当事人是否满意" in page.text) == (422, True)
        assert now(agreed).status == "agreed"

    def test_waits_for_the_seal(self, as_user, agreed, photo):
        page = self.sign(as_user, agreed, photo, complete=None)
        assert "当场履行、回访和结案没有登记" in page.text
        assert (now(agreed).status, now(agreed).follow_ups) == ("agreed", [])


def test_the_case_leads_there_too(as_user, pending):
    page = as_user("mediator").page(f"/cases/{pending.case_id}")
    assert at(pending, "at-one-table") in page.links()
