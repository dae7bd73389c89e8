"""Who reports is kept apart from what is handled; what was reported in secret is out of sight."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from plugins.public_reports import data_rights
from plugins.public_reports.models import Report
from portal import clock
from portal.audit.models import AuditEntry
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment
from portal.records import data_rights as kit
from portal.records.people import Contact
from portal.testing import factories
from portal.testing.pictures import photo

pytestmark = pytest.mark.database


def test_the_page_says_that_somebody_can_be_called_and_not_who(as_user, report):
    sent = report(wants_reply=True)
    for who in ("clerk", "grid", "director", "district"):
        page = as_user(who).page(f"/public_reports/reports/{sent.id}")
        assert "留了联系方式，要电话答复" in page.text
        assert not any(each in page.text for each in ("王秀英", "秀英", "13804770001", "138"))


def test_the_number_is_shown_with_a_purpose_and_leaves_a_trace(as_user, report):
    sent, clerk = report(), as_user("clerk")
    path = f"/public_reports/reports/{sent.id}/phone"
    page = clerk.page(path)
    assert "13804770001" not in page.text
    page = clerk.fill(page, path, purpose="约定上门查看的时间")
    assert "13804770001" in page.text
    trace = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "reveal")).one()
    assert "约定上门查看的时间" in trace.detail
    assert as_user("grid").get(path).status_code == 403


def answered(sent: Report, by) -> None:
    sent.accept("楼道灯不亮", "property", by=by)
    sent.case.accept(by=by)
    sent.case.resolve("物业换了灯。", by=by)


def refused(sent: Report, by) -> None:
    sent.decline("不在本单位职责范围", "路灯归市政。", "", by=by)


@pytest.mark.parametrize(("end", "days", "shown"), [(answered, 14, 200), (answered, 16, 409), (refused, 16, 409)])
def test_the_number_is_shown_until_nothing_more_can_be_said(as_user, cast, report, end, days, shown):
    sent = report()
    end(sent, cast.director)
    db.session.commit()
    path = f"/public_reports/reports/{sent.id}"
    with clock.pretend(clock.now() + timedelta(days=days)):
        clerk = as_user("clerk")
        assert clerk.get(f"{path}/phone").status_code == shown
        assert (f"{path}/phone" in clerk.page(path).links()) == (shown == 200)


def test_the_number_of_who_withdrew_is_shown_no_more(as_user, report):
    sent = report()
    sent.withdraw(by=None)
    db.session.commit()
    assert as_user("clerk").get(f"/public_reports/reports/{sent.id}/phone").status_code == 409


def test_what_is_reported_in_secret_is_seen_by_the_director_alone(as_user, report):
    sent = report(tip_off=True)
    for who, status in (("director", 200), ("clerk", 404), ("grid", 404), ("district", 404)):
        client = as_user(who)
        assert client.get(f"/public_reports/reports/{sent.id}").status_code == status
        assert ("楼道的灯不亮" in client.page("/public_reports/reports").text) == (status == 200)
    assert "楼道的灯不亮" not in as_user("clerk").page("/").text


def test_the_receipt_is_printed_by_whoever_entered_it_within_the_hour(as_user, cast, report):
    told = report(by=cast.clerk, channel="phone", reporter=None)
    path = f"/public_reports/reports/{told.id}/receipt.pdf"
    assert as_user("clerk").get(path).mimetype == "application/pdf"
    assert as_user("director").get(path).status_code == 409
    told.created_at = told.created_at.replace(year=2025)
    db.session.commit()
    assert as_user("clerk").get(path).status_code == 409


def test_a_receipt_opens_what_it_is_for(client, cast, report):
    told = report(by=cast.clerk, channel="window", reporter=None)
    page = client.fill(client.page("/track"), "/track", number=told.number, code=told.paper_code)
    assert "待看" in page.text


@pytest.fixture
def resident(cast, report):
    person = factories.resident(cast.taixing)
    sent = report(reporter=Contact(name=person.name, phone=person.phone))
    db.session.commit()
    return person, sent


def test_whoever_reported_gets_what_was_written(resident):
    person, sent = resident
    (row,) = data_rights.held(person)["反映的问题"]
    assert (row["编号"], row["内容"]) == (sent.number, sent.text)


def test_the_name_goes_and_the_report_stays(cast, resident):
    person, sent = resident
    sent.decline("不在本单位职责范围", "路灯归市政。", "", by=cast.clerk)
    assert kit.erase(person)
    db.session.commit()
    assert (sent.reporter.phone, sent.text) == (None, "楼道的灯不亮。")


def test_another_district_sees_nothing(as_user, report):
    sent = report()
    assert as_user("outsider").get(f"/public_reports/reports/{sent.id}").status_code == 404
    assert db.session.get(Report, sent.id).title == "楼道的灯不亮。"


@pytest.fixture
def told_in_secret(cast, report) -> Report:
    """A tip-off with a picture, taken up by the director."""
    sent = report(
        text="李某私分救济粮。", tip_off=True, matter="other", photos=[FileStorage(io.BytesIO(photo()), "1.jpg")]
    )
    sent.accept("核查李某", "other", by=cast.director)
    db.session.commit()
    return sent


def test_the_case_of_a_tip_off_says_nothing_of_it(as_user, told_in_secret):
    case = told_in_secret.case
    said = (case.title, case.description, case.location)
    assert said == (
        f"群众举报（{told_in_secret.number}）",
        f"{told_in_secret.number}，内容见群众反映，限有权限的人查看。",
        "",
    )
    assert not db.session.scalars(Attachment.of(case)).all()
    path = f"/public_reports/reports/{told_in_secret.id}"
    for who in ("director", "clerk", "grid", "mediator"):
        page = as_user(who).page(f"/cases/{case.id}")
        assert "救济粮" not in page.text
        assert "李某" not in page.text
        assert (path in page.links()) == (who == "director"), who


def test_the_name_of_the_case_of_a_tip_off_is_not_asked_for(as_user, report):
    sent = report(tip_off=True, text="李某私分救济粮。")
    path, director = f"/public_reports/reports/{sent.id}/acceptance", as_user("director")
    page = director.page(path)
    assert "title" not in page.fields(page.form())
    director.fill(page, path)
    db.session.refresh(sent)
    assert (sent.status, sent.number in sent.case.title) == ("accepted", True)


def test_what_somebody_says_of_a_tip_off_answered_is_not_carried_into_the_case(cast, told_in_secret):
    told_in_secret.case.accept(by=cast.director)
    told_in_secret.case.resolve("已经核实。", by=cast.director)
    told_in_secret.reopen("李某没有退粮。", by=None)
    told_in_secret.take_up(by=cast.director)
    assert not [each.note for each in told_in_secret.case.events if "李某" in each.note]


def test_the_name_of_who_sends_a_tip_off_stands_in_no_text(report):
    sent = report(tip_off=True, text="我是王秀英，李某私分救济粮。", place_text="王秀英家隔壁")
    sent.remark("我 王秀英 看见的。", by=None)
    assert (sent.text, sent.place_text) == ("我是〔姓名已隐去〕，李某私分救济粮。", "〔姓名已隐去〕家隔壁")
    assert (sent.title, sent.events[-1].note) == (sent.text, "我 〔姓名已隐去〕 看见的。")


def test_whoever_reports_openly_is_kept_as_written(report):
    assert report(text="我是王秀英。").text == "我是王秀英。"


@pytest.mark.parametrize("tip_off", [False, True])
def test_a_tip_off_and_another_report_have_no_answer_in_common(cast, report, tip_off):
    first, second = report(tip_off=tip_off), report(text="灯坏了。", tip_off=not tip_off)
    first.accept("灯", "property", by=cast.director)
    with pytest.raises(RuleError, match="不能并入这件事项"):
        second.join(first.case, by=cast.director)


@pytest.mark.parametrize("tip_off", [False, True])
def test_cases_of_a_tip_off_and_of_another_report_are_not_merged(cast, report, tip_off):
    first, second = report(tip_off=tip_off), report(text="灯坏了。", tip_off=not tip_off)
    for each in (first, second):
        each.accept("灯", "property", by=cast.director)
    db.session.commit()
    with pytest.raises(RuleError, match="答复要分别告知"):
        first.case.merge_into(second.case, "同一件事。", by=cast.director)


def test_cases_of_two_tip_offs_are_merged_and_both_are_answered(cast, report):
    first, second = report(tip_off=True), report(text="灯坏了。", tip_off=True)
    for each in (first, second):
        each.accept("灯", "property", by=cast.director)
    first.case.merge_into(second.case, "同一件事。", by=cast.director)
    second.case.accept(by=cast.director)
    second.case.resolve("已经核实。", by=cast.director)
    assert (first.answer, second.answer) == ("已经核实。", "已经核实。")
