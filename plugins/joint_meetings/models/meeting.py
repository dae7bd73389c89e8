"""会商、联席会议: called by the centre or the unit in charge about cases, or about none; units are invited to it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.joint_meetings.choices import ANSWER, CALL, EXPORT, KINDS, VIEW
from plugins.joint_meetings.models.invitation import Invitation
from plugins.joint_meetings.models.item import AgendaCase
from plugins.joint_meetings.models.minutes import Minuted, MinutesCorrection, TaskLine
from plugins.joint_meetings.models.task import MeetingTask
from plugins.joint_meetings.settings import end_of, take_number
from plugins.joint_meetings.told import OF_MEETINGS
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Case
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping, forget_contacts
from portal.records.waiting import waiting_indexes

STATES = States(
    State("called", "已通知", "info", open=True, way="通知", next="各单位回复；开会当天登记到会"),
    State("held", "待记纪要", "warn", open=True, way="召开", next="记各单位的意见、决定和任务"),
    State("written", "待签字印发", "warn", open=True, way="纪要", next="到会单位在纸上签字，登记以后印发"),
    State("issued", "已印发", "ok", way="印发", final=True),
    State("called_off", "已取消", "neutral"),
)
VERBS_OF_INVITATIONS = ("accept", "excuse", "enter", "withdraw", "leave_unsigned")
WITH_THE_INVITED = (VIEW, ANSWER, EXPORT)  # rights of a unit that is invited


class JointMeetingEvent(Entry, db.Model):
    """One entry of the timeline of a meeting."""

    __tablename__ = "joint_meetings_meeting_event"
    __table_args__ = (Index("ix_joint_meetings_meeting_event_meeting", "meeting_id", "id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("joint_meetings_meeting.id"))

    record: Mapped["JointMeeting"] = relationship(back_populates="events")


class JointMeeting(Minuted, Record, db.Model):
    """会商. It lies in the unit that calls it. `first_id` is the first of the meetings that follow one another, None for that one itself."""

    __tablename__ = "joint_meetings_meeting"
    __table_args__ = (
        Index("ix_joint_meetings_meeting_number", "number"),
        Index("ix_joint_meetings_meeting_county", "county_id", "created_at", "id"),
        Index("ix_joint_meetings_meeting_township", "township_id", "created_at", "id"),
        Index("ix_joint_meetings_meeting_time", "county_id", "status", "starts_at"),
        *list_indexes("joint_meetings_meeting", "created_at"),
        *waiting_indexes("joint_meetings_meeting", STATES, "starts_at"),
    )
    permission, states, tells = VIEW, STATES, OF_MEETINGS
    other_verbs = {name: getattr(Invitation, name).label for name in VERBS_OF_INVITATIONS}
    keeping = Keeping(
        name="会商",
        since=lambda: JointMeeting.starts_at,
        forget=forget_contacts,
        does="去除到会人员的姓名、电话，纪要予以保留",
    )

    title: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(8))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place_of_meeting: Mapped[str] = mapped_column(String(100))
    chair: Mapped[str] = mapped_column(String(40))
    agenda: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    called_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    first_id: Mapped[int | None] = mapped_column(ForeignKey("joint_meetings_meeting.id"), index=True)
    held_at: Mapped[datetime | None]
    review: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime | None]
    issued_at: Mapped[datetime | None]

    called_by: Mapped[User] = relationship()
    invitations: Mapped[list[Invitation]] = relationship(back_populates="record", order_by=Invitation.id)
    items: Mapped[list[AgendaCase]] = relationship(
        back_populates="meeting", order_by=AgendaCase.id, cascade="all, delete-orphan"
    )
    lines: Mapped[list[TaskLine]] = relationship(order_by=TaskLine.id, cascade="all, delete-orphan")
    corrections: Mapped[list[MinutesCorrection]] = relationship(order_by=MinutesCorrection.id)
    tasks: Mapped[list[MeetingTask]] = relationship(back_populates="meeting", order_by=MeetingTask.id)
    events: Mapped[list[JointMeetingEvent]] = relationship(back_populates="record", order_by=JointMeetingEvent.id)
    kind_name = named("kind", KINDS)

    @property
    def invited(self) -> list[Invitation]:
        """The units that are invited, without those whose invitation was taken back."""
        return [each for each in self.invitations if each.stands]

    @property
    def over(self) -> list[Case]:
        """The cases that were closed, withdrawn or merged before the meeting about them."""
        return [each.case for each in self.items if not each.case.open] if self.status == "called" else []

    # -- who sees it -----------------------------------------------------------------------------------------------

    @classmethod
    def reach(cls, user: User, permission: str):
        """Besides those of the place, the units that are invited; `ANSWER` is theirs alone."""
        own = user.reach(cls, permission)
        if permission not in WITH_THE_INVITED:
            return own
        units = [each.id for each in user.units_with(permission)]
        asked = select(Invitation.meeting_id).where(Invitation.unit_id.in_(units), Invitation.withdrawn_at.is_(None))
        theirs = cls.id.in_(asked.correlate(None))  # figures join the same table around it
        return theirs if permission == ANSWER else or_(own, theirs)

    def allows(self, user: User, permission: str) -> bool:
        units = {each.id for each in user.units_with(permission)} if permission in WITH_THE_INVITED else set()
        theirs = bool(units) and any(each.unit_id in units for each in self.invited)
        return theirs if permission == ANSWER else theirs or user.can(permission, self)

    def shows_minutes_to(self, user: User) -> bool:
        """Whether `user` reads what was said and decided: who calls it does as soon as it is written, the others once it is issued."""
        return bool(self.issued_at) or (bool(self.written_at) and user.can(CALL, self))

    def tasks_before(self) -> list[MeetingTask]:
        """What is still open of the meetings that this one follows."""
        if self.first_id is None:
            return []
        series = or_(JointMeeting.id == self.first_id, JointMeeting.first_id == self.first_id)
        earlier = select(JointMeeting.id).where(series, JointMeeting.starts_at < self.starts_at)
        found = select(MeetingTask).where(
            MeetingTask.meeting_id.in_(earlier), MeetingTask.status.in_(MeetingTask.states.open)
        )
        return list(db.session.scalars(found.order_by(MeetingTask.due_on, MeetingTask.id)))

    # -- how it begins ---------------------------------------------------------------------------------------------

    @begins("召集会议", needs=CALL, refused="您不能以这个单位的名义召集会议。")
    def call(cls, *, unit: OrgUnit, by: User, **fields: Any) -> Moved:
        """召集 by `unit`. fields: title, kind, starts_at, ends_at (or None), place_of_meeting, chair, agenda; invited: unit and asked of each; items: case
        and said of each. Raises RuleError for a time that is over, a unit that cannot be invited, and a case that is closed or out of sight."""
        return cls._called(unit, by, None, fields)

    @begins("召集会商", needs=CALL, refused="您不能以这个单位的名义召集会商。")
    def call_about(cls, case: Case, *, unit: OrgUnit, by: User, **fields: Any) -> Moved:
        """As `call`, about `case` at least, by a unit in which it lies or that has it in hand; it follows the last that this unit held about it,
        or about one that goes on as part of it."""
        if unit.id not in {each.id for each in hosts_of(case, by)}:
            raise RuleError("只有事项所在的单位（或者上级）、正在办理的单位可以召集。", at="unit_id")
        if case.id not in {each["case"].id for each in fields["items"]}:
            raise RuleError(f"会商的事项里没有 {case.number}。", at="items")
        return cls._called(unit, by, cls._last_about(case, unit), fields)

    @begins("照上次再开", needs=CALL)
    def call_again(cls, meeting: "JointMeeting", *, by: User, **fields: Any) -> Moved:
        """The next after `meeting`, by the same unit: it begins with what is still open of the last."""
        return cls._called(meeting.unit, by, meeting, fields)

    @classmethod
    def _last_about(cls, case: Case, unit: OrgUnit) -> "JointMeeting | None":
        about = select(AgendaCase.meeting_id).where(AgendaCase.case_id.in_(case.carries))
        last = select(cls).where(cls.id.in_(about), cls.unit_id == unit.id, cls.status != "called_off")
        return db.session.scalars(last.order_by(cls.starts_at.desc(), cls.id.desc())).first()

    @classmethod
    def _called(cls, unit: OrgUnit, by: User, after: "JointMeeting | None", fields: dict[str, Any]) -> Moved:
        invited, items = fields.pop("invited"), fields.pop("items")
        meeting = cls(called_by=by, created_at=clock.now(), **fields)
        meeting.place(unit)
        meeting.set_time(fields["starts_at"], fields["ends_at"])
        meeting.first_id = (after.first_id or after.id) if after else None
        meeting.put_on(items, by)
        meeting._invite(invited)
        meeting.number = take_number(unit)
        db.session.add(meeting)
        return Moved("、".join(str(each.unit) for each in meeting.invited) + "。", made=meeting)

    def set_time(self, starts_at: datetime, ends_at: datetime | None) -> None:
        """Raises RuleError for a time that is over, and an end before the beginning."""
        if starts_at <= clock.now():
            raise RuleError("开会时间已经过了，请核对。", at="starts_at")
        if ends_at and ends_at <= starts_at:
            raise RuleError("结束时间要晚于开会时间。", at="ends_at")
        self.starts_at, self.ends_at = starts_at, ends_at or end_of(self.unit, starts_at)

    def put_on(self, items: list[dict], by: User) -> None:
        """Let it be about `items`, and no others. Raises RuleError for a case twice, out of sight of `by`, or closed, unless it stood there before."""
        cases, before = [each["case"] for each in items], {each.case_id for each in self.items}
        if len({each.id for each in cases}) < len(cases):
            raise RuleError("有的事项写了两遍，一件只写一行。", at="items")
        for each in cases:
            if not each.allows(by, "cases.view"):
                raise RuleError(f"{each.number}不在您的范围内。", at="items")
            if not each.open and each.id not in before:
                raise RuleError(f"{each.number}{each.status_name}，不用会商；还要办的，先重新办理。", at="items")
        self.items = [AgendaCase(case=each["case"], said=each["said"]) for each in items]

    def _invite(self, invited: list[dict]) -> None:
        """Raises RuleError for a unit twice, the one that calls, one that is closed, and one of another county."""
        known = {each.unit_id: each for each in self.invitations}
        for each in invited:
            unit, stood = each["unit"], known.get(each["unit"].id)
            if said := self._not_to_be_invited(unit, stood):
                raise RuleError(said, at="invited")
            if stood:
                stood.asked, stood.withdrawn_at, stood.withdrawn_reason = each["asked"], None, ""
            else:
                known[unit.id] = Invitation(unit=unit, unit_id=unit.id, asked=each["asked"], came=False)
                self.invitations.append(known[unit.id])

    def _not_to_be_invited(self, unit: OrgUnit, stood: Invitation | None) -> str:
        if stood and stood.stands:
            return f"{unit}写了两遍，或者已经通知过。"
        if unit.id == self.unit_id:
            return f"{unit}是召集单位，不用通知自己。"
        if unit.closed_on:
            return f"{unit}已于 {unit.closed_on} 撤销，请选现在的单位。"
        return "" if unit.county_id == self.unit.county_id else f"{unit}不在本旗县区，不能通知。"

    # -- until it is held ------------------------------------------------------------------------------------------

    @step("增加单位", of="called", needs=CALL)
    def invite(self, invited: list[dict], *, by: User) -> Moved:
        """Further units, as in `call`."""
        self._invite(invited)
        units = {each["unit"].id for each in invited}
        more = [each for each in self.invited if each.unit_id in units]
        return Moved("、".join(str(each.unit) for each in more) + "。", made=more)

    @step("改议程", of="called", needs=CALL)
    def change_agenda(self, *, agenda: str, chair: str, items: list[dict], by: User) -> str:
        """What it is about, as it is now. Raises RuleError as `call` does."""
        self.put_on(items, by)
        self.agenda, self.chair = agenda, chair
        return f"事项 {len(items)} 件。"

    @step("改期", of="called", needs=CALL)
    def postpone(
        self, *, starts_at: datetime, ends_at: datetime | None, place_of_meeting: str, reason: str, by: User
    ) -> str:
        """Another time or place, with the reason: every unit replies anew. Raises RuleError as `set_time` does."""
        self.set_time(starts_at, ends_at)
        self.place_of_meeting = place_of_meeting
        for each in self.invited:
            each.ask_anew()
        return f"改为 {clock.local(starts_at):%Y-%m-%d %H:%M}，{place_of_meeting}。{reason}"

    @step("取消会议", of="called", to="called_off", needs=CALL)
    def call_off(self, reason: str, *, by: User) -> str:
        """With the reason."""
        return reason


def hosts_of(case: Case, user: User) -> list[OrgUnit]:
    """The units in whose name `user` may call a meeting about `case`: in which it lies, or that have it in hand."""
    in_hand = {each.unit_id for each in case.in_hand}
    return [each for each in user.units_with(CALL) if each.contains(case) or each.id in in_hand]
