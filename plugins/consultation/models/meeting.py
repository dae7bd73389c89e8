"""议事会: called, announced, held; who came; what stands on the agenda."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.consultation.models.forum import Forum
from plugins.consultation.models.topic import HOST, Topic
from plugins.consultation.settings import rules_of, take_number
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.numbering import next_number
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping, forget_contacts
from portal.records.majorities import MAJORITIES, reached
from portal.records.people import contact
from portal.records.waiting import waiting_indexes

ATTENDEES = {
    "steward": "红管家",
    "resident": "居民代表",
    "owners": "业委会",
    "property": "物业",
    "police": "民警",
    "expert": "专家",
    "guest": "列席",
}
VOTERS = ("steward", "resident", "owners")  # those who live there; the others are heard
STATES = States(
    State("planned", "筹备中", "info", open=True, way="筹备", next="把通知送到参加人员"),
    State("notified", "已通知", "info", open=True, way="通知", next="开会，登记到会人员"),
    State("held", "已召开", "warn", open=True, way="召开", next="逐项记发言、表决，然后结束会议"),
    State("closed", "已结束", "ok", way="结束", final=True),
    State("cancelled", "已取消", "neutral"),
)


class MeetingEvent(Entry, db.Model):
    """One entry of the timeline of a meeting."""

    __tablename__ = "consultation_meeting_event"
    __table_args__ = (Index("ix_consultation_meeting_event_meeting", "meeting_id", "id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("consultation_meeting.id"))

    record: Mapped["Meeting"] = relationship(back_populates="events")


class Attendance(db.Model):
    """One who was asked to come, and whether they came."""

    __tablename__ = "consultation_attendance"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("consultation_meeting.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    present: Mapped[bool] = mapped_column(default=False)
    who_id, who = contact("参加议事会的人")

    @property
    def name(self) -> str:
        return self.who.name

    @property
    def role_name(self) -> str:
        return ATTENDEES[self.role]

    @property
    def votes(self) -> bool:
        return self.role in VOTERS


def _nobody_or_nothing(meeting: "Meeting") -> str:
    if not meeting.items:
        return "还没有议题。"
    return "" if meeting.expected else "还没有应到的红管家、居民代表或者业委会成员。"


def _undecided(meeting: "Meeting") -> str:
    left = [each.topic.title for each in meeting.items if not each.result]
    return f"还有议题没有结果：{'、'.join(left)}。" if left else ""


class Meeting(Record, db.Model):
    """议事会. `quorum` is the rule for those who must come, as it stood when the meeting was held."""

    __tablename__ = "consultation_meeting"
    __table_args__ = (
        Index("ix_consultation_meeting_number", "number"),
        Index("ix_consultation_meeting_county", "county_id", "held_at", "id"),
        Index("ix_consultation_meeting_township", "township_id", "held_at", "id"),
        *list_indexes("consultation_meeting", "held_at"),
        *waiting_indexes("consultation_meeting", STATES, "held_at"),
    )
    permission, states = "consultation.view", STATES
    other_verbs = {"discuss": "记发言", "vote": "表决", "defer": "下次再议", "open_ballot": "在线表决"}
    keeping = Keeping(
        name="议事会",
        since=lambda: Meeting.held_at,
        forget=forget_contacts,
        does="去除到会人员的姓名、电话，议题和结论予以保留",
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("consultation_forum.id"), index=True)
    title: Mapped[str] = mapped_column(String(80))
    held_at: Mapped[datetime]
    venue: Mapped[str] = mapped_column(String(80))
    chair: Mapped[str] = mapped_column(String(40))
    recorder: Mapped[str] = mapped_column(String(40))
    quorum: Mapped[str] = mapped_column(String(12), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    forum: Mapped[Forum] = relationship(lazy="joined")
    attendances: Mapped[list[Attendance]] = relationship(order_by=Attendance.id)
    items: Mapped[list["Item"]] = relationship(back_populates="record", order_by="Item.id")  # noqa: F821
    events: Mapped[list[MeetingEvent]] = relationship(back_populates="record", order_by=MeetingEvent.id)

    # -- who came --------------------------------------------------------------------------------------------------

    @property
    def expected(self) -> int:
        """应到: those who may vote."""
        return sum(each.votes for each in self.attendances)

    @property
    def present(self) -> int:
        """实到, of those who may vote."""
        return sum(each.votes and each.present for each in self.attendances)

    @property
    def quorate(self) -> bool:
        return reached(self.present, self.expected, self.quorum)

    @property
    def attendance(self) -> str:
        """应到 12 人，实到 9 人."""
        guests = sum(each.present and not each.votes for each in self.attendances)
        return f"应到 {self.expected} 人，实到 {self.present} 人" + (f"，列席 {guests} 人" if guests else "")

    @property
    def not_quorate(self) -> str:
        """Why nothing can be voted on, or ""."""
        return "" if self.quorate else f"本次到会不足，不能表决：{self.attendance}，须{MAJORITIES[self.quorum]}到会。"

    # -- steps -----------------------------------------------------------------------------------------------------

    @begins("召集议事会", needs=HOST, refused="您不能在这个小区召集议事会。")
    def call(cls, forum: Forum, *, topics: list[Topic], invited: list[Attendance], by: User, **fields) -> Moved:
        """Fields: held_at, venue, chair, recorder.

        Raises RuleError for a topic of another forum, or one whose publication is not over by then.
        """
        if any(each.forum_id != forum.id for each in topics):
            raise RuleError("只能选这个小区的议题。")
        meeting = cls(forum=forum, attendances=invited, **fields)
        meeting.place(forum.unit)
        year = clock.local(meeting.held_at).year
        count = next_number(forum.unit_id, f"consultation.forum.{forum.id}", year)
        meeting.title, meeting.number = f"{forum.name}{year}年第{count}次议事会", take_number(forum.unit, "meeting")
        meeting.refuse_early(topics)
        db.session.add(meeting)
        return Moved("、".join(each.title for each in topics), made=meeting, then=lambda: meeting.enter(topics, by))

    def refuse_early(self, topics: list[Topic]) -> None:
        """Raises RuleError where a topic would be taken up before its publication is over."""
        day = clock.local(self.held_at).date()
        for each in topics:
            if each.published_until >= day:
                raise RuleError(f"“{each.title}”公示到 {each.published_until}，议事会要在公示期满以后开。")

    def enter(self, topics: list[Topic], by: User) -> None:
        for each in topics:
            self.items.append(Meeting.items.property.mapper.class_(topic=each))
            each.schedule(self.title, by=by)

    @step("增加参加人员", of=("planned", "notified"), needs=HOST)
    def invite(self, invited: list[Attendance], *, by: User) -> str:
        """Further people."""
        self.attendances.extend(invited)
        return f"增加 {len(invited)} 人。"

    @step("改期", of=("planned", "notified"), to="planned", needs=HOST)
    def reschedule(self, *, held_at: datetime, venue: str, by: User) -> str:
        """Another day or place; then everybody is told anew."""
        self.held_at, self.venue = held_at, venue
        self.refuse_early([each.topic for each in self.items])
        return f"改为 {clock.local(held_at):%Y-%m-%d %H:%M}，{venue}。"

    @step("登记通知", of="planned", to="notified", needs=HOST, unless=_nobody_or_nothing, waits=True)
    def notify(self, *, by: User) -> str:
        """The notice was handed out. Raises RuleError when that is too late by the rules of the unit."""
        days = rules_of(self.unit).notice_days
        if (clock.local(self.held_at).date() - clock.today()).days < days:
            raise RuleError(f"按本地规定应提前 {days} 日通知，请改期，或者修改设置。")
        return f"通知 {len(self.attendances)} 人。"

    @step("登记到会", of="notified", to="held", needs=HOST, waits=True)
    def hold(self, present: list[int], *, by: User, held_at: datetime | None = None) -> str:
        """`present` are ids of attendances. Too few may talk, but not vote. Raises RuleError for a start before the day of the notice."""
        convened = clock.local(self.held_at).date()
        self.held_at = held_at or self.held_at
        self.refuse_early([each.topic for each in self.items])
        if clock.local(self.held_at).date() < convened:
            raise RuleError(f"通知的开会日期是 {convened}，不能早于这一天。要提前开的，请先改期，重新通知。")
        for each in self.attendances:
            each.present = each.id in present
        self.quorum = rules_of(self.unit).quorum
        return f"{self.attendance}。" + ("" if self.quorate else "到会不足，可以讨论，不能表决。")

    @step("结束会议", of="held", to="closed", needs=HOST, unless=_undecided, waits=True)
    def close(self, *, by: User, note: str = "") -> str:
        """Every topic has a result."""
        return note

    @step("取消会议", of=("planned", "notified"), to="cancelled", needs=HOST)
    def cancel(self, reason: str, *, by: User) -> str:
        """The topics wait for another meeting."""
        for each in self.items:
            each.topic.defer(f"会议取消：{reason}", by=by)
        return reason
