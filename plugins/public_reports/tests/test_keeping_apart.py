"""Who reports is kept apart from what is handled; what was reported in secret is out of sight."""

import pytest
from sqlalchemy import select

from plugins.public_reports import data_rights
from plugins.public_reports.models import Report
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.records import data_rights as kit
from portal.records.people import Contact
from portal.testing import factories

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
