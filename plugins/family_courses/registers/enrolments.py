"""The list of enrolments, and the roster from Excel."""

from sqlalchemy.orm import aliased

from plugins.family_courses.choices import CONSENTS, RATINGS, SERIES
from plugins.family_courses.forms.enrolments import RosterForm
from plugins.family_courses.models import Course, Enrolment
from portal.accounts.models import User
from portal.records.columns import Column
from portal.records.filters import Choice, by_status
from portal.records.imports import Import
from portal.records.people import Contact, named
from portal.records.ranges import Days
from portal.records.register import Register

learner = aliased(Contact)
to_tell = (Enrolment.status == "enrolled") & Enrolment.promoted_at.is_not(None) & Enrolment.told_at.is_(None)
enrolments = Register(
    Enrolment,
    key="family_courses.enrolments",
    name="课程报名",
    permission="family_courses.view",
    show="family_courses.show_enrolment",
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
    finds=named(Enrolment.learner_id),
    finds_by="编号、课程、学员全名、电话",
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
    "family_courses.learners",
    "导入报名名单",
    RosterForm,
    "family_courses.enrol",
    Enrolment,
    add=enter_learner,
    holds=somebody_waits,
    beside=lambda enrolment: enrolment.family,
    aliases={
        "learner": ("姓名", "学员"),
        "grown": ("已满18岁", "成年"),
        "born": ("出生日期",),
        "phone": ("电话", "手机", "家长电话"),
        "guardian": ("监护人", "家长", "家长姓名"),
        "one_family": ("一家人",),
    },
)
