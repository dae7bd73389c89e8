"""课程讲座: when, where, by whom, for how many; the list of the door; what is handed out."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.family_courses.choices import SERIES
from plugins.family_courses.settings import KEY, rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.protection import keyring
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.waiting import waiting_indexes

if TYPE_CHECKING:
    from plugins.family_courses.models.enrolment import Enrolment

MANAGE = "family_courses.manage"
COURSE_STATES = States(
    State("planned", "待开课", open=True, way="开课通知", next="到上课那天签到，课后结课"),
    State("finished", "已结课", "ok", way="结课", final=True),
    State("cancelled", "已取消", "neutral"),
)
CONSENT_BELOW = 14  # 个人信息保护法 §31


class CourseEvent(Entry, db.Model):
    """One entry of the timeline of a course."""

    __tablename__ = "family_courses_course_event"

    course_id: Mapped[int] = mapped_column(ForeignKey("family_courses_course.id"), index=True)

    record: Mapped["Course"] = relationship(back_populates="events")


def _ahead(course: "Course") -> str:
    return "" if course.day <= clock.today() else f"{course.day} 才上课。"


class Course(Record, db.Model):
    """课程: one lesson or lecture of a series. `minutes`: how long; `capacity`: how many; the others wait."""

    __tablename__ = "family_courses_course"
    __table_args__ = (
        Index("ix_family_courses_course_when", "township_id", "starts_at", "id"),
        Index("ix_family_courses_course_when_county", "county_id", "starts_at", "id"),
        *waiting_indexes("family_courses_course", COURSE_STATES, "starts_at"),
    )

    permission, states, settings_key, grave_verbs = "family_courses.view", COURSE_STATES, KEY, ("cancel",)

    title: Mapped[str] = mapped_column(String(80))
    series: Mapped[str] = mapped_column(String(12))
    speaker: Mapped[str] = mapped_column(String(60))
    place_name: Mapped[str] = mapped_column(String(100))
    starts_at: Mapped[datetime]
    day: Mapped[date]
    minutes: Mapped[int]
    capacity: Mapped[int]
    audience: Mapped[str] = mapped_column(String(80), default="")
    about_course: Mapped[str] = mapped_column(String(500), default="")
    enrols_until: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    enrolments: Mapped[list["Enrolment"]] = relationship(back_populates="course", order_by="Enrolment.id")
    events: Mapped[list[CourseEvent]] = relationship(back_populates="record", order_by=CourseEvent.id)

    @property
    def series_name(self) -> str:
        return SERIES[self.series]

    @property
    def hours(self) -> str:
        return f"{self.minutes / 60:g} 小时"

    @property
    def door_code(self) -> str:
        """签到码: stands at the door, so that whoever signs in by telephone has come."""
        return f"{int(keyring.mac(f'door of course {self.id}'.encode()), 16) % 10_000:04d}"

    @classmethod
    def taking(cls) -> tuple:
        """The conditions: one may still enrol."""
        return cls.status == "planned", cls.enrols_until >= clock.today(), cls.starts_at > clock.now()

    @property
    def takes(self) -> bool:
        """Whether one may still enrol, as `taking` says it of rows."""
        return self.status == "planned" and self.enrols_until >= clock.today() and self.starts_at > clock.now()

    @classmethod
    def offered_by(cls, unit: OrgUnit) -> Select:
        """Those of `unit` and below for which one may still enrol, the next first."""
        return select(cls).where(unit.subtree_of(cls), *cls.taking()).order_by(cls.starts_at)

    def holding(self, *states: str) -> list["Enrolment"]:
        """The enrolments that stand in `states`, the oldest first."""
        return [each for each in self.enrolments if each.status in states]

    @property
    def room(self) -> int:
        """How many places are left."""
        return self.capacity - len(self.holding("enrolled", "attended"))

    @begins("登记课程", needs=MANAGE)
    def plan(cls, *, unit: OrgUnit, by: User, **fields) -> "Course":
        """A new course of `unit`. Fields as above."""
        course = cls(**fields)
        course._check_days()
        course.place(unit)
        pattern = rules_of(unit).course_pattern
        course.number = take_number(unit, "family_courses.course", pattern, clock.today().year)
        db.session.add(course)
        return course

    @step("改时间地点", of="planned", needs=MANAGE)
    def change(self, *, by: User, **fields) -> Moved:
        """What was announced. Those who wait move up when there is more room; whoever has a place keeps it."""
        was = self.day
        for name, value in fields.items():
            setattr(self, name, value)
        self._check_days()
        if self.room < 0:
            raise RuleError(f"已有 {self.capacity - self.room} 人报上名，名额不能少于这个数。")
        if self.day < was and any(each.age == CONSENT_BELOW and not each.consent for each in self.enrolments):
            raise RuleError("有刚满 14 岁、没有登记监护人同意的学员，提前上课时可能不满 14 岁，请先补同意。")
        return Moved("时间地点或者名额有变动。", then=lambda: self.move_up())

    @step("按名单签到", of="planned", needs="family_courses.enrol", unless=_ahead, waits=True)
    def sign_in(self, present: list[int], *, by: User) -> str:
        """Those of the list who are there; the others stay as they are."""
        come = [each for each in self.holding("enrolled") if each.id in present]
        for each in come:
            each.sign(by=by)
        return f"签到 {len(come)} 人。"

    @step("上传课件", needs="family_courses.enrol", verb="material")
    def add_material(self, upload, *, by: User) -> Moved:
        """Raises RuleError for what is no picture and no PDF."""
        kept = Attachment.take_in(upload, subject=self, purpose="material", by=by)
        return Moved(kept.name, made=kept)

    @step("结课", of="planned", to="finished", needs="family_courses.enrol", unless=_ahead)
    def finish(self, *, by: User, note: str = "") -> Moved:
        """It was held: who has not signed in was not there."""
        came = len(self.holding("attended"))
        return Moved(f"到课 {came} 人，每人 {self.hours}。{note}", then=lambda: self._end("enrolled", "waiting"))

    @step("取消课程", of="planned", to="cancelled", needs=MANAGE)
    def cancel(self, reason: str, *, by: User) -> Moved:
        """It is not held. Whoever had a place sees it by the code."""
        return Moved(reason, then=lambda: self._end("enrolled", "waiting"))

    def lock(self) -> None:
        """Places of one course are given and freed one after the other, on both databases; what others did is read anew."""
        db.session.flush()
        db.session.execute(select(Course.id).where(Course.id == self.id).with_for_update())
        db.session.expire(self, ["enrolments", "status", "capacity"])

    def move_up(self) -> None:
        """递补: who waits longest gets a place that is free."""
        self.lock()
        for each in self.holding("waiting")[: max(self.room, 0)]:
            each.promote(by=None)

    def _end(self, *states: str) -> None:
        for each in self.holding(*states):
            each.miss(by=None)

    def _check_days(self) -> None:
        self.day = clock.local(self.starts_at).date()
        if self.enrols_until > self.day:
            raise RuleError("报名截止日期晚于上课日期，请核对。")
