"""联办、经纬度: what the platform says is kept as it is, and shown where the order is handled."""

import io

import pytest
import xlsxwriter

from plugins.hotline.coordinates import read
from plugins.hotline.models import Order
from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all

HEADINGS = ("受理编号", "工单内容", "是否联办", "协办部门", "经度", "纬度")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("109.9876，40.4123", "109.9876,40.4123"),
        ("北纬40.4123 东经109.98760", "109.9876,40.4123"),
        ("１０９．９８７６５４３２,40", "109.987654,40"),
        (" ", ""),
    ],
)
def test_a_place_is_read_in_either_order_and_kept_in_one(written, kept):
    assert read(written) == kept


@pytest.mark.parametrize("written", ["109.98", "109°58′12″ 40°24′44″", "40.41,40.42", "10.5,109.98,1", "不详", "2,109"])
def test_what_is_no_place_is_refused(written):
    with pytest.raises(ValueError, match="no place"):
        read(written)


@pytest.mark.database
def test_the_file_names_the_units_that_assist_and_the_place_in_two_columns(as_user, cast):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ("A1", "工地夜里施工。", "是", "旗城管局", "109.9876", "40.4123"))
        sheet.write_row(2, 0, ("A2", "路灯不亮。", "否", "", "109.9876", ""))
    stream.seek(0)
    clerk = as_user("clerk")
    report = clerk.fill(clerk.page(f"/hotline/units/{cast.street.id}/import/orders"), upload=(stream, "12345.xlsx"))
    assert "请写成用逗号隔开的两个数" in report.text
    clerk.fill(report)
    entered = db.session.query(Order).one()
    assert (entered.joint, entered.assisting, entered.coordinates) == (True, "旗城管局", "109.9876,40.4123")


@pytest.mark.database
def test_who_names_a_unit_that_assists_has_said_that_it_is_for_several(order):
    assert (order(assisting="旗城管局").joint, order(outside_number="2").joint) == (True, False)


@pytest.mark.database
def test_the_case_says_that_several_answer(as_user, accepted):
    made = accepted(assisting="旗城管局", coordinates="109.9876,40.4123")
    clerk = as_user("clerk")
    assert "联办：旗城管局" in clerk.page(f"/cases/{made.case_id}").text
    assert "109.9876,40.4123" in clerk.page(f"/hotline/orders/{made.id}").text


@pytest.mark.database
def test_a_place_that_cannot_be_read_is_said_at_its_field(as_user, cast):
    clerk = as_user("clerk")
    typed = {"outside_number": "B1", "text": "路灯不亮。", "unit_id": cast.street.id, "coordinates": "路口往北"}
    refused = clerk.fill(clerk.page("/hotline/orders/new"), **typed)
    assert (refused.status, db.session.query(Order).count()) == (422, 0)
    assert refused.fields(refused.form())["coordinates"] == "路口往北"


@pytest.mark.database
def test_orders_of_before_are_for_one_unit_and_without_a_place(order):
    order(assisting="旗城管局")
    db.session.remove()
    history = next(each for each in histories() if each.key == "hotline")
    downgrade(history, "hotline_0001")
    upgrade_all()
    assert not drift(history)
    made = db.session.query(Order).one()
    assert (made.joint, made.assisting, made.coordinates) == (False, "", "")
