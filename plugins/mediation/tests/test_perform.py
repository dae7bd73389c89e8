"""履行 and 结案: what was agreed is kept, asked after, and goes back to the case (人民调解法 §31)."""

import pytest

from plugins.mediation.models import Dispute
from portal import clock
from portal.cases.models import Case
from portal.documents.wording import long_day
from portal.errors import RuleError, WrongState
from portal.extensions import db

pytestmark = pytest.mark.database


def url(dispute_id: int, path: str = "") -> str:
    return f"/mediation/disputes/{dispute_id}{path}"


def visit(client, dispute_id: int, **values):
    given = {"performance": "第一期已付清。", "satisfaction": "good"} | values
    return client.fill(client.page(url(dispute_id, "/followups/new")), **given)


def pay(client, dispute_id: int, instalment_id: int, **values):
    return client.fill(client.page(url(dispute_id, f"/instalments/{instalment_id}")), **values)


def close(client, dispute_id: int, **values):
    return client.fill(
        client.page(url(dispute_id, "/closure")), **{"performance": "full", "note": "双方满意。"} | values
    )


class TestPaying:
    """An instalment is paid once."""

    def test_is_noted_with_its_day(self, as_user, effective):
        client, dispute_id, first = as_user("mediator"), effective.id, effective.agreement.instalments[0].id
        page = pay(client, dispute_id, first)
        assert f"已于 {clock.today():%Y-%m-%d} 履行" in page.text
        dispute = db.session.get(Dispute, dispute_id)
        assert [each.id for each in dispute.agreement.unpaid] == [dispute.agreement.instalments[1].id]
        assert dispute.case.events[-1].title == "登记履行"

    def test_not_tomorrow(self, as_user, effective):
        page = pay(as_user("mediator"), effective.id, effective.agreement.instalments[0].id, on="2099-01-01")
        assert page.status == 422
        assert "日期还没有到" in page.text

    def test_not_twice(self, cast, effective):
        first = effective.agreement.instalments[0]
        effective.pay(first, clock.today(), by=cast.mediator)
        with pytest.raises(WrongState, match="已经登记过履行"):
            effective.pay(first, clock.today(), by=cast.mediator)

    def test_not_before_the_agreement_is_in_force(self, as_user, agreed):
        first = agreed.agreement.instalments[0].id
        assert as_user("mediator").page(url(agreed.id, f"/instalments/{first}")).status == 409

    def test_not_an_instalment_of_another_agreement(self, as_user, effective):
        assert as_user("mediator").page(url(effective.id, "/instalments/999")).status == 404


class TestFollowingUp:
    """回访."""

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"performance": " "}, "请填写此项"),
            ({"satisfaction": None}, "请选择满意度"),
            ({"visited_at": "2099-01-01 09:00"}, "还没有到"),
            ({"visited_at": "2026-01-02 09:00"}, "才生效，回访不能早于那天"),
            ({"measures": "长" * 10_000}, "最多 500 个字"),
        ],
    )
    def test_what_cannot_be_is_said_and_the_rest_kept(self, as_user, effective, values, message):
        page = visit(as_user("mediator"), effective.id, interviewee="张三", **values)
        assert page.status == 422
        assert message in page.text
        assert page.fields(page.form())["interviewee"] == "张三"

    def test_stands_on_the_page_and_the_timeline(self, as_user, effective):
        client, dispute_id, case_id = as_user("mediator"), effective.id, effective.case_id
        assert "第一期已付清" in visit(client, dispute_id).text
        assert "满意度：满意" in client.page(f"/cases/{case_id}").text

    def test_not_before_the_agreement_is_in_force(self, as_user, agreed):
        assert as_user("mediator").page(url(agreed.id, "/followups/new")).status == 409


