"""One meeting: its page, and its steps until the minutes are issued."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.joint_meetings.blueprint import bp
from plugins.joint_meetings.choices import CALL, VIEW
from plugins.joint_meetings.clashes import clashes_of
from plugins.joint_meetings.forms.calling import AgendaForm, PostponeForm, UnitsForm
from plugins.joint_meetings.forms.minutes import CorrectionForm, HoldForm, MinutesForm, SignForm
from plugins.joint_meetings.inviting import agenda_of, offer
from plugins.joint_meetings.models import AgendaCase, Invitation, JointMeeting, MeetingTask
from plugins.joint_meetings.papers import papers
from plugins.joint_meetings.views.calling import LIST
from plugins.joint_meetings.views.invitations import steps as invitations
from plugins.joint_meetings.writing import (
    all_signed,
    entered_anew,
    expected,
    minutes,
    offer_minutes,
    offer_present,
    offer_unsigned,
    to_be_signed_anew,
    written,
)
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Case
from portal.plugin.contributions import Action
from portal.records.forms import PlainForm, ReasonForm
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404, render


def _time(meeting: JointMeeting) -> dict:
    return {"place_of_meeting": meeting.place_of_meeting, "starts_at": meeting.starts_at, "ends_at": meeting.ends_at}


def _onward(meeting: JointMeeting, user: User) -> list[Action]:
    """What may be done next: the reply of the reader's own unit first."""
    replies = (action for each in meeting.invitations for action in invitations.actions(each, user))
    return [*replies, *steps.actions(meeting, user)]


steps = mount(
    bp,
    JointMeeting,
    at="/meetings/<int:meeting_id>",
    then=_onward,
    show="joint_meetings.show",
    steps={
        JointMeeting.hold: Ask(
            HoldForm,
            at="attendance",
            done="已登记到会。",
            main=lambda meeting: meeting.status == "called",
            icon="check",
            prepare=offer_present,
            start=expected,
            error_at="present",
            explanation=entered_anew,
        ),
        JointMeeting.write: Ask(
            MinutesForm,
            at="minutes/edit",
            done="已记下。请打印签字稿，到会单位逐个签字。",
            main=lambda meeting: meeting.status == "held",
            icon="pencil",
            button="保存纪要",
            template="joint_meetings/write.html",
            prepare=offer_minutes,
            start=written,
            args=minutes,
            groups=("tasks",),
            error_at="tasks",
            explanation=to_be_signed_anew,
            edits=True,
            keeps_draft=True,
        ),
        JointMeeting.sign: Ask(
            SignForm,
            at="signatures",
            done="已登记签字。",
            main=True,
            icon="check",
            prepare=offer_unsigned,
            start=all_signed,
            error_at="signed",
            explanation="只登记已经在签字稿上签了名的单位，没有到会的不代签。",
        ),
        JointMeeting.issue: Ask(
            PlainForm,
            at="issue",
            done="已印发，任务已交给责任单位。",
            main=True,
            icon="send",
            explanation="印发以后纪要不能再改，只能另出更正。",
            seen=lambda meeting: meeting.parts,
        ),
        JointMeeting.correct: Ask(CorrectionForm, at="corrections/new", done="已更正，请打印送达。", icon="pencil"),
        JointMeeting.invite: Ask(
            UnitsForm,
            at="invitations/new",
            done="已通知。",
            icon="plus",
            prepare=offer,
            groups=("invited",),
            error_at="invited",
        ),
        JointMeeting.change_agenda: Ask(
            AgendaForm,
            at="agenda",
            done="已修改。",
            icon="pencil",
            button="保存",
            start=agenda_of,
            groups=("items",),
            error_at="items",
        ),
        JointMeeting.postpone: Ask(
            PostponeForm,
            at="time",
            done="已改期，各单位重新回复。",
            icon="calendar",
            start=_time,
            error_at="starts_at",
            explanation="改期以后，已经回复的单位要重新回复。",
        ),
        JointMeeting.call_off: Ask(ReasonForm, at="cancellation", done="会议已取消。", icon="ban", tone="danger"),
    },
)


def _facts(meeting: JointMeeting) -> list[tuple[str, str]]:
    told = [
        ("召集单位", str(meeting.unit)),
        ("种类", meeting.kind_name),
        ("开会时间", f"{moment(meeting.starts_at)}—{clock.local(meeting.ends_at):%H:%M}"),
        ("地点", meeting.place_of_meeting),
        ("主持人", meeting.chair),
        ("召集人", meeting.called_by.name),
        ("实际开会", moment(meeting.held_at)),
        ("印发", moment(meeting.issued_at)),
    ]
    return [(label, value) for label, value in told if value]


def _clashes(meeting: JointMeeting, hosts: bool) -> list[str]:
    """Of all units for who calls it; for the others, of their own."""
    if meeting.status != "called":
        return []
    return clashes_of(meeting, None if hosts else {each.id for each in current_user.units})


def _again(meeting: JointMeeting, hosts: bool) -> list[Action]:
    if not hosts or meeting.status == "called" or not steps.takes_new(meeting):
        return []
    return [Action("照上次再开", url_for("joint_meetings.call_again", meeting_id=meeting.id), "calendar")]


@bp.get("/meetings/<int:meeting_id>")
@requires(VIEW)
def show(meeting_id: int):
    """One meeting: what it is about, who comes, what was decided, what is open of the last."""
    meeting = get_or_404(
        JointMeeting.visible_to(current_user).options(
            joinedload(JointMeeting.unit),
            joinedload(JointMeeting.called_by),
            selectinload(JointMeeting.invitations).joinedload(Invitation.who),
            selectinload(JointMeeting.items).joinedload(AgendaCase.case).selectinload(Case.assignments),
        ),
        meeting_id,
    )
    hosts, mine = current_user.can(CALL, meeting), {each.id for each in current_user.units}
    shown = steps.shown(meeting, ("会商", LIST), papers)
    shown["actions"] += _again(meeting, hosts)
    minuted = meeting.shows_minutes_to(current_user)
    return render(
        "joint_meetings/show.html",
        **shown,
        rows=[(each, invitations.actions(each, current_user)) for each in meeting.invitations],
        items=[(each, each.case.allows(current_user, "cases.view")) for each in meeting.items],
        facts=_facts(meeting),
        clashes=_clashes(meeting, hosts),
        hosts=hosts,
        mine=mine,
        minuted=minuted,
        before=_before(meeting),
        tasks=[each for each in meeting.tasks if each.allows(current_user, VIEW)] if meeting.issued_at else [],
    )


def _before(meeting: JointMeeting) -> list[MeetingTask]:
    """What is open of the meetings before, as far as the reader may see it."""
    return [each for each in meeting.tasks_before() if each.allows(current_user, VIEW)] if meeting.open else []
