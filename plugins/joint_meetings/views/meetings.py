"""One meeting: its page, the replies of the units, and its steps until the minutes are issued."""

from flask import abort, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.joint_meetings.blueprint import bp
from plugins.joint_meetings.choices import AWAY, CALL, VIEW
from plugins.joint_meetings.clashes import clashes_of
from plugins.joint_meetings.forms import (
    AgendaForm,
    CorrectionForm,
    HoldForm,
    LeaveForm,
    MinutesForm,
    PostponeForm,
    ReplyForm,
    SignForm,
    UnitsForm,
    WhoForm,
)
from plugins.joint_meetings.inviting import agenda_of, offer
from plugins.joint_meetings.models import AgendaCase, Invitation, JointMeeting, MeetingTask
from plugins.joint_meetings.papers import papers
from plugins.joint_meetings.views.calling import LIST
from portal import clock
from portal.cases.models import Case
from portal.plugin.contributions import Action
from portal.records.forms import PlainForm, ReasonForm
from portal.records.mounting import Ask, mount
from portal.web.forms.repeating_fields import fit
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404, render


def _offer_present(form: HoldForm, meeting: JointMeeting) -> None:
    form.present.choices = {each.id: f"{each.unit}（{each.reply_name}）" for each in meeting.invited}


def _expected(meeting: JointMeeting) -> dict:
    """What was entered; at first all that did not ask for leave."""
    came = meeting.present if meeting.held_at else [each for each in meeting.invited if each.reply != AWAY]
    return {"held_at": meeting.held_at or meeting.starts_at, "present": [each.id for each in came]}


def _entered_anew(meeting: JointMeeting) -> str:
    return "已经登记过，按这次登记的算；记了纪要的，重新保存、重新签字。" if meeting.held_at else ""


def _offer_minutes(form: MinutesForm, meeting: JointMeeting) -> None:
    present = meeting.present
    fit(form.opinions, len(present))
    for row, each in zip(form.opinions, present, strict=True):
        row.form.opinion.label.text = str(each.unit)
    form.offer({each.unit_id: str(each.unit) for each in meeting.invited} | {meeting.unit_id: str(meeting.unit)})


def _written(meeting: JointMeeting) -> dict:
    """What was written; at first how the tasks of before stand."""
    before = [f"{each.number} {each.target}：{each.title}，{each.status_name}。" for each in meeting.tasks_before()]
    return {
        "review": meeting.review if meeting.written_at else "\n".join(before),
        "decision": meeting.decision,
        "opinions": [{"opinion": each.opinion} for each in meeting.present],
        "tasks": [{"unit_id": each.unit_id, "what": each.what, "due_on": each.due_on} for each in meeting.lines]
        or [{}],
    }


def _minutes(form: MinutesForm, meeting: JointMeeting) -> dict:
    said = zip(meeting.present, form.opinions, strict=True)
    return {
        "review": form.review.data,
        "decision": form.decision.data,
        "opinions": {each.id: row.form.opinion.data or "" for each, row in said},
        "tasks": form.lines(),
    }


def _to_be_signed_anew(meeting: JointMeeting) -> str:
    signed = any(each.signed_on or each.unsigned_reason for each in meeting.present)
    return "已经有单位签了字：改动以后要打印新的签字稿，重新签字。" if signed else ""


def _offer_unsigned(form: SignForm, meeting: JointMeeting) -> None:
    form.signed.choices = {each.id: str(each.unit) for each in meeting.present if each.unsigned}


def _all_signed(meeting: JointMeeting) -> dict:
    return {"on": clock.today(), "signed": [each.id for each in meeting.present if each.unsigned]}


def _time(meeting: JointMeeting) -> dict:
    return {"place_of_meeting": meeting.place_of_meeting, "starts_at": meeting.starts_at, "ends_at": meeting.ends_at}


steps = mount(
    bp,
    JointMeeting,
    at="/meetings/<int:meeting_id>",
    show="joint_meetings.show",
    steps={
        JointMeeting.hold: Ask(
            HoldForm,
            at="attendance",
            done="已登记到会。",
            main=lambda meeting: meeting.status == "called",
            icon="check",
            prepare=_offer_present,
            start=_expected,
            error_at="present",
            explanation=_entered_anew,
        ),
        JointMeeting.write: Ask(
            MinutesForm,
            at="minutes/edit",
            done="已记下。请打印签字稿，到会单位逐个签字。",
            main=lambda meeting: meeting.status == "held",
            icon="pencil",
            button="保存纪要",
            template="joint_meetings/write.html",
            prepare=_offer_minutes,
            start=_written,
            args=_minutes,
            groups=("tasks",),
            error_at="tasks",
            explanation=_to_be_signed_anew,
            edits=True,
            keeps_draft=True,
        ),
        JointMeeting.sign: Ask(
            SignForm,
            at="signatures",
            done="已登记签字。",
            main=True,
            icon="check",
            prepare=_offer_unsigned,
            start=_all_signed,
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


def _invitation(meeting_id: int, invitation_id: int) -> Invitation:
    """One of a meeting that the reader may see."""
    meeting = get_or_404(JointMeeting.visible_to(current_user), meeting_id)
    return next((each for each in meeting.invitations if each.id == invitation_id), None) or abort(404)


def _of(verb: str):
    """The title of a step that stands beside others of its kind: of which unit."""
    return lambda invitation: f"{verb}（{invitation.unit}）"


invitations = mount(
    bp,
    Invitation,
    at="/meetings/<int:meeting_id>/invitations/<int:invitation_id>",
    show="joint_meetings.show",
    load=_invitation,
    prefix="invitation_",
    steps={
        Invitation.accept: Ask(WhoForm, at="acceptance", done="已回复。", main=True, icon="check"),
        Invitation.excuse: Ask(
            LeaveForm, at="leave", done="已请假。", icon="x", fields=("reason", "name", "phone"), error_at="name"
        ),
        Invitation.enter: Ask(
            ReplyForm,
            at="reply",
            done="已登记。",
            title=_of("登记回复"),
            button="登记",
            icon="pencil",
            shown=lambda invitation: not invitation.reply,
            fields=("reply", "name", "phone", "reason"),
            error_at="name",
        ),
        Invitation.withdraw: Ask(
            ReasonForm,
            at="withdrawal",
            done="已取消，这个单位不再看到这次会议。",
            title=_of("取消通知"),
            icon="undo-2",
            tone="danger",
        ),
        Invitation.leave_unsigned: Ask(
            ReasonForm, at="unsigned", done="已登记，纪要上会写明。", title=_of("登记未签字"), icon="x"
        ),
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
