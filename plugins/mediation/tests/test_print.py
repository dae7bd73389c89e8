"""文书: each paper says what was typed, is printed again as it was, and can be checked by whoever holds it."""

import re

import pytest
from sqlalchemy import select

from plugins.mediation.models import Dispute, Guest
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.accounts.models import Appointment, User
from portal.audit.models import AuditEntry
from portal.audit.verifying import faults
from portal.documents.models import Document
from portal.documents.wordings.models import PaperWording
from portal.extensions import db
from portal.testing.cast import PASSWORD


def url(dispute_id: int, paper: str = "") -> str:
    return f"/mediation/disputes/{dispute_id}{paper}"


def code_of(dispute_id: int, kind: str) -> str:
    return Document.latest(db.session.get(Dispute, dispute_id), kind).check_code


def actions() -> list[str]:
    return list(
        db.session.scalars(
            select(AuditEntry.action)
            .where(AuditEntry.action.in_(("print", "issue", "download")))
            .order_by(AuditEntry.id)
        )
    )


class TestEachPaperSaysWhatWasTyped:
    """Filled from what was typed once."""

    def test_the_form_of_acceptance(self, as_user, mediating):
        one, company = mediating.parties[0].party.person, mediating.parties[2].party.organisation
        text = text_of(as_user("mediator").get(url(mediating.id, "/acceptance.pdf")))
        for expected in (
            "人民调解受理登记表",
            mediating.number,
            one.name,
            one.id_number,
            one.phone,
            company.name,
            "楼上漏水损坏天花板",
            "楼上住户水管破裂",
            "赔偿损失",
            "当事人申请",
            "李秀兰",
            "同意调解",
        ):
            assert expected in text, expected

    def test_the_notice_of_rights(self, as_user, mediating):
        text = text_of(as_user("mediator").get(url(mediating.id, "/rights.pdf")))
        for expected in (
            "人民调解权利义务告知书",
            *(each.party.name for each in mediating.parties),
            "选择或者接受人民调解员",
            "如实陈述纠纷事实",
            f"{clock.today().year}年{clock.today().month}月{clock.today().day}日",
        ):
            assert expected in text, expected

    def test_the_record_of_a_session(self, as_user, written):
        session = written.sessions[0]
        session.guests, session.present = Guest.all_in("李红 邻居"), session.present[:2]
        db.session.commit()
        text = text_of(as_user("mediator").get(url(written.id, f"/sessions/{session.id}.pdf")))
        for expected in (
            "人民调解记录",
            "昭君街道人民调解室",
            "要求赔偿",
            "李红（邻居）",
            "达成协议",
            "第1次调解",
            "未到场",
            written.parties[2].party.name,
            "、".join(each.party.name for each in written.parties[:2]) + "均表示已经知悉",
        ):
            assert expected in text, expected

    def test_the_agreement(self, as_user, agreed):
        text = text_of(as_user("mediator").get(url(agreed.id, "/agreement.pdf")))
        for expected in (
            "人民调解协议书",
            agreed.number,
            *(each.party.name for each in agreed.parties),
            "被申请人赔偿三千元",
            "双方再无其他争议",
            "疏于维修",
            "3,000.00",
            "叁仟元整",
            "1,000.00",
            "贰仟元整",
            "2027年1月31日",
            "2027年3月31日",
            "分期履行",
            "备注",
            "一式4份",
            "第4份",
        ):
            assert expected in text, expected
        assert "草稿" not in text

    def test_the_record_of_a_visit(self, as_user, cast, effective):
        visit = effective.visit(
            by=cast.mediator,
            visited_at=clock.now(),
            way="phone",
            interviewee="张三",
            performance="第一期已付清。",
            satisfaction="very",
            lawsuit="否",
            wrong_mediation="无",
            new_risk="无",
            measures="继续提醒第二期",
        )
        db.session.commit()
        text = text_of(as_user("mediator").get(url(effective.id, f"/followups/{visit.id}.pdf")))
        for expected in (
            "人民调解回访记录",
            effective.number,
            "张三",
            "电话",
            "第一期已付清",
            "非常满意",
            "继续提醒第二期",
            cast.mediator.name,
        ):
            assert expected in text, expected


