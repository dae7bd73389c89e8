"""A roster of learners from Excel: looked through row by row, entered by the rules of a single enrolment, taken back."""

import io

import pytest
import xlsxwriter

from plugins.family_courses.models import Enrolment
from portal.extensions import db
from portal.families import Family
from portal.records.people import Contact

pytestmark = pytest.mark.database
HEADINGS = ("姓名", "已满18岁", "出生日期", "家长电话", "家长", "监护人同意", "一家人")
ADULT = ("王桂兰", "是", "", "13804770001", "", "", "")
CHILD = ("小芳", "", "2015-06-01", "13804770001", "王桂兰", "监护人当面同意", "")


def workbook(*lines) -> io.BytesIO:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate((HEADINGS, *lines)):
            sheet.write_row(number, 0, line)
    return io.BytesIO(stream.getvalue())


@pytest.fixture
def look_through(as_user, course):
    """`look_through(line, …)` sends a roster and answers client and report."""

    def send(*lines):
        clerk = as_user("clerk")
        at = f"/family_courses/courses/{course.id}/import/learners"
        assert at in clerk.page(f"/family_courses/courses/{course.id}").links()
        return clerk, clerk.fill(clerk.page(at), upload=(workbook(*lines), "名单.xlsx"))

    return send


def names() -> list[str]:
    return [each.learner.name for each in db.session.scalars(db.select(Enrolment).order_by(Enrolment.id)).unique()]


def test_a_roster_is_entered_and_taken_back(look_through, course):
    course.capacity = 5
    db.session.commit()
    clerk, report = look_through(ADULT, CHILD)
    assert "可以导入 2 行" in report.text
    done = clerk.fill(report, action=report.url)
    assert "已导入 2 行" in done.text, done.text
    assert names() == ["王桂兰", "小芳"]
    child = db.session.scalars(db.select(Enrolment).order_by(Enrolment.id.desc()).limit(1)).unique().one()
    assert (child.age, child.consent, child.guardian.name, child.family.contact.name) == (
        10,
        "present",
        "王桂兰",
        "王桂兰",
    )
    assert "已撤销" in clerk.fill(done, action=f"{report.url}/undoing").text
    assert names() == []
    assert [db.session.scalar(db.select(db.func.count(each.id))) for each in (Family, Contact)] == [0, 0]


def test_a_family_that_others_need_stays_when_a_roster_is_taken_back(look_through, enrol, cast, course):
    course.capacity = 5
    enrol("王桂兰", "13804770001")
    Family.enter(unit=cast.street, name="萨仁", phone="13804770002", by=cast.clerk)
    db.session.commit()
    clerk, report = look_through(("王小明", *ADULT[1:6], "是"), ("萨仁", "是", "", "13804770002", "", "", ""))
    done = clerk.fill(report, action=report.url)
    assert "已导入 2 行" in done.text
    clerk.fill(done, action=f"{report.url}/undoing")
    assert names() == ["王桂兰"]
    assert db.session.scalar(db.select(db.func.count(Family.id))) == 2


def test_what_is_wrong_is_said_row_by_row_before_anything_is_entered(look_through):
    without = (*CHILD[:5], "", "")
    _, report = look_through(
        without, ("乙", "", "", "13804770002", "", "", ""), ("丙", "是", "", "12", "", "", ""), ADULT
    )
    assert "可以导入 1 行" in report.text
    for said in ("不满 14 周岁的须有监护人同意", "请填写出生日期，或者勾选", "手机号码应为11位"):
        assert said in report.text, said
    assert names() == []


def test_a_number_of_somebody_elses_family_is_asked_about(look_through, enrol, course):
    course.capacity = 5
    enrol("王桂兰", "13804770001")
    stranger = ("李四光", *ADULT[1:])
    clerk, report = look_through(stranger, ("赵六", *ADULT[1:6], "是"))
    done = clerk.fill(report, action=report.url)
    assert "一家的。电话填错了的，请改" in done.text
    assert names() == ["王桂兰", "赵六"]


def test_a_roster_is_not_taken_back_while_somebody_waits(look_through, enrol, course):
    course.capacity = 1
    db.session.commit()
    clerk, report = look_through(ADULT)
    done = clerk.fill(report, action=report.url)
    enrol("乙", "13804770002", by=None)
    assert "这门课有人候补" in clerk.fill(done, action=f"{report.url}/undoing").text
    assert names() == ["王桂兰", "乙"]
