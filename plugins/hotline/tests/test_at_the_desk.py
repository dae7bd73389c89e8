"""工单 as pages: entered by hand or from the platform's file, accepted, on the desk, and closed to others."""

import io

import pytest
import xlsxwriter

from plugins.hotline.models import Order
from portal.extensions import db
from portal.people.models import Person

pytestmark = pytest.mark.database
HEADINGS = ("受理编号", "派单时间", "工单类型", "问题分类", "工单内容", "市民姓名", "电话", "是否保密", "办理时限")


def workbook(*lines: tuple) -> tuple:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate((HEADINGS, *lines)):
            sheet.write_row(number, 0, line)
    stream.seek(0)
    return stream, "12345.xlsx"


LINE = (
    "A1",
    "2026-01-05 09:12:00",
    "投诉举报类",
    "物业管理",
    "电梯停了。",
    "张先生",
    "13804770002",
    "否",
    "2026-12-31",
)


def test_the_file_of_the_platform_is_entered_as_it_is(as_user, cast):
    clerk = as_user("clerk")
    at = f"/hotline/units/{cast.street.id}/import/orders"
    report = clerk.fill(clerk.page(at), upload=workbook(LINE, (*LINE[:2], "表扬类", *LINE[3:])))
    assert "请填写咨询、求助、投诉、举报、建议之一" in report.text
    clerk.fill(report)
    entered = db.session.query(Order).one()
    assert (entered.outside_number, entered.nature, entered.caller.name) == ("A1", "complaint", "张先生")


def test_a_number_that_is_there_already_is_named_in_the_report(as_user, cast, order):
    known = order(outside_number="A1")
    clerk = as_user("clerk")
    page = clerk.page(f"/hotline/units/{cast.street.id}/import/orders")
    assert known.number in clerk.fill(page, upload=workbook(LINE)).text


def test_a_clerk_enters_one_and_nothing_is_lost_when_the_number_is_missing(as_user, cast):
    clerk = as_user("clerk")
    page = clerk.page("/hotline/orders/new")
    typed = {"text": "路灯不亮。", "name": "李四", "phone": "13804770003", "unit_id": cast.street.id}
    again = clerk.fill(page, **typed)
    assert again.status == 422
    assert "路灯不亮。" in again.text
    clerk.fill(again, outside_number="B1")
    assert db.session.query(Order).one().caller.name == "李四"


def test_a_namesake_is_asked_about_before_the_caller_becomes_a_party(as_user, cast, order):
    Person.enter(cast.street, name="王秀英", phone="13804770009")
    made = order()
    db.session.commit()
    clerk = as_user("clerk")
    asked = clerk.fill(clerk.page(f"/hotline/orders/{made.id}/acceptance"))
    assert asked.status == 422
    assert "可能登记过" in asked.text


def test_it_stands_on_the_desk_until_it_is_accepted(as_user, order):
    order(title="路灯不亮")
    assert "工单待签收 1" in as_user("clerk").page("/").text


def test_the_page_shows_who_called_by_the_surname_alone(as_user, order):
    page = as_user("clerk").page(f"/hotline/orders/{order().id}").text
    assert "王秀英" not in page
    assert "13804770001" not in page


def test_the_number_is_shown_with_its_purpose(as_user, order):
    clerk = as_user("clerk")
    page = clerk.page(f"/hotline/orders/{order().id}/phone")
    assert "13804770001" in clerk.fill(page, purpose="约定上门的时间").text


def test_another_district_does_not_see_it_and_an_administrator_has_no_way_in(as_user, order):
    address = f"/hotline/orders/{order().id}"
    assert as_user("outsider").get(address).status_code in (403, 404)
    assert as_user("administrator").get(address).status_code == 403


def test_the_case_leads_to_the_order_and_is_found_by_its_number(as_user, accepted):
    made = accepted(outside_number="20261129-777")
    clerk = as_user("clerk")
    assert f"/hotline/orders/{made.id}" in clerk.page(f"/cases/{made.case_id}").links()
    assert "共 1 条" in clerk.page("/cases?q=20261129-777").text


def test_both_papers_are_printed(as_user, answered):
    made, clerk = answered(), as_user("clerk")
    for paper in ("assignment", "reply"):
        assert clerk.get(f"/hotline/orders/{made.id}/{paper}.pdf").data.startswith(b"%PDF")