def test_a_draft_says_so_and_is_not_kept(as_user, written):
    assert "草稿" in text_of(as_user("mediator").get(url(written.id, "/agreement.pdf")))
    assert db.session.scalars(select(Document)).all() == []
    assert actions() == ["print"]


def test_printed_again_it_is_the_same_paper_byte_for_byte(as_user, mediating):
    client, address = as_user("mediator"), url(mediating.id, "/acceptance.pdf")
    assert client.get(address).data == client.get(address).data
    assert actions() == ["issue", "print", "print"]
    assert faults() == []


def test_what_changed_gives_a_new_version_and_the_old_paper_is_superseded(as_user, client, mediating):
    mediator, dispute_id = as_user("mediator"), mediating.id
    first = mediator.get(url(dispute_id, "/acceptance.pdf")).data
    old = code_of(dispute_id, "acceptance")
    db.session.get(Dispute, dispute_id).remark = "当事人行动不便，上门调解。"
    db.session.commit()
    answer = mediator.get(url(dispute_id, "/acceptance.pdf"))
    assert "上门调解" in text_of(answer)
    assert answer.data != first
    assert "已有新的版本" in client.page(f"/check/{old}").text
    assert "确实出具过" in client.page(f"/check/{code_of(dispute_id, 'acceptance')}").text
    assert "第 2 版" in mediator.page(url(dispute_id)).text


class TestTheFinalAgreement:
    """What is signed stays what was printed."""

    def test_stays_as_it_was_when_a_telephone_number_changes(self, as_user, written):
        client, dispute_id = as_user("mediator"), written.id
        client.fill(client.page(url(dispute_id)), action=url(dispute_id, "/agreement/final"))
        first = client.get(url(dispute_id, "/agreement.pdf")).data
        db.session.get(Dispute, dispute_id).parties[0].party.person.update(phone="15400009999")
        db.session.commit()
        assert client.get(url(dispute_id, "/agreement.pdf")).data == first

    def test_taken_up_again_and_changed_it_is_a_new_version(self, as_user, client, written):
        mediator, dispute_id = as_user("mediator"), written.id

        def conclude():
            mediator.fill(mediator.page(url(dispute_id)), action=url(dispute_id, "/agreement/final"))
            return code_of(dispute_id, "agreement")

        old = conclude()
        page = mediator.fill(mediator.page(url(dispute_id)), action=url(dispute_id, "/agreement/revision"))
        mediator.fill(page, terms__0__text="被申请人赔偿三千元并道歉。")
        new = conclude()
        assert new != old
        assert "道歉" in text_of(mediator.get(url(dispute_id, "/agreement.pdf")))
        assert "已有新的版本" in client.page(f"/check/{old}").text


def test_other_wording_of_the_district_is_in_what_is_issued_from_then_on(as_user, written, cast):
    client, dispute_id = as_user("mediator"), written.id
    paper = url(dispute_id, "/rights.pdf")
    issued = client.get(paper).data

    def say(template, original, text):
        PaperWording.decide(
            cast.county, template, original, text, by=None, reason="旗司法局文件", valid_from=clock.today()
        )
        db.session.commit()

    say("mediation/documents/rights.html", "（一）如实陈述纠纷事实；", "（一）如实讲清事情经过；")
    say("mediation/documents/agreement.html", "争议事项", "争议的焦点")
    assert client.get(paper).data == issued, "what was issued stays as it was issued"
    assert "争议的焦点" in text_of(client.get(url(dispute_id, "/agreement.pdf"))), "a draft shows it"
    db.session.get(Dispute, dispute_id).parties[0].party.person.update(name="王建国甲")
    db.session.commit()
    anew = text_of(client.get(paper))
    assert "如实讲清事情经过" in anew
    assert "如实陈述" not in anew