class TestClosing:
    """结案."""

    def test_needs_a_visit(self, as_user, effective):
        client, dispute_id = as_user("mediator"), effective.id
        page = close(client, dispute_id, performance="part", note="余款约定月底付清。")
        assert page.status == 422
        assert "结案前至少回访一次" in page.text
        assert page.fields(page.form())["note"] == "余款约定月底付清。"
        assert db.session.get(Dispute, dispute_id).status == "effective"

    def test_is_not_full_while_something_is_unpaid(self, as_user, effective):
        client, dispute_id, first = as_user("mediator"), effective.id, effective.agreement.instalments[0].id
        visit(client, dispute_id)
        pay(client, dispute_id, first)
        page = close(client, dispute_id)
        assert page.status == 422
        assert "还有分期款没有登记履行" in page.text
        page = close(client, dispute_id, performance="litigation")
        assert f"{long_day(clock.today())}已结案：已转诉讼等途径，双方满意。" in page.text

    def test_reports_to_the_case_which_the_clerk_verifies_and_archives(self, as_user, cast, effective):
        mediator, dispute_id, case_id = as_user("mediator"), effective.id, effective.case_id
        for each in effective.agreement.instalments:
            effective.pay(each, clock.today(), by=cast.mediator)
        db.session.commit()
        visit(mediator, dispute_id)
        assert "已结案" in close(mediator, dispute_id).text
        clerk = as_user("clerk")
        assert "待核查" in clerk.page(f"/cases/{case_id}").text
        clerk.fill(clerk.page(f"/cases/{case_id}/resolution"), text="经核查，协议已履行。")
        page = clerk.fill(clerk.page(f"/cases/{case_id}/archive"))
        assert "已归档" in page.text
        titles = [event.title for event in db.session.get(Dispute, dispute_id).case.events]
        story = (
            "登记",
            "受理分流",
            "交办",
            "签收",
            "人民调解受理",
            "告知权利义务",
            "第1次调解",
            "达成调解协议",
            "调解协议生效",
            "登记履行",
            "登记履行",
            "回访",
            "反馈",
            "办结",
            "归档",
        )
        assert [title for title in titles if title != "延期"] == list(story)

    def test_then_the_case_is_mediated_again_only_once_it_was_reopened(self, as_user, cast, effective):
        case_id, again = effective.case_id, f"/mediation/cases/{effective.case_id}/dispute"
        visit(as_user("mediator"), effective.id, closes="litigation")
        assert again not in as_user("clerk").page(f"/cases/{case_id}").links()
        case = db.session.get(Case, case_id)
        with pytest.raises(RuleError, match="已经调解成功"):
            Dispute.receive(case, by=cast.clerk)
        case.resolve("已转诉讼。", by=cast.clerk)
        case.reopen("又起纠纷。", by=cast.director)
        db.session.commit()
        assert again in as_user("clerk").page(f"/cases/{case_id}").links()

    def test_without_an_agreement_in_force_there_is_nothing_to_close(self, as_user, agreed):
        assert as_user("mediator").page(url(agreed.id, "/closure")).status == 409

    def test_by_the_verb_too(self, cast, effective):
        with pytest.raises(RuleError, match="至少回访一次"):
            effective.close("none", "", by=cast.mediator)


class TestTerminating:
    """终止调解: the parties are told the other ways (人民调解法 §26)."""

    def terminate(self, client, dispute_id, **values):
        return client.fill(client.page(url(dispute_id, "/termination")), **values)

    def test_needs_a_reason_and_that_they_were_told(self, as_user, mediating):
        client, dispute_id = as_user("mediator"), mediating.id
        page = self.terminate(client, dispute_id, reason="分歧太大。")
        assert page.status == 422
        assert "必须告知当事人其他途径" in page.text
        assert page.fields(page.form())["reason"] == "分歧太大。"
        page = self.terminate(client, dispute_id, told="y")
        assert page.status == 422
        assert "请写明原因" in page.text
        assert db.session.get(Dispute, dispute_id).status == "mediating"

    @pytest.mark.parametrize("standing", ["mediating", "agreed"])
    def test_reports_to_the_case(self, as_user, request, standing):
        dispute_id = request.getfixturevalue(standing).id
        page = self.terminate(as_user("mediator"), dispute_id, reason="分歧太大。", told="y")
        assert "调解终止" in page.text
        dispute = db.session.get(Dispute, dispute_id)
        assert dispute.case.status == "reported"
        assert "已告知当事人可以通过仲裁、行政、司法等途径解决" in dispute.assignment.result

    def test_then_the_case_may_be_resolved_or_mediated_again(self, as_user, cast, mediating):
        mediating.terminate("分歧太大。", by=cast.mediator)
        db.session.commit()
        links = as_user("clerk").page(f"/cases/{mediating.case_id}").links()
        assert f"/cases/{mediating.case_id}/resolution" in links
        assert f"/mediation/cases/{mediating.case_id}/dispute" in links

    @pytest.mark.parametrize("standing", ["pending", "effective"])
    def test_not_before_it_began_nor_once_the_agreement_is_in_force(self, as_user, request, standing):
        dispute_id = request.getfixturevalue(standing).id
        assert as_user("mediator").page(url(dispute_id, "/termination")).status == 409
