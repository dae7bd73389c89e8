"""任务: what a unit has to do after a meeting, until when; reported by the unit, checked by the host."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.joint_meetings.choices import ANSWER, CALL, EXPORT, VIEW
from plugins.joint_meetings.told import OF_TASKS
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.handed_to import HandedTo
from portal.records.in_order import list_indexes
from portal.records.waiting import waiting_indexes

if TYPE_CHECKING:
    from plugins.joint_meetings.models.meeting import JointMeeting

STATES = States(
    State("given", "待落实", "warn", open=True, way="交办", next="责任单位落实，报告做了什么"),
    State("reported", "待核实", "info", open=True, way="报告", next="召集单位核实，销号或者退回"),
    State("struck", "已销号", "ok", way="销号", final=True),
    State("cancelled", "已撤销", "neutral"),
)


class MeetingTaskEvent(Entry, db.Model):
    """One entry of the timeline of a task."""

    __tablename__ = "joint_meetings_task_event"
    __table_args__ = (Index("ix_joint_meetings_task_event_task", "task_id", "id"),)

    task_id: Mapped[int] = mapped_column(ForeignKey("joint_meetings_task.id"))

    record: Mapped["MeetingTask"] = relationship(back_populates="events")


class MeetingTask(HandedTo, Record, db.Model):
    """会商任务. It lies in the unit that called the meeting; `target` has to do it. `extensions` counts how often its limit moved."""

    __tablename__ = "joint_meetings_task"
    __table_args__ = (
        Index("ix_joint_meetings_task_number", "number"),
        Index("ix_joint_meetings_task_county", "county_id", "created_at", "id"),
        Index("ix_joint_meetings_task_township", "township_id", "created_at", "id"),
        Index("ix_joint_meetings_task_target", "target_id", "status", "due_on"),
        Index("ix_joint_meetings_task_meeting", "meeting_id", "id"),
        *list_indexes("joint_meetings_task", "created_at", "target_id"),
        *waiting_indexes("joint_meetings_task", STATES, "due_on"),
    )
    permission, states, tells = VIEW, STATES, OF_TASKS
    target_alone, target_has = ANSWER, (VIEW, EXPORT)
    not_the_target = "任务交给了{}，只有该单位的工作人员可以报告。"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("joint_meetings_meeting.id"))
    title: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    extensions: Mapped[int] = mapped_column(default=0)
    result: Mapped[str] = mapped_column(Text, default="")
    reported_on: Mapped[date | None]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    meeting: Mapped["JointMeeting"] = relationship(back_populates="tasks")
    events: Mapped[list[MeetingTaskEvent]] = relationship(back_populates="record", order_by=MeetingTaskEvent.id)

    # -- steps -----------------------------------------------------------------------------------------------------

    @begins("交办任务", needs=None)
    def hand_out(
        cls, meeting: "JointMeeting", *, number: str, target: OrgUnit, title: str, due_on: date, by: User
    ) -> Moved:
        """By the minutes of `meeting`, once these are issued."""
        made = cls(number=number, target=target, target_id=target.id, title=title, due_on=due_on)
        made.created_at = clock.now()
        made.place(meeting.unit)
        meeting.tasks.append(made)
        return Moved(f"{target}，{due_on} 前。", made=made)

    @step("报告落实情况", of="given", to="reported", needs=ANSWER, waits=True)
    def report(self, text: str, *, by: User) -> str:
        """By the unit: what was done."""
        return self._told(text, by)

    @step("代报落实情况", of="given", to="reported", needs=CALL)
    def enter(self, text: str, *, by: User) -> str:
        """By the host, of a unit that works without the portal; another than who enters it strikes the task off."""
        return self._told(text, by)

    def _told(self, text: str, by: User) -> str:
        self.result, self.reported_on, self.reported_by_id = text, clock.today(), by.id
        return text

    @step("销号", of="reported", to="struck", needs=CALL, not_by={"reported_by_id": "报告落实情况的人"}, waits=True)
    def strike(self, *, by: User, note: str = "") -> str:
        """By the host, who checked it, and by another than the one who reported."""
        return note

    @step("退回", of="reported", to="given", needs=CALL)
    def give_back(self, reason: str, *, by: User) -> str:
        """It is not done: in the limit that it had."""
        self.reported_on = self.reported_by_id = None
        return reason

    @step("延期", of="given", needs=CALL)
    def extend(self, until: date, reason: str, *, by: User) -> str:
        """Raises RuleError for a day that is not later than the present limit, or is over."""
        if until <= self.due_on or until < clock.today():
            raise RuleError(f"要晚于现在的期限（{self.due_on}），也不能已经过了。", at="until")
        before, self.due_on, self.extensions = self.due_on, until, self.extensions + 1
        return f"{before} 延到 {until}。{reason}"

    @step("撤销任务", of=("given", "reported"), to="cancelled", needs=CALL)
    def cancel(self, reason: str, *, by: User) -> str:
        """It is not needed any more."""
        return reason
