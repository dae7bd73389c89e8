"""The list of courses."""

from sqlalchemy import func, select

from plugins.family_courses.choices import SERIES
from plugins.family_courses.models import Course, Enrolment
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import Choice, by_status
from portal.records.ranges import Days
from portal.records.register import Register


def _number_of(*states: str):
    """How many enrolments of a course stand in `states`."""
    held = select(func.count(Enrolment.id)).where(Enrolment.course_id == Course.id, Enrolment.status.in_(states))
    return held.correlate(Course).scalar_subquery()


courses = Register(
    Course,
    key="family_courses.courses",
    name="课程讲座",
    permission="family_courses.view",
    show="family_courses.show_course",
    counter="场",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "题目", main=True),
        Column("series", "系列", names=SERIES),
        Column("starts_at", "上课时间", kind="moment", sorts=("soon", "late")),
        Column("place_name", "地点", only="opt2"),
        Column("speaker", "主讲人", only="opt2"),
        Column("capacity", "名额", kind="number"),
        Column("enrolled", "报名", _number_of("enrolled", "attended", "absent"), kind="number"),
        Column("waiting", "候补", _number_of("waiting"), kind="number", shown=False),
        Column("attended", "到课", _number_of("attended"), kind="number"),
        Column("status", "状态", kind="status"),
        Column("minutes", "时长（分钟）", kind="number", shown=False),
        Column("unit", "所在地", OrgUnit.short_name, shown=False),
    ),
    filters=(
        by_status(Course),
        Choice("series", "系列", options=SERIES),
        Days("day", "上课日期", Course.starts_at),
    ),
    search=(Course.number, Course.title, Course.speaker),
    finds_by="编号、题目、主讲人",
    order=Course.created_at,
    sorts={"soon": (Course.starts_at, True), "late": (Course.starts_at, False)},
    beside=((OrgUnit, OrgUnit.id == Course.unit_id),),
    hit=("number", "status"),
    empty="没有符合条件的课程。",
)