def test_the_page_behind_the_code_shows_nobody(as_user, client, agreed):
    as_user("mediator").get(url(agreed.id, "/agreement.pdf"))
    page = client.page(f"/check/{code_of(agreed.id, 'agreement')}")
    assert "人民调解协议书" in page.text
    assert agreed.number in page.text
    who = [each.party for each in agreed.parties]
    secrets = [party.name for party in who] + [party.person.id_number for party in who if party.person]
    html = page.response.get_data(as_text=True)
    assert not [secret for secret in [*secrets, agreed.case.title, "赔偿"] if secret in html]


def test_a_downloaded_scan_is_on_record(as_user, effective):
    client, dispute_id = as_user("mediator"), effective.id
    link = next(link for link in client.page(url(dispute_id)).links() if re.fullmatch(r"/files/\d+", link))
    answer = client.get(link)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert actions() == ["download"]


def test_a_paper_has_a_plain_name_too(as_user, effective):
    named = as_user("mediator").get(f"{url(effective.id)}/agreement.pdf").headers["Content-Disposition"]
    assert f"filename={effective.id}-agreement.pdf;" in named
    assert "filename*=UTF-8''" in named


class TestWhoMayPrint:
    """The mediators of the office, and nobody else."""

    PAPERS = ("/acceptance.pdf", "/rights.pdf", "/agreement.pdf")

    @pytest.mark.parametrize("who", ["clerk", "district", "grid", "department", "auditor"])
    def test_not_who_only_looks(self, as_user, agreed, who):
        client, dispute_id = as_user(who), agreed.id
        assert [client.get(url(dispute_id, paper)).status_code for paper in self.PAPERS] == [403] * 3
        assert [link for link in client.page(url(dispute_id)).links() if link.endswith(".pdf")] == []

    def test_not_the_outsider(self, as_user, agreed):
        client, dispute_id = as_user("outsider"), agreed.id
        assert [client.get(url(dispute_id, paper)).status_code for paper in self.PAPERS] == [404] * 3

    def test_not_the_mediator_of_the_next_street(self, app, cast, agreed, colleague):
        client, dispute_id = colleague(cast.other_street), agreed.id
        assert [client.get(url(dispute_id, paper)).status_code for paper in ("", *self.PAPERS)] == [404] * 4

    def test_not_who_mediates_elsewhere_and_only_looks_here(self, app, cast, agreed, colleague):
        client = colleague(cast.other_street, also=("clerk", cast.street))
        assert client.get(url(agreed.id)).status_code == 200
        assert client.get(url(agreed.id, "/agreement.pdf")).status_code == 403


@pytest.fixture
def colleague(app):
    """`colleague(unit)` is signed in as a mediator of `unit`; `also` may name another role and unit."""

    def sign_in(unit, also=None):
        user = User(username="colleague", name="调解员老王")
        user.set_password(PASSWORD)
        user.appointments = [Appointment(unit_id=unit.id, role="mediator")]
        if also:
            user.appointments.append(Appointment(unit_id=also[1].id, role=also[0]))
        db.session.add(user)
        db.session.commit()
        client = app.test_client()
        client.sign_in("colleague", PASSWORD)
        return client

    return sign_in


@pytest.mark.parametrize("path", ["/sessions/999.pdf", "/followups/999.pdf"])
def test_a_paper_that_does_not_exist(as_user, mediating, path):
    assert as_user("mediator").get(url(mediating.id, path)).status_code == 404


def test_before_it_is_accepted_there_is_nothing_to_print(as_user, pending):
    page = as_user("mediator").page(url(pending.id, "/acceptance.pdf"))
    assert page.status == 409
    assert "受理以后才能打印" in page.text


def test_what_no_font_can_draw_is_printed_by_its_code(as_user, mediating):
    dispute_id = mediating.id
    mediating.remark = "谢谢🙂\U00013000"
    db.session.commit()
    text = text_of(as_user("mediator").get(url(dispute_id, "/acceptance.pdf")))
    assert "〔U+13000〕" in text
    assert "U+1F642" not in text
