"""What the forms of who came, of the minutes and of the signatures offer, start with and hand on."""

from plugins.joint_meetings.choices import AWAY
from plugins.joint_meetings.forms.minutes import HoldForm, MinutesForm, SignForm
from plugins.joint_meetings.models import JointMeeting
from portal import clock
from portal.web.forms.repeating_fields import fit


def offer_present(form: HoldForm, meeting: JointMeeting) -> None:
    form.present.choices = {each.id: f"{each.unit}（{each.reply_name}）" for each in meeting.invited}


def expected(meeting: JointMeeting) -> dict:
    """What was entered; at first all that did not ask for leave."""
    came = meeting.present if meeting.held_at else [each for each in meeting.invited if each.reply != AWAY]
    return {"held_at": meeting.held_at or meeting.starts_at, "present": [each.id for each in came]}


def entered_anew(meeting: JointMeeting) -> str:
    return "已经登记过，按这次登记的算；记了纪要的，重新保存、重新签字。" if meeting.held_at else ""


def offer_minutes(form: MinutesForm, meeting: JointMeeting) -> None:
    present = meeting.present
    fit(form.opinions, len(present))
    for row, each in zip(form.opinions, present, strict=True):
        row.form.opinion.label.text = str(each.unit)
    form.offer({each.unit_id: str(each.unit) for each in meeting.invited} | {meeting.unit_id: str(meeting.unit)})


def written(meeting: JointMeeting) -> dict:
    """What was written; at first how the tasks of before stand."""
    before = [f"{each.number} {each.target}：{each.title}，{each.status_name}。" for each in meeting.tasks_before()]
    return {
        "review": meeting.review if meeting.written_at else "\n".join(before),
        "decision": meeting.decision,
        "opinions": [{"opinion": each.opinion} for each in meeting.present],
        "tasks": [{"unit_id": each.unit_id, "what": each.what, "due_on": each.due_on} for each in meeting.lines]
        or [{}],
    }


def minutes(form: MinutesForm, meeting: JointMeeting) -> dict:
    said = zip(meeting.present, form.opinions, strict=True)
    return {
        "review": form.review.data,
        "decision": form.decision.data,
        "opinions": {each.id: row.form.opinion.data or "" for each, row in said},
        "tasks": form.lines(),
    }


def to_be_signed_anew(meeting: JointMeeting) -> str:
    signed = any(each.signed_on or each.unsigned_reason for each in meeting.present)
    return "已经有单位签了字：改动以后要打印新的签字稿，重新签字。" if signed else ""


def offer_unsigned(form: SignForm, meeting: JointMeeting) -> None:
    form.signed.choices = {each.id: str(each.unit) for each in meeting.present if each.unsigned}


def all_signed(meeting: JointMeeting) -> dict:
    return {"on": clock.today(), "signed": [each.id for each in meeting.present if each.unsigned]}
