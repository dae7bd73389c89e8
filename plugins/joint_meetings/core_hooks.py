"""Where 会商 meets the core: the desk on both sides, the page of a case, what stays open."""

from flask import url_for
from sqlalchemy import ColumnElement, and_, exists, func, select

from plugins.joint_meetings.choices import ANSWER, CALL, ISSUE
from plugins.joint_meetings.models import AgendaCase, Invitation, JointMeeting, MeetingTask
from plugins.joint_meetings.models.meeting import hosts_of
from plugins.joint_meetings.settings import KEY
from portal.accounts.hands import by_another
from portal.accounts.reader import Reader
from portal.cases.attached import attached, attaches
from portal.cases.models import Case
from portal.extensions import db
from portal.plugin.contributions import Action, Panel
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import panel

HERE, TASKS = "/joint_meetings/meetings", "/joint_meetings/tasks"
attaches(KEY, AgendaCase.case_id)


def _of_invitations(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Invitation.meeting_id == JointMeeting.id, *wanted)


def _to_reply(reader: Reader) -> ColumnElement[bool]:
    """The reader's unit is invited, and has not replied."""
    mine = Invitation.awaited_from([each.id for each in reader.units_with(ANSWER)])
    return and_(JointMeeting.status == "called", _of_invitations(mine))


def _to_hold(reader: Reader) -> ColumnElement[bool]:
    """Its time has come: who came is to be entered."""
    return and_(JointMeeting.status == "called", JointMeeting.starts_at < reader.now)


def _over() -> ColumnElement[bool]:
    """The condition for the cases of a meeting that are closed, withdrawn or merged."""
    return and_(AgendaCase.meeting_id == JointMeeting.id, Case.status.not_in(Case.states.open))


def _about_nothing(reader: Reader) -> ColumnElement[bool]:
    """A case that it is about is over before it is held."""
    return and_(JointMeeting.status == "called", exists().where(AgendaCase.case_id == Case.id, _over()))


def _unsigned() -> ColumnElement[bool]:
    return _of_invitations(
        Invitation.came,
        Invitation.withdrawn_at.is_(None),
        Invitation.signed_on.is_(None),
        Invitation.unsigned_reason == "",
    )


def _to_write(reader: Reader) -> ColumnElement[bool]:
    """The minutes are to be written, or signed."""
    return (JointMeeting.status == "held") | and_(JointMeeting.status == "written", _unsigned())


def _to_issue(reader: Reader) -> ColumnElement[bool]:
    """All have signed."""
    return and_(JointMeeting.status == "written", ~_unsigned())


def _given(reader: Reader) -> ColumnElement[bool]:
    """Of the reader's unit, which has to report."""
    return MeetingTask.status == "given"


def _late(reader: Reader) -> ColumnElement[bool]:
    """Nobody reported, and the limit is over."""
    return and_(MeetingTask.status == "given", MeetingTask.due_on < reader.today())


def _to_check(reader: Reader) -> ColumnElement[bool]:
    """Reported by another: to be struck off or given back."""
    others = by_another(reader, [MeetingTask.reported_by_id], MeetingTask, lambda: MeetingTask.reach(reader, CALL))
    return and_(MeetingTask.status == "reported", others)


def _which_and_title():
    """昭君〔2026〕12号：欠薪问题会商."""
    numbers = select(func.aggregate_strings(Case.number, "、")).join(AgendaCase, AgendaCase.case_id == Case.id)
    return numbers.where(_over()).correlate(JointMeeting).scalar_subquery() + "：" + JointMeeting.title


def _meetings(key: str, title: str, **more):
    return queue_of(JointMeeting, f"joint-{key}", title, at=HERE, due=JointMeeting.starts_at, **more)


def _tasks(key: str, title: str, **more):
    return queue_of(MeetingTask, f"joint-{key}", title, at=TASKS, due=MeetingTask.due_on, **more)


QUEUES = [
    _meetings(
        "reply",
        "会议通知待回复",
        needs=ANSWER,
        where=_to_reply,
        tone="warn",
        order=3,
        task="回复谁参加",
    ),
    _meetings("hold", "会议到时间了", needs=CALL, where=_to_hold, order=4, task="登记到会", step=JointMeeting.hold),
    _meetings(
        "over",
        "会商的事项已经了结",
        needs=CALL,
        where=_about_nothing,
        text=_which_and_title(),
        tone="warn",
        order=4,
        task="改议程，或者取消会议",
        step=JointMeeting.change_agenda,
    ),
    _meetings("write", "会商纪要待记、待签字", needs=CALL, where=_to_write, order=5),
    _meetings(
        "issue", "会商纪要待印发", needs=ISSUE, where=_to_issue, order=5, task="印发纪要", step=JointMeeting.issue
    ),
    _tasks("task", "会商任务待落实", needs=ANSWER, where=_given, tone="warn", order=4),
    _tasks("check", "会商任务待核实", needs=CALL, where=_to_check, order=5, task="销号或者退回"),
    _tasks(
        "late",
        "会商任务超期",
        needs=CALL,
        where=_late,
        tone="danger",
        order=3,
        task="催办，或者延期",
        step=MeetingTask.extend,
    ),
]


def actions(ctx: Context, case: Case) -> list[Action]:
    """Whoever has an open case, or in whose place it lies, may call a meeting about it."""
    if not case.open or not hosts_of(case, ctx.actor):
        return []
    return [Action("会商", url_for("joint_meetings.call_about", case_id=case.id), "users")]


def panels(ctx: Context, case: Case) -> list[Panel]:
    """The meetings about the case, and about those that go on as part of it, for whoever may read it; a link for those who may read the meeting."""
    if not (attached(case, KEY) or case.has_related):
        return []
    about = select(JointMeeting, JointMeeting.seen_by(ctx.actor).label("open")).where(
        JointMeeting.id.in_(select(AgendaCase.meeting_id).where(AgendaCase.case_id.in_(case.carries)))
    )
    lines = db.session.execute(about.order_by(JointMeeting.id)).all()
    return [panel("会商", "joint_meetings/panel.html", lines=lines)] if lines else []


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return still_open(ctx.unit, (JointMeeting, "{} 次会议还没有印发纪要。"), (MeetingTask, "{} 项会商任务还没有销号。"))
