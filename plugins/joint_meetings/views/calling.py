"""How a meeting is called: for itself, about a case, as the last time."""

from flask import url_for
from flask_login import current_user

from plugins.joint_meetings.blueprint import bp
from plugins.joint_meetings.choices import CALL, EXPORT
from plugins.joint_meetings.clashes import clashes_of
from plugins.joint_meetings.forms.calling import MeetingForm
from plugins.joint_meetings.inviting import about, as_last_time, offer, offer_again, offer_hosts
from plugins.joint_meetings.models import JointMeeting
from plugins.joint_meetings.register import meetings
from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.beginning import begin_button, mount_beginning
from portal.records.lists import mount_register
from portal.records.mounting import Ask
from portal.web.pages.rendering import get_or_404

GROUPS = ("invited", "items")
LIST, TEMPLATE = "joint_meetings.index", "joint_meetings/call.html"


def called(meeting: JointMeeting) -> str:
    """What is said once units were invited: which of them cannot well come."""
    return f"{meeting.number}：已通知 {len(meeting.invited)} 个单位。{''.join(clashes_of(meeting))}"


def _offer_here(form: MeetingForm, unit: OrgUnit) -> None:
    """Near the unit one works in; near the first in whose name the reader may call, where that is another."""
    mine = current_user.units_with(CALL)
    offer(form, unit if any(each.contains(unit) for each in mine) else mine[0])


def _mine(meeting_id: int) -> JointMeeting:
    """A meeting of a unit in whose name the reader may call one."""
    return get_or_404(JointMeeting.visible_to(current_user).where(JointMeeting.reach(current_user, CALL)), meeting_id)


def _with_host(form: MeetingForm, case: Case) -> dict:
    return form.arguments() | {"unit": db.session.get_one(OrgUnit, form.unit_id.data)}


def _address(meeting: JointMeeting) -> str:
    return url_for("joint_meetings.show", meeting_id=meeting.id)


mount_register(bp, meetings, at="/meetings", endpoint="index", export=EXPORT, actions=begin_button(JointMeeting.call))
mount_beginning(
    bp,
    JointMeeting.call,
    Ask(
        MeetingForm,
        done=called,
        button="发出通知",
        template=TEMPLATE,
        prepare=_offer_here,
        groups=GROUPS,
        error_at="invited",
        keeps_draft=True,
    ),
    at="/meetings/new",
    show=_address,
    back=LIST,
    place="unit_id",
)
mount_beginning(
    bp,
    JointMeeting.call_about,
    Ask(
        MeetingForm,
        done=called,
        button="发出通知",
        template=TEMPLATE,
        prepare=lambda form, case: offer_hosts(current_user)(form, case),
        start=about,
        args=_with_host,
        groups=GROUPS,
        error_at="invited",
        keeps_draft=True,
    ),
    at="/cases/<int:case_id>/new",
    of=Case,
    show=_address,
    back=lambda case: url_for("cases.show", case_id=case.id),
)
mount_beginning(
    bp,
    JointMeeting.call_again,
    Ask(
        MeetingForm,
        done=called,
        button="发出通知",
        template=TEMPLATE,
        prepare=offer_again,
        start=as_last_time,
        groups=GROUPS,
        error_at="invited",
        explanation="照上次的填好了，改了时间就可以发出。上次没有落实的任务会列在这次会议的页面上。",
        keeps_draft=True,
    ),
    at="/meetings/<int:meeting_id>/again",
    of=_mine,
    show=_address,
    back=_address,
)
