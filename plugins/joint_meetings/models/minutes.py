"""会商纪要: who came, what each unit said, what was decided, who does what until when; signed on paper, issued, and then only corrected."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.joint_meetings.choices import CALL, ISSUE
from plugins.joint_meetings.models.task import MeetingTask
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Moved, step

if TYPE_CHECKING:
    from plugins.joint_meetings.models.invitation import Invitation
    from plugins.joint_meetings.models.meeting import JointMeeting


class TaskLine(db.Model):
    """任务 as the minutes have it: a unit, what, by when. Once these are issued it is handed out as a `MeetingTask`, whose limit may move."""

    __tablename__ = "joint_meetings_line"
    __table_args__ = (Index("ix_joint_meetings_line_meeting", "meeting_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("joint_meetings_meeting.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    what: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]

    unit: Mapped[OrgUnit] = relationship(lazy="joined")


class MinutesCorrection(db.Model):
    """更正 of minutes that are issued: these stay as they are."""

    __tablename__ = "joint_meetings_correction"
    __table_args__ = (Index("ix_joint_meetings_correction_meeting", "meeting_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("joint_meetings_meeting.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))

    by: Mapped[User] = relationship(lazy="joined")


def _too_soon(meeting: "JointMeeting") -> str:
    day = clock.local(meeting.starts_at).date()
    return f"会议 {day} 才开，当天再登记。" if clock.today() < day else ""


def _unsigned(meeting: "JointMeeting") -> str:
    missing = [str(each.unit) for each in meeting.present if each.unsigned]
    return f"还没有登记签字：{'、'.join(missing)}。" if missing else ""


def _all_signed(meeting: "JointMeeting") -> str:
    return "" if _unsigned(meeting) else "到会的单位都登记了签字。"


class Minuted:
    """The steps of a meeting from the day on which it is held."""

    @property
    def present(self: "JointMeeting") -> list["Invitation"]:
        """The units that came."""
        return [each for each in self.invited if each.came]

    @property
    def corrected_at(self: "JointMeeting") -> datetime | None:
        """When the minutes were last corrected."""
        return self.corrections[-1].at if self.corrections else None

    @property
    def parts(self: "JointMeeting") -> dict[str, str]:
        """What the minutes say, and who signed them, by the name of each part: for whoever issues them."""
        signed = (
            f"{each.unit}：{each.standing[0]}{each.unsigned_reason and f'，{each.unsigned_reason}'}"
            for each in self.present
        )
        return {
            "上次任务落实情况": self.review,
            "各单位意见": "\n".join(f"{each.unit}：{each.opinion}" for each in self.present if each.opinion),
            "决定": self.decision,
            "任务": "；".join(f"{each.unit}：{each.what}（{each.due_on}）" for each in self.lines),
            "签字": "；".join(signed),
        }

    @step("登记到会", of=("called", "held", "written"), to="held", needs=CALL, unless=_too_soon)
    def hold(self: "JointMeeting", *, held_at: datetime, present: Collection[int], by: User) -> str:
        """present: ids of the invitations of the units that came; entered anew, the last counts, and minutes are to be written and signed anew.
        Raises RuleError for nobody, and for a moment before the day it was called."""
        if clock.local(held_at).date() < clock.local(self.created_at).date():
            raise RuleError("开会时间早于召集的日期，请核对。", at="held_at")
        came = [each for each in self.invited if each.id in present]
        if not came:
            raise RuleError("没有单位到会的，请点“改期”或者“取消会议”。", at="present")
        for each in self.invited:
            each.came = each in came
        self.held_at = held_at
        return f"应到 {len(self.invited)} 个单位，到会 {len(came)} 个。"

    @step("记纪要", of=("held", "written"), to="written", needs=CALL)
    def write(
        self: "JointMeeting", *, review: str, opinions: Mapping[int, str], decision: str, tasks: list[dict], by: User
    ) -> str:
        """opinions: id of the invitation → what the unit said; review: how the tasks of before stand; tasks: unit, what, due_on. Written anew, it is to be
        signed anew. Raises RuleError for a task of a unit that has nothing to do with the meeting, or that would be due before it."""
        units = {self.unit_id, *(each.unit_id for each in self.invited)}
        held_on = clock.local(self.held_at or self.starts_at).date()
        for each in tasks:
            if each["unit"].id not in units:
                raise RuleError(f"{each['unit']}没有参加这次会议，不能把任务交给它。", at="tasks")
            if each["due_on"] < held_on:
                raise RuleError(f"任务的期限早于开会的日期（{held_on}），请核对。", at="tasks")
        signed = any(each.signed_on or each.unsigned_reason for each in self.present)
        for each in self.invited:
            each.opinion, each.signed_on, each.unsigned_reason = opinions.get(each.id, ""), None, ""
        self.review, self.decision, self.written_at = review, decision, clock.now()
        self.lines = [TaskLine(unit_id=each["unit"].id, **each) for each in tasks]
        return f"任务 {len(tasks)} 项。" + ("纪要有改动，重新签字。" if signed else "")

    @step("登记签字", of="written", needs=CALL, unless=_all_signed)
    def sign(self: "JointMeeting", *, on: date, signed: Collection[int], by: User) -> str:
        """Each unit signs on paper; here stands which (ids of invitations), and on which day. Raises RuleError for none, and for a day before the
        minutes were written."""
        found = [each for each in self.present if each.id in signed and each.unsigned]
        if not found:
            raise RuleError("请选择签了字的单位。", at="signed")
        if self.written_at and on < clock.local(self.written_at).date():
            raise RuleError("签字日期早于记纪要的日期，请核对。", at="on")
        for each in found:
            each.signed_on = on
        return f"{'、'.join(str(each.unit) for each in found)}，{on}。"

    @step("印发纪要", of="written", to="issued", needs=ISSUE, unless=_unsigned, waits=True)
    def issue(self: "JointMeeting", *, by: User) -> Moved:
        """From now on the units that were invited read the minutes, and the tasks are theirs."""
        self.issued_at = clock.now()
        return Moved(f"任务 {len(self.lines)} 项已交办。", then=lambda: self._hand_out(by))

    def _hand_out(self: "JointMeeting", by: User) -> None:
        for place, each in enumerate(self.lines, start=1):
            made: dict[str, Any] = {"target": each.unit, "title": each.what, "due_on": each.due_on}
            MeetingTask.hand_out(self, number=f"{self.number}-{place}", by=by, **made)

    @step("更正纪要", of="issued", needs=ISSUE)
    def correct(self: "JointMeeting", text: str, *, by: User) -> Moved:
        """What stood there stays; the correction bears its day, and is printed by itself."""
        made = MinutesCorrection(text=text, at=clock.now(), by_id=by.id)
        self.corrections.append(made)
        return Moved(text, made=made)
