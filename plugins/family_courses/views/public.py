"""Courses for residents without an account: what is offered, enrolling, and what is done by the code."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import lazyload, selectinload

from plugins.family_courses.blueprint import bp
from plugins.family_courses.forms.enrolments import DoorForm, PublicEnrolmentForm, RatingForm
from plugins.family_courses.models import Course, Enrolment
from portal import clock
from portal.documents.poster import poster
from portal.extensions import db, limiter
from portal.org.models import OrgUnit
from portal.records.papers import pdf
from portal.records.public_guards import PER_READER, public_unit
from portal.records.public_pages import Poster, PublicAsk, mount_public
from portal.web.http.guards import public, requires
from portal.web.pages.rendering import get_or_404, render

SHOWN = 50
BARE = (  # to count who has a place, without the names
    selectinload(Course.enrolments)
    .load_only(Enrolment.status, Enrolment.course_id)
    .options(lazyload(Enrolment.learner), lazyload(Enrolment.guardian))
)
CHILDREN = "不满 14 岁的，由监护人填写并同意（个人信息保护法第三十一条）。"


def _course(unit: OrgUnit, course_id: int) -> Course | None:
    return db.session.scalar(Course.offered_by(unit).where(Course.id == course_id))


def _about(unit: OrgUnit, course: Course) -> str:
    room = f"还有 {course.room} 个名额。" if course.room > 0 else "名额已满，可以候补，有人退出时自动递补。"
    when = f"{clock.local(course.starts_at):%Y-%m-%d %H:%M}"
    return f"{course.title}，{when}，{course.place_name}，主讲：{course.speaker}，{course.hours}。{room}{course.about_course}"


def _told(enrolment: Enrolment) -> list[tuple[str, str]]:
    """What whoever knows the code sees; nobody's name."""
    course = enrolment.course
    ahead = [each for each in course.holding("waiting") if each.id < enrolment.id]
    return [
        ("课程", course.title),
        ("上课时间", f"{clock.local(course.starts_at):%Y-%m-%d %H:%M}"),
        ("地点", course.place_name),
        *([("候补", f"第 {len(ahead) + 1} 位")] if enrolment.status == "waiting" else []),
        *([("课程情况", course.status_name)] if course.status == "cancelled" else []),
    ]


sign_up = mount_public(
    bp,
    Enrolment.enrol,
    PublicAsk(
        PublicEnrolmentForm,
        title=lambda unit, course: f"报名：{course.title}",
        button=lambda unit, course: "提交报名" if course.room > 0 else "提交候补",
        done=lambda enrolment: "已报名。" if enrolment.status == "enrolled" else "名额已满，已列入候补。",
        explanation=_about,
        args=lambda form, unit, course: form.arguments() | {"course_id": course.id},
        error_at="learner",
    ),
    at="enrolments",
    new="courses/<int:course_id>/enrolments/new",
    about=_course,
    tells=_told,
    steps={
        Enrolment.arrive: PublicAsk(
            DoorForm, title="签到", at="arrival", done="已签到。", error_at="door", guessable=True
        ),
        Enrolment.rate: PublicAsk(
            RatingForm, title="评价这次课", button="提交评价", at="rating", done="谢谢您的评价。"
        ),
        Enrolment.withdraw: PublicAsk(
            title="退出报名", at="withdrawal", done="已退出，名额让给候补的人。", danger=True
        ),
    },
    sheet=Poster(
        lambda unit, course: f"报名：{course.title}",
        needs="family_courses.view",
        lines=("一、写学员姓名、联系人和电话。", f"二、{CHILDREN}", "三、抄下编号和查询码，上课签到、退出都要用到。"),
    ),
)


@bp.get("/public/<int:unit_id>/courses")
@limiter.limit(PER_READER)
@public
def public_courses(unit_id: int):
    """What may be enrolled for."""
    unit = public_unit(unit_id)
    offered = Course.offered_by(unit).options(BARE).limit(SHOWN)
    return render(
        "family_courses/public/courses.html",
        **sign_up.following.words(unit),
        courses=[(each, sign_up.url(unit, each.id)) for each in db.session.scalars(offered)],
    )


@bp.get("/courses/<int:course_id>/door.pdf")
@requires("family_courses.enrol")
def door_sheet(course_id: int):
    """The sheet at the door: the QR code of the page on which one signs in, and the code of the day."""
    course = get_or_404(Course.visible_to(current_user), course_id)
    path = url_for("family_courses.follow_enrol", unit_id=course.unit_id)
    lines = (f"签到码：{course.door_code}", "扫码后填报名编号、查询码和上面的签到码。不方便的请在名单上签名。")
    return pdf(poster(f"签到：{course.title}", course.unit.name, path, lines), f"签到：{course.title}")
