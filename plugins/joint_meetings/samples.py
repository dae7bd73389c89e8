"""With what a meeting is called, and each of its steps, of those of the units and of the tasks, is taken once."""

from datetime import date, timedelta

from plugins.joint_meetings.models import Invitation, JointMeeting, MeetingTask
from portal import clock
from portal.cases.models import Case
from portal.cases.samples import accepted_case
from portal.org.models import OrgUnit
from portal.records.people import Contact
from portal.records.samples import Sample, Samples, Stage, today

REASON = {"reason": "主要参会单位当天有别的任务。"}
IN_DAYS = 3  # from the call to the meeting


TOLD = {
    "title": "工地拖欠工资",
    "description": "工人在工地门口等待，要求当天发工资。",
    "location": "迎宾路工地",
    "kind": "0701",
}


def case(record, stage: Stage, **told) -> Case:
    """A case that was accepted; `told` replaces what is said of it."""
    return accepted_case(stage, source="grid", **TOLD | told)


def about_a_case(record, stage: Stage) -> list[dict]:
    return [{"case": case(None, stage), "said": "欠薪人数较多，请各单位商量怎么办。"}]


def one_department(record, stage: Stage) -> list[dict]:
    return [{"unit": stage.office("department"), "asked": "分管副局长"}]


def another_department(record, stage: Stage) -> list[dict]:
    """One that was not invited yet."""
    made = OrgUnit.create(kind="department", name="住房和城乡建设局（试）", parent=stage.county)
    return [{"unit": made, "asked": "分管副局长"}]


def units_typed(invited):
    """The same as it is filled in."""
    return lambda record, stage: [
        {"unit_id": each["unit"].id, "asked": each["asked"]} for each in invited(record, stage)
    ]


def cases_typed(record, stage: Stage) -> list[dict]:
    return [{"number": each["case"].number, "said": each["said"]} for each in about_a_case(record, stage)]


def soon(record, stage: Stage):
    """In a few days, at nine."""
    return (clock.local(clock.now()) + timedelta(days=IN_DAYS)).replace(hour=9, minute=0, second=0, microsecond=0)


def its_day(meeting: JointMeeting) -> date:
    return clock.local(meeting.starts_at).date()


def came(meeting: JointMeeting, stage: Stage) -> list[int]:
    return [each.id for each in meeting.invited]


def opinions(meeting: JointMeeting, stage: Stage) -> dict[int, str]:
    return {each.id: "同意，按职责办理。" for each in meeting.present}


def tasks(meeting: JointMeeting, stage: Stage) -> list[dict]:
    due_on = clock.today() + timedelta(days=10)
    return [{"unit": each.unit, "what": "按职责办理，书面报告结果。", "due_on": due_on} for each in meeting.present]


def tasks_typed(meeting: JointMeeting, stage: Stage) -> list[dict]:
    return [each | {"unit_id": each["unit"].id} for each in tasks(meeting, stage)]


def signing(meeting: JointMeeting, stage: Stage) -> list[int]:
    return [each.id for each in meeting.present if each.unsigned]


def all_signed(meeting: JointMeeting, stage: Stage) -> None:
    """Every unit that came has signed."""
    MEETINGS.bring("written", stage, meeting)
    if signing(meeting, stage):
        MEETINGS.take(JointMeeting.sign, meeting, stage)


def someone(invitation: Invitation, stage: Stage) -> Contact:
    """Who comes; in the register of residents, too."""
    known = stage.resident()
    return Contact(name=known.name, phone=known.phone)


def replied(meeting: JointMeeting, stage: Stage) -> None:
    """Every unit has replied, as far as the host was told."""
    for each in meeting.invited if meeting.status == "called" else ():
        if not each.reply:
            INVITATIONS.take(Invitation.enter, each, stage)


WHO = {"who": someone}
TYPED = {"name": "张建国", "phone": "13900000000"}
CALLED = {
    "title": "欠薪问题会商",
    "kind": "consult",
    "starts_at": soon,
    "ends_at": None,
    "place_of_meeting": "综治中心会商室",
    "chair": "中心主任",
    "agenda": "通报情况，各单位提出意见，定措施和时限。",
    "invited": one_department,
    "items": about_a_case,
}
MEETINGS = Samples(
    JointMeeting,
    {
        JointMeeting.call: Sample("clerk", CALLED, form={"invited": units_typed(one_department), "items": cases_typed}),
        JointMeeting.hold: Sample(
            "clerk",
            {"held_at": lambda meeting, stage: min(meeting.starts_at, clock.now()), "present": came},
            first=(replied,),
            past=its_day,
            days=0,
        ),
        JointMeeting.write: Sample(
            "clerk",
            {
                "review": "",
                "opinions": opinions,
                "decision": "各单位按职责办理，十日内报告结果。",
                "tasks": tasks,
            },
            at="held",
            form={"opinions": [{"opinion": "同意，按职责办理。"}], "tasks": tasks_typed},
            days=0,
        ),
        JointMeeting.sign: Sample("clerk", {"on": today, "signed": signing}, at="written"),
        JointMeeting.issue: Sample("director", first=(all_signed,), days=0),
        JointMeeting.correct: Sample("director", {"text": "任务一的期限原写错，以交办单为准。"}),
        JointMeeting.invite: Sample(
            "clerk", {"invited": another_department}, form={"invited": units_typed(another_department)}, days=0
        ),
        JointMeeting.change_agenda: Sample(
            "clerk",
            {"agenda": "先听牵头单位介绍情况。", "chair": "中心主任", "items": about_a_case},
            form={"items": cases_typed},
            days=0,
        ),
        JointMeeting.postpone: Sample(
            "clerk",
            {
                "starts_at": lambda meeting, stage: soon(meeting, stage) + timedelta(days=7),
                "ends_at": None,
                "place_of_meeting": "街道会议室",
                **REASON,
            },
            days=0,
        ),
        JointMeeting.call_off: Sample("clerk", REASON),
    },
)
INVITATIONS = Samples(
    Invitation,
    {
        Invitation.accept: Sample("department", WHO, form=TYPED, days=0),
        Invitation.excuse: Sample("department", WHO | {"reason": "当天在外地开会。"}, form=TYPED, days=0),
        Invitation.enter: Sample("clerk", WHO | {"reply": "coming", "reason": ""}, form=TYPED, days=0),
        Invitation.withdraw: Sample("clerk", {"reason": "通知错了单位。"}, days=0),
        Invitation.leave_unsigned: Sample("clerk", {"reason": "对任务期限有不同意见。"}, at="written"),
    },
    part_of=MEETINGS,
    part=lambda meeting: meeting.invitations[0],
)


class TaskSamples(Samples):
    """The first task of a meeting whose minutes are issued."""

    def begin(self, stage: Stage, given=None) -> MeetingTask:
        return MEETINGS.bring("issued", stage, given=given or {}).tasks[0]


DONE = {"text": "已经办理完毕，结果附后。"}
TASKS = TaskSamples(
    MeetingTask,
    {
        MeetingTask.report: Sample("department", DONE, days=2),
        MeetingTask.enter: Sample("clerk", DONE, days=2),
        MeetingTask.strike: Sample("director"),
        MeetingTask.give_back: Sample("clerk", {"reason": "没有附办理结果。"}),
        MeetingTask.extend: Sample(
            "clerk", {"until": lambda task, stage: task.due_on + timedelta(days=5), "reason": "还要几天才能办完。"}
        ),
        MeetingTask.cancel: Sample("clerk", {"reason": "已经另行处理。"}, at="given"),
    },
)
SAMPLES = (MEETINGS, INVITATIONS, TASKS)
