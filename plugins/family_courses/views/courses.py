"""课程讲座: the list, the page of one with its learners, its steps and materials; the calendar of all."""

from collections import defaultdict
from datetime import date

from flask import request, url_for
from flask_login import current_user
from sqlalchemy.orm import selectinload

from plugins.family_courses.blueprint import bp
from plugins.family_courses.forms.courses import CourseForm, PresenceForm
from plugins.family_courses.models import Course, Enrolment
from plugins.family_courses.papers import course_papers
from plugins.family_courses.registers.courses import courses
from plugins.family_courses.registers.enrolments import ROSTER
from portal import clock
from portal.extensions import db
from portal.files.models import Attachment
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.file_pages import mount_files
from portal.records.forms import ReasonForm, file_form
from portal.records.import_pages import mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, present
from portal.web.http.guards import requires
from portal.web.pages.calendar import Item, Span
from portal.web.pages.rendering import get_or_404, render

AT = "/courses/<int:course_id>"
FIELDS = (
    "title",
    "series",
    "speaker",
    "place_name",
    "starts_at",
    "minutes",
    "capacity",
    "enrols_until",
    "audience",
    "about_course",
)


def _offered() -> list[Action]:
    calendar = Action("日历", url_for("family_courses.course_calendar"), "calendar")
    return [*begin_button(Course.plan)(), calendar]


def _listed(form: PresenceForm, course: Course) -> None:
    form.present.choices = {
        each.id: f"{each.learner.name}　{each.number.rpartition('〕')[2]}" for each in course.holding("enrolled")
    }


mount_register(bp, courses, at="/courses", endpoint="courses", export="family_courses.export", actions=_offered)
mount_beginning(
    bp,
    Course.plan,
    Ask(CourseForm, done=lambda course: f"已登记，编号 {course.number}。", error_at="enrols_until", keeps_draft=True),
    at="/courses/new",
    show=lambda course: url_for("family_courses.show_course", course_id=course.id),
    back="family_courses.courses",
)
course_steps = mount(
    bp,
    Course,
    at=AT,
    show="family_courses.show_course",
    prefix="course_",
    steps={
        Course.sign_in: Ask(
            PresenceForm,
            at="presence",
            done="已签到。",
            button="签到",
            main=True,
            icon="check",
            prepare=_listed,
            explanation="勾选到课的学员。没有勾的不变，可以分几次签。",
        ),
        Course.finish: Ask(
            at="ending", done="已结课。", main=lambda course: not course.holding("enrolled"), icon="check"
        ),
        Course.add_material: Ask(
            file_form("课件"), at="materials/new", done="已上传。", icon="paperclip", uploads=True, error_at="upload"
        ),
        Course.change: Ask(
            CourseForm,
            at="details",
            done="已修改，请告诉学员。",
            icon="pencil",
            start=present(*FIELDS),
            error_at="starts_at",
        ),
        Course.cancel: Ask(ReasonForm, at="cancellation", done="已取消，请告诉学员。", icon="x", tone="danger"),
    },
)


mount_import(
    bp,
    ROSTER,
    at=AT,
    load=lambda course_id: get_or_404(Course.visible_to(current_user), course_id),
    back="family_courses.courses",
)


@bp.get(AT)
@requires("family_courses.view")
def show_course(course_id: int):
    """One course: who learns, who waits, what was handed out."""
    with_learners = selectinload(Course.enrolments).joinedload(Enrolment.learner)
    course = get_or_404(Course.visible_to(current_user).options(with_learners), course_id)
    return render(
        "family_courses/courses/course.html",
        **course_steps.shown(course, ("课程讲座", "family_courses.courses"), course_papers),
        may_book=course.allows(current_user, "family_courses.enrol"),
        materials=db.session.scalars(Attachment.of(course)).all(),
    )


mount_files(bp, Course, at=AT, endpoint="material")


@bp.get("/courses/calendar")
@requires("family_courses.view")
def course_calendar():
    """The courses of the reader's units, a month or a week."""
    span, items = Span.read(request.args.get("of")), defaultdict[date, list[Item]](list)
    during = Course.starts_at.between(*span.moments), Course.status != "cancelled"
    for each in db.session.scalars(Course.visible_to(current_user).where(*during).order_by(Course.starts_at)):
        text = f"{clock.local(each.starts_at):%H:%M} {each.title}　{each.place_name}"
        items[each.day].append(Item(text, url_for("family_courses.show_course", course_id=each.id), each.tone))
    return render(
        "records/calendar.html",
        name="课程讲座",
        span=span,
        weeks=span.weeks(items, {}),
        at=lambda key: url_for("family_courses.course_calendar", of=key),
        this_week=Span.week(clock.today()).key,
        crumbs=[("课程讲座", url_for("family_courses.courses")), ("日历", "")],
    )
