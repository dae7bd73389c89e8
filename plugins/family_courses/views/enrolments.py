"""报名: the list, the page of one, enrolling for a course."""

from flask import request, url_for
from flask_login import current_user
from sqlalchemy import select

from plugins.family_courses.blueprint import bp
from plugins.family_courses.forms.enrolments import EnrolmentForm
from plugins.family_courses.models import Course, Enrolment
from plugins.family_courses.papers import enrolment_papers
from plugins.family_courses.registers.enrolments import enrolments
from plugins.family_courses.registers.learning import learning
from portal import clock
from portal.extensions import db
from portal.families.forms import asked_for
from portal.org.models import OrgUnit
from portal.plugin.contributions import Action
from portal.records.beginning import mount_beginning
from portal.records.forms import PlainForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render


def _courses(form: EnrolmentForm, unit: OrgUnit) -> None:
    """The next one first. Behind them those that were held and are not closed: who came to them without a place is noted from the list of the door."""
    form.unit = unit
    mine = select(Course).where(Course.reach(current_user, "family_courses.enrol"), Course.status == "planned")
    held = Course.day < clock.today()
    found = db.session.scalars(mine.order_by(held, Course.starts_at))
    form.course_id.choices = {
        each.id: f"{each.day} {each.title}{'（已上课，补登记）' if each.day < clock.today() else ''}" for each in found
    }


def _start(unit: OrgUnit) -> dict:
    """The course or the family from whose page one comes."""
    known = asked_for(request.args, current_user)
    who = {"learner": known.name, "phone": known.phone_masked} if known else {}
    return {"course_id": request.args.get("course", type=int)} | who


def _offered() -> list[Action]:
    return [Action("家庭学时", url_for("family_courses.learnt"), "users")]


mount_register(
    bp, enrolments, at="/enrolments", endpoint="enrolments", export="family_courses.export", actions=_offered
)
mount_register(bp, learning, at="/families", endpoint="learnt", export="family_courses.export")
mount_beginning(
    bp,
    Enrolment.enrol,
    Ask(
        EnrolmentForm,
        done=lambda enrolment: f"已登记，{enrolment.status_name}，编号 {enrolment.number}。",
        title="登记报名",
        button="登记报名",
        start=_start,
        prepare=_courses,
        keeps_draft=True,
    ),
    at="/enrolments/new",
    show=lambda enrolment: url_for("family_courses.show_enrolment", enrolment_id=enrolment.id),
    back="family_courses.enrolments",
    place=lambda form: db.session.get_one(Course, form.course_id.data).unit,
)
enrolment_steps = mount(
    bp,
    Enrolment,
    at="/enrolments/<int:enrolment_id>",
    show="family_courses.show_enrolment",
    prefix="enrolment_",
    steps={
        Enrolment.tell: Ask(at="notice", done="已登记通知。", main=True, icon="phone"),
        Enrolment.sign: Ask(PlainForm, at="arrival", done="已签到。", main=True, icon="check"),
        Enrolment.cancel: Ask(ReasonForm, at="cancellation", done="已取消报名。", icon="x", tone="danger"),
    },
)


@bp.get("/enrolments/<int:enrolment_id>")
@requires("family_courses.view")
def show_enrolment(enrolment_id: int):
    """One enrolment: who, with whose consent, and what comes next."""
    enrolment = get_or_404(Enrolment.visible_to(current_user), enrolment_id)
    return render(
        "family_courses/courses/enrolment.html",
        **enrolment_steps.shown(enrolment, ("课程报名", "family_courses.enrolments"), enrolment_papers),
        may_call=enrolment.allows(current_user, "family_courses.enrol"),
    )
