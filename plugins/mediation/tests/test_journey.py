"""The office's main job, end to end, without JavaScript: a dispute comes in, is mediated, its agreement takes effect."""

import re
from datetime import timedelta

import pytest

from plugins.mediation.models import Dispute
from plugins.mediation.tests.reading import scan_of, text_of
from portal import clock
from portal.demo.names import NameBook
from portal.extensions import db

pytestmark = pytest.mark.database


def test_a_dispute_comes_in_is_mediated_and_archived(app, as_user, committee, cast):
    book = NameBook(11)
    one, two, firm = book.person(), book.person(), book.organisation("达拉特旗", long=True)
    clerk, mediator = as_user("clerk"), as_user("mediator")

    # the clerk registers, with a third party added by the button that needs no script
    page = clerk.page("/cases/new")
    page = clerk.fill(page, button=("add", "respondents"), title="拖欠装修工钱")
    assert page.fields(page.form())["title"] == "拖欠装修工钱"
    page = clerk.fill(
        page,
        kind="0701",
        source="visit",
        description="装修完工三个月，工钱一直没有结清。",
        happened_on="2026-09-01",
        unit_id=str(cast.unit_ids["taixing"]),
        applicants__0__name=one.name,
        applicants__0__id_number=one.id_number,
        applicants__0__phone=one.phone,
        applicants__0__address=book.address("泰兴社区"),
        respondents__0__name=two.name,
        respondents__0__id_number=two.id_number,
        respondents__1__kind="organisation",
        respondents__1__name=firm.name,
        respondents__1__id_number=firm.uscc,
    )
    assert page.heading == "拖欠装修工钱", page.text
    case_url = page.url

    # triage to mediation
    page = clerk.fill(clerk.page(f"{case_url}/triage"), route="mediation")
    assert "人民调解" in page.text
    assert "待签收" in page.text

    # the mediator accepts
    page = mediator.page("/mediation/disputes")
    show = next(link for link in page.links() if re.fullmatch(r"/mediation/disputes/\d+", link))
    page = mediator.page(f"{show}/acceptance")
    page = mediator.fill(
        page,
        consents__0__consent="yes",
        consents__1__consent="yes",
        consents__2__consent="yes",
        mediators=str(committee.mediators[1].id),
        claims="支付工钱 3 万元",
        recorder="李秀兰",
    )
    assert "调解中" in page.text, page.text
    assert "人调字第1号" in page.text
    page = mediator.fill(mediator.page(f"{show}/notice"))

    # a session, the agreement
    page = mediator.fill(
        mediator.page(f"{show}/sessions/new"),
        present=[each.party_id for each in db.session.get(Dispute, int(show.rpartition("/")[2])).parties],
        transcript="申请人：要求付清工钱。\n被申请人：同意分期支付。",
        outcome="agreed",
        result="双方同意分两期支付。",
    )
    assert "第 1 次" in page.text, page.text
    page = mediator.page(f"{show}/agreement")
    page = mediator.fill(page, button=("add", "instalments"))
    page = mediator.fill(page, button=("add", "terms"))
    page = mediator.fill(
        page,
        facts="装修完工，工钱未付。",
        issues="工钱数额和支付时间。",
        responsibilities__1__text="拖欠工钱，应当支付。",
        terms__0__text="被申请人分两期支付申请人工钱30,000.50元。",
        terms__1__text="双方再无其他争议。",
        amount="30,000.50",
        amount_capitals="叁万元零伍角整",
        way="instalments",
        instalments__0__due_on=str(clock.today() + timedelta(days=30)),
        instalments__0__amount="10000",
        instalments__1__due_on=str(clock.today() + timedelta(days=90)),
        instalments__1__amount="20000.50",
        place="昭君街道人民调解室",
    )
    assert "协议内容已保存" in page.text, page.text

    draft = text_of(mediator.get(f"{show}/agreement.pdf"))
    assert "草稿" in draft
    page = mediator.fill(mediator.page(show), action=f"{show}/agreement/final")
    assert "一式 4 份" in page.text, page.text
    assert "还缺" in page.text

    answer = mediator.get(f"{show}/agreement.pdf")
    text = text_of(answer)
    for expected in (
        one.name,
        one.id_number,
        two.name,
        firm.name,
        "30,000.50",
        "叁万元零伍角整",
        "双方再无其他争议",
        "10,000.00",
        "第4份",
        "人调字第1号",
    ):
        assert expected in text, expected
    assert "草稿" not in text
    assert mediator.get(f"{show}/agreement.pdf").data == answer.data, "a reprint is the same paper"
    for paper in ("acceptance.pdf", "rights.pdf"):
        assert one.name in text_of(mediator.get(f"{show}/{paper}")) or paper == "rights.pdf"

    # signatures: it is not in force until everything is there
    page = mediator.page(f"{show}/signatures")
    today = f"{clock.today():%Y-%m-%d}"
    page = mediator.fill(page, parties__0__on=today, parties__1__on=today)
    assert "还没有加盖人民调解委员会印章" in page.text
    page = mediator.page(f"{show}/signatures")
    page = mediator.fill(page, parties__2__on=today, mediators__0__on=today, sealed_on=today, scan=scan_of(answer, 4))
    assert "要件齐备，协议已生效" in page.text, page.text

    # performance, follow-up, closing
    for link in [link for link in page.links() if "/instalments/" in link]:
        mediator.fill(mediator.page(link))
    page = mediator.fill(
        mediator.page(f"{show}/followups/new"), interviewee=one.name, performance="已全部付清。", satisfaction="good"
    )
    follow_up = next(link for link in page.links() if re.search(r"/followups/\d+\.pdf", link))
    assert one.name in text_of(mediator.get(follow_up))
    page = mediator.fill(mediator.page(f"{show}/closure"), performance="full", note="双方满意。")
    assert "已结案" in page.text, page.text

    # back to the clerk: verified, archived
    page = clerk.page(case_url)
    assert "待核查" in page.text
    page = clerk.fill(clerk.page(f"{case_url}/resolution"), text="经核查，协议已全部履行。")
    page = clerk.fill(clerk.page(f"{case_url}/archive"))
    assert "已归档" in page.text

    # nobody outside sees any of it
    outsider = as_user("outsider")
    for url in (case_url, show, f"{show}/agreement.pdf", follow_up, "/mediation/disputes"):
        assert outsider.get(url).status_code == 404, url
    assert "调解" not in outsider.page("/").text
