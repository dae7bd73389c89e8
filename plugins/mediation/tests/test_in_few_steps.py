"""What one person does at one table is done on one page: the consent of all, the notice, the final text, the signatures, the visit that ends it."""

import io

import pytest

from plugins.mediation.models import Dispute
from plugins.mediation.tests.test_hold_session import forget_notice
from portal import clock
from portal.extensions import db

pytestmark = pytest.mark.database
TALK = {"transcript": "申请人：要求赔偿。\n被申请人：同意。", "outcome": "agreed", "result": "双方同意分期赔偿。"}


def at(dispute: Dispute, noun: str) -> str:
    return f"/mediation/disputes/{dispute.id}/{noun}"


def now(dispute: Dispute) -> Dispute:
    return db.session.get(Dispute, dispute.id)


class TestOneTickForAll:
    """各方都愿意调解."""

    def test_stands_for_every_line_that_was_left_open(self, as_user, pending):
        client = as_user("mediator")
        client.fill(client.page(at(pending, "acceptance")), all_agree="y")
        assert {each.consent for each in now(pending).parties} == {"yes"}

    def test_does_not_stand_against_a_party_that_refuses(self, as_user, pending):
        client = as_user("mediator")
        page = client.fill(client.page(at(pending, "acceptance")), all_agree="y", consents__1__consent="no")
        assert (page.status, "有一方选了“明确拒绝”" in page.text) == (422, True)
        assert now(pending).status == "pending"


def test_whoever_takes_it_up_is_the_mediator_unless_another_is_chosen(as_user, cast, pending):
    client = as_user("mediator")
    client.fill(client.page(at(pending, "acceptance")), all_agree="y")
    assert [each.name for each in now(pending).mediators] == [cast.mediator.name]


def test_from_the_acceptance_it_goes_on_to_the_record_of_the_first_session(as_user, pending):
    client = as_user("mediator")
    page = client.fill(client.page(at(pending, "acceptance")), all_agree="y", onward="1")
    assert page.url == at(pending, "sessions/new")
    assert at(pending, "rights.pdf") in page.links()


class TestToldAsTheSessionBegins:
    """告知权利义务 on the page of the first session."""

    def test_is_noted_with_the_day_of_the_session(self, as_user, mediating):
        forget_notice(mediating)
        db.session.commit()
        client = as_user("mediator")
        client.fill(client.page(at(mediating, "sessions/new")), told="y", present=mediating.parties[0].party_id, **TALK)
        dispute = now(mediating)
        assert (dispute.notice_on, len(dispute.sessions)) == (clock.today(), 1)
        assert [each.title for each in dispute.case.events[-2:]] == ["告知权利义务", "第1次调解"]

    def test_is_asked_once(self, as_user, mediating):
        page = as_user("mediator").page(at(mediating, "sessions/new"))
        assert "told" not in page.fields(page.form())


def test_the_points_of_dispute_begin_with_what_is_claimed(as_user, mediating):
    page = as_user("mediator").page(at(mediating, "agreement"))
    assert page.fields(page.form())["issues"] == "赔偿损失"


class TestKeptAndMadeFinal:
    """保存并定稿."""

    def test_leads_to_the_signatures_with_the_paper_to_print(self, as_user, written):
        client = as_user("mediator")
        page = client.fill(
            client.page(at(written, "agreement")), button=("final", "1"), terms__0__text="被申请人赔三千元。"
        )
        assert page.url == at(written, "signatures")
        assert at(written, "agreement.pdf") in page.links()
        dispute = now(written)
        assert (dispute.status, dispute.agreement.terms[0].text) == ("agreed", "被申请人赔三千元。")

    def test_says_what_is_missing_and_keeps_what_was_typed(self, as_user, mediating):
        client = as_user("mediator")
        typed = {"terms__0__text": "被申请人赔三千元。", "time_note": "签字当日"}
        page = client.fill(client.page(at(mediating, "agreement")), button=("final", "1"), **typed)
        assert (page.status, "请先登记调解记录" in page.text) == (422, True)
        assert page.fields(page.form())["terms-0-text"] == "被申请人赔三千元。"
        assert now(mediating).agreement is None


class TestSignedByAll:
    """各方当事人、调解员都已签名，调委会已盖章."""

    def test_is_one_tick_and_the_scan(self, as_user, agreed, photo):
        client = as_user("mediator")
        scan = (io.BytesIO(photo), "扫描件.jpg")
        page = client.fill(client.page(at(agreed, "signatures")), complete="y", scan=scan, onward="1")
        assert now(agreed).status == "effective"
        assert now(agreed).agreement.sealed_on == clock.today()
        assert page.url == at(agreed, "followups/new")

    def test_needs_the_day(self, as_user, agreed):
        client = as_user("mediator")
        page = client.fill(client.page(at(agreed, "signatures")), complete="y", day="")
        assert (page.status, "请填写打勾的人签名的日期" in page.text) == (422, True)

    def test_stays_where_it_is_while_the_scan_is_missing(self, as_user, agreed):
        client = as_user("mediator")
        page = client.fill(client.page(at(agreed, "signatures")), complete="y", onward="1")
        assert (page.url, now(agreed).status) == (f"/mediation/disputes/{agreed.id}", "agreed")


class TestTheVisitThatEndsIt:
    """回访 with 登记履行 and 结案."""

    HEARD = {"performance": "已经履行。", "satisfaction": "good"}

    def test_notes_what_was_performed_and_closes(self, as_user, effective):
        due = [str(each.id) for each in effective.agreement.instalments]
        client = as_user("mediator")
        paid = {"payer_id": f"{effective.parties[1].party_id}", "how": "cash"}
        page = client.fill(client.page(at(effective, "followups/new")), paid=due, closes="full", **paid, **self.HEARD)
        dispute = now(effective)
        assert (dispute.status, dispute.performance, dispute.agreement.unpaid) == ("closed", "full", [])
        assert "已保存回访记录并结案" in page.text

        first, second = (each.party_id for each in effective.parties[:2])
        assert {(each.payer_id, each.payee_id, each.how) for each in dispute.receipts} == {(second, first, "cash")}

    def test_asks_who_paid_and_how_of_what_is_ticked(self, as_user, effective):
        client = as_user("mediator")
        due = [str(each.id) for each in effective.agreement.instalments]
        page = client.fill(client.page(at(effective, "followups/new")), paid=due, **self.HEARD)
        assert (page.status, "没有写明谁付款" in page.text, "没有写明怎样付" in page.text) == (422, True, True)
        assert now(effective).receipts == []

    def test_is_not_kept_where_something_is_still_unpaid(self, as_user, effective):
        client = as_user("mediator")
        page = client.fill(client.page(at(effective, "followups/new")), closes="full", **self.HEARD)
        assert (page.status, "还有分期款没有登记履行" in page.text) == (422, True)
        assert (now(effective).status, now(effective).follow_ups) == ("effective", [])

    def test_leaves_it_open_unless_it_says_so(self, as_user, effective):
        client = as_user("mediator")
        client.fill(client.page(at(effective, "followups/new")), **self.HEARD)
        assert now(effective).status == "effective"
