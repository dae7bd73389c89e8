"""The invitation of one unit: its reply, by itself or entered for it, and its signature."""

from flask import abort
from flask_login import current_user

from plugins.joint_meetings.blueprint import bp
from plugins.joint_meetings.forms.replying import LeaveForm, ReplyForm, WhoForm
from plugins.joint_meetings.models import Invitation, JointMeeting
from portal.records.forms import ReasonForm
from portal.records.mounting import Ask, mount
from portal.web.pages.rendering import get_or_404


def _invitation(meeting_id: int, invitation_id: int) -> Invitation:
    """One of a meeting that the reader may see."""
    meeting = get_or_404(JointMeeting.visible_to(current_user), meeting_id)
    return next((each for each in meeting.invitations if each.id == invitation_id), None) or abort(404)


def _of(verb: str):
    """The title of a step that stands beside others of its kind: of which unit."""
    return lambda invitation: f"{verb}（{invitation.unit}）"


steps = mount(
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
