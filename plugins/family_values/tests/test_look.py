"""Calendar, papers, list and roster, as people of the office see them."""

import io

import pytest
import xlsxwriter

from plugins.family_values.models import Guide
from plugins.family_values.tests.conftest import FRIDAY
from portal.extensions import db
from portal.people import data_rights
from portal.testing import factories
from portal.testing.statements import statements

pytestmark = pytest.mark.database
MOST = 15


def test_the_calendar_names_groups_and_offers_what_is_free(as_user, hall, book):
    booking = book(people=30)
    clerk = as_user("clerk")
    for of in ("2026-03", "2026-03-13"):
        page = clerk.page(f"/family_values/halls/{hall.id}/calendar?of={of}")
        assert "09:00 旗人社局机关党支部 30 人 待确认" in page.text.replace("　", " ")
        assert f"/family_values/bookings/{booking.id}" in page.links()
        assert f"/family_values/bookings/new?day={FRIDAY}&slot={hall.slots[1].id}" in page.links()
    assert clerk.get(f"/family_values/halls/{hall.id}/calendar?of=多少").status_code == 200
    reader = as_user("district").page(f"/family_values/halls/{hall.id}/calendar?of=2026-03")
    assert not [each for each in reader.links() if "bookings/new" in each]


def test_a_month_costs_as_many_statements_as_a_week(as_user, hall, book):
    for number in range(4):
        book(people=9, slot=number % 2, phone=f"1380477000{number}")
    client = as_user("clerk")
    for url in (
        f"/family_values/halls/{hall.id}/calendar",
        f"/family_values/halls/{hall.id}",
        "/family_values/bookings",
    ):
        client.page(url)
        with statements() as sent:
            client.page(url)
        assert len(sent) <= MOST, "\n\n".join(sent)


def test_papers_are_printed_once_it_is_confirmed(as_user, hall, book, cast):
    booking, clerk = book(people=70 // 2), as_user("clerk")
    url = f"/family_values/bookings/{booking.id}"
    assert clerk.get(f"{url}/confirmation.pdf").status_code == 409
    booking.confirm(by=cast.director)
    db.session.commit()
    for paper in (f"{url}/confirmation.pdf", f"{url}/sign_in.pdf", f"/family_values/halls/{hall.id}/months/202603.pdf"):
        assert clerk.get(paper).data.startswith(b"%PDF")
    sheet = clerk.get(f"/family_values/sheets/{hall.unit_id}/halls/{hall.id}/bookings/new.pdf")
    assert sheet.data.startswith(b"%PDF")
    assert as_user("outsider").get(f"/family_values/halls/{hall.id}/months/202603.pdf").status_code == 404


def test_telephones_are_shown_to_those_who_call(as_user, book):
    url = f"/family_values/bookings/{book().id}"
    assert "13804770009" in as_user("clerk").page(url).text
    for who in ("district", "grid"):
        text = as_user(who).page(url).text if who == "district" else ""
        assert "13804770009" not in text


def test_guides_come_from_excel_row_by_row(as_user, hall):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        lines = (("姓名", "手机", "任职日期"), ("萨仁", "13804770005", "2026-03-01"), ("其木格", "12", "2026-03-01"))
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    director = as_user("director")
    page = director.page(f"/family_values/halls/{hall.id}/import/guides")
    report = director.fill(page, upload=(io.BytesIO(stream.getvalue()), "讲解员.xlsx"))
    assert "可以导入 1 行" in report.text
    assert "第 3 行" in report.text
    done = director.fill(report, action=report.url)
    assert "已导入 1 行" in done.text
    assert "萨仁" in director.page(f"/family_values/halls/{hall.id}").text
    assert db.session.scalar(db.select(Guide.id).where(Guide.name == "萨仁"))


def test_a_guide_who_left_may_be_forgotten(hall, cast):
    person = factories.resident(cast.taixing, name="萨仁", phone="13804770005")
    hall.appoint(name="萨仁", phone="13804770005", valid_from=FRIDAY.replace(month=1), by=cast.director)
    db.session.commit()
    guide = hall.guides[-1]
    assert guide.person is person
    assert "正在任职的讲解员" in data_rights.hindrance(person)
    hall.release(guide, FRIDAY.replace(month=2), by=cast.director)
    assert not data_rights.hindrance(person)


def test_the_page_of_a_resident_says_where_they_guide_to_whoever_sees_the_hall(as_user, hall, cast):
    guide = factories.resident(cast.taixing, name="乌云", phone="13804779999")
    hall.appoint(name="乌云", phone="13804779999", valid_from=FRIDAY, by=cast.director)
    db.session.commit()
    page = as_user("clerk").page(f"/people/{guide.id}")
    assert "家风馆讲解员" in page.text
    assert f"/family_values/halls/{hall.id}" in page.links()
