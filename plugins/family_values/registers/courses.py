"""The lists of courses and of enrolments."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from plugins.family_values.choices import CONSENTS, RATINGS, SERIES
from plugins.family_values.forms.courses import RosterForm
from plugins.family_values.models import Course, Enrolment
from portal.accounts.models import User
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import Choice, by_status
from portal.records.imports import Import
from portal.records.people import Contact, hash_of
from portal.records.ranges import Days
from portal.records.register import Register

learner = aliased(Contact)


def _number_of(*states: str):
    """How many enrolments of a course stand in `states`."""
    held = select(func.count(Enrolment.id)).where(Enrolment.course_id == Course.id, Enrolment.status.in_(states))
    return held.correlate(Course).scalar_subquery()


courses = Register(
    Course,
    key="family_values.courses",
    name="课程讲座",
    permission="family_values.view",
    show="family_values.show_course",
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

to_tell = (Enrolment.status == "enrolled") & Enrolment.promoted_at.is_not(None) & Enrolment.told_at.is_(None)
enrolments = Register(
    Enrolment,
    key="family_values.enrolments",
    name="课程报名",
    permission="family_values.view",
    show="family_values.show_enrolment",
    counter="人次",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("learner", "学员", learner.name, kind="person", main=True),
        Column("title", "课程"),
        Column("starts_at", "上课时间", Course.starts_at, kind="moment"),
        Column("age", "周岁", kind="number", only="opt"),
        Column("status", "状态", kind="status"),
        Column("consent", "监护人同意", names={"": "", **CONSENTS}, shown=False),
        Column("attended_at", "签到时间", kind="moment", shown=False),
        Column("minutes", "学时（分钟）", kind="number", shown=False),
        Column("rating", "满意度", names={"": "", **RATINGS}, shown=False),
        Column("created_at", "报名时间", kind="moment", shown=False),
    ),
    filters=(
        by_status(Enrolment, promoted=("递补还没有通知", to_tell)),
        Choice("series", "系列", Course.series, options=SERIES),
        Days("day", "上课日期", Course.starts_at),
    ),
    search=(Enrolment.number, Enrolment.title),
    finds=lambda text, user: Enrolment.learner_id.in_(
        select(Contact.id).where(Contact.name_hash == hash_of("name", text))
    ),
    finds_by="编号、课程、学员全名",
    order=Enrolment.created_at,
    joins=(Enrolment.course,),
    beside=((learner, learner.id == Enrolment.learner_id),),
    empty="没有符合条件的报名。",
)


def enter_learner(course: Course, *, by: User, **fields) -> Enrolment:
    """One row of a roster. `fields` as the form has them. Raises RuleError, as whoever enrols one by one is told."""
    form = RosterForm(formdata=None, data=fields, meta={"csrf": False})
    return Enrolment.enrol(unit=course.unit, course_id=course.id, by=by, **form.arguments())


def somebody_waits(enrolment: Enrolment) -> str:
    """Why it is not taken back with its roster: places that become free are given to those who wait, one by one."""
    waiting = enrolment.course.holding("waiting")
    return "这门课有人候补，整批撤销空不出名额，请逐个“取消报名”，候补的会自动递补。" if waiting else ""


ROSTER = Import(
    "family_values.learners",
    "导入报名名单",
    RosterForm,
    "family_values.book",
    Enrolment,
    add=enter_learner,
    holds=somebody_waits,
    aliases={
        "learner": ("姓名", "学员"),
        "grown": ("已满18岁", "成年"),
        "born": ("出生日期",),
        "phone": ("电话", "手机", "家长电话"),
        "guardian": ("监护人", "家长", "家长姓名"),
        "one_family": ("一家人",),
    },
)
