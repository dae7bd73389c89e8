"""报名: a place, or a place in the waiting list; a guardian's consent for children; who was there."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.family_courses.choices import CONSENTS, RATINGS
from plugins.family_courses.models.course import CONSENT_BELOW, Course
from plugins.family_courses.settings import KEY, rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.families import Family
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.followed import Followed
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping, forget_contacts
from portal.records.people import Contact, alike, contact
from portal.records.representation import is_self
from portal.records.waiting import waiting_indexes
from portal.redaction import RedactedText
from portal.workdays.arithmetic import full_years

BOOK = "family_courses.enrol"
ENROLMENT_STATES = States(
    State("enrolled", "已报名", open=True, way="报名", next="上课那天签到"),
    State("waiting", "候补", "warn", open=True, at="enrolled", next="有人退出时自动递补"),
    State("attended", "已到课", "ok", way="到课", final=True),
    State("absent", "未到课", "neutral"),
    State("withdrawn", "已退出", "neutral"),
)
HOLDING = ("enrolled", "waiting")


class EnrolmentEvent(Entry, db.Model):
    """One entry of the timeline of an enrolment."""

    __tablename__ = "family_courses_enrolment_event"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("family_courses_enrolment.id"), index=True)

    record: Mapped["Enrolment"] = relationship(back_populates="events")


def _not_today(enrolment: "Enrolment") -> str:
    return "" if enrolment.course.day == clock.today() else "上课当天才能签到。"


def _ahead(enrolment: "Enrolment") -> str:
    return "" if enrolment.course.day <= clock.today() else "还没有上课。"


def _told(enrolment: "Enrolment") -> str:
    return "" if enrolment.promoted_at and enrolment.told_at is None else "不是递补上的，或者已经通知过。"


class Enrolment(Followed, Record, db.Model):
    """报名 of one person. `age`: on the day of the course, of those under 18; the birth date itself is not kept."""

    __tablename__ = "family_courses_enrolment"
    __table_args__ = (
        Index("ix_family_courses_enrolment_number", "number"),
        Index("ix_family_courses_enrolment_recent", "township_id", "created_at", "id"),
        Index("ix_family_courses_enrolment_recent_county", "county_id", "created_at", "id"),
        Index("ix_family_courses_enrolment_course", "course_id", "status", "id"),
        *list_indexes("family_courses_enrolment", "created_at"),
        *waiting_indexes("family_courses_enrolment", ENROLMENT_STATES),
    )

    permission, states, settings_key = "family_courses.view", ENROLMENT_STATES, KEY
    grave_verbs = ("withdraw", "cancel")
    keeping = Keeping(
        name="课程报名",
        since=lambda: Enrolment.created_at,
        forget=forget_contacts,
        does="去除学员和监护人的姓名、电话，报名和签到予以保留",
    )

    title: Mapped[str] = mapped_column(String(80))
    course_id: Mapped[int] = mapped_column(ForeignKey("family_courses_course.id"))
    family_id: Mapped[int] = mapped_column(ForeignKey("families_family.id"), index=True)
    age: Mapped[int | None]
    consent: Mapped[str] = mapped_column(String(8), default="")
    consent_at: Mapped[datetime | None]
    promoted_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    attended_at: Mapped[datetime | None]
    minutes: Mapped[int] = mapped_column(default=0)
    rating: Mapped[str] = mapped_column(String(8), default="")
    opinion: Mapped[str] = mapped_column(RedactedText(500), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    learner_id, learner = contact("学员")
    guardian_id, guardian = contact("监护人")
    course: Mapped[Course] = relationship(back_populates="enrolments", lazy="joined")
    family: Mapped[Family] = relationship()
    events: Mapped[list[EnrolmentEvent]] = relationship(back_populates="record", order_by=EnrolmentEvent.id)

    @property
    def consent_name(self) -> str:
        return CONSENTS.get(self.consent, "")

    @property
    def rating_name(self) -> str:
        return RATINGS.get(self.rating, "")

    @property
    def grown_up(self) -> Contact:
        """Whose telephone it is: the guardian's, or the learner's own."""
        return self.guardian or self.learner

    @begins("报名", needs=BOOK, refused="您没有登记报名的权限。")
    def enrol(
        cls,
        *,
        unit: OrgUnit,
        course_id: int,
        learner: Contact,
        by: User | None,
        born: date | None = None,
        guardian: Contact | None = None,
        consent: str = "",
        one_family: bool = False,
    ) -> Moved:
        """A place, or one in the waiting list when the course is full; `by` is None when somebody enrols without an account.

        `born` is asked of those under 18. Raises RuleError for a child under 14 without a guardian's consent (个人信息保护法
        §31), for whoever is enrolled already, and by staff for a telephone number of somebody else's family, unless `one_family` says
        that this was asked.
        """
        course = db.session.get_one(Course, course_id)
        course.lock()
        age = full_years(born, course.day) if born else None
        enrolment = cls(title=course.title, learner=learner, guardian=guardian, age=age, consent=consent)
        enrolment._check(course, by)
        enrolment.consent_at = clock.now() if consent else None
        enrolment.place(course.unit)
        enrolment.family, asked = Family.of(
            course.unit, enrolment.grown_up, role="报名的人", by=by, one_family=one_family
        )
        full = course.room <= 0
        pattern = rules_of(course.unit).enrolment_pattern
        enrolment.number = take_number(course.unit, "family_courses.enrolment", pattern, clock.today().year)
        enrolment.course = course
        db.session.add(enrolment)
        said = ("网上报名" if by is None else "登记报名") + ("，名额已满，列入候补。" if full else "。")
        agreed = f"监护人同意：{enrolment.consent_name}。" if consent else ""
        return Moved(said + agreed + asked, to="waiting" if full else "enrolled", made=enrolment)

    @step(
        "退出",
        of=HOLDING,
        to="withdrawn",
        needs=None,
        unless=lambda enrolment: "" if _ahead(enrolment) else "课已经上了。",
    )
    def withdraw(self, *, by: User | None) -> Moved:
        """By the learner or guardian, with the code; who waits longest moves up."""
        return Moved("本人退出。", then=self.course.move_up)

    @step("取消报名", of=HOLDING, to="withdrawn", needs=BOOK)
    def cancel(self, reason: str, *, by: User) -> Moved:
        """By the office."""
        return Moved(reason, then=self.course.move_up)

    @step("递补", of="waiting", to="enrolled", needs=None)
    def promote(self, *, by: User | None) -> str:
        """By itself, when a place is free; the desk is asked to tell."""
        self.promoted_at = clock.now()
        return "有名额空出，自动递补。"

    @step("登记已通知", of="enrolled", needs=BOOK, unless=_told)
    def tell(self, *, by: User, note: str = "") -> str:
        """Whoever moved up was told."""
        self.told_at = clock.now()
        return note

    @step("签到", of="enrolled", to="attended", needs=BOOK, unless=_ahead)
    def sign(self, *, by: User) -> None:
        self._came()

    @step("签到", of="enrolled", to="attended", needs=None, unless=_not_today)
    def arrive(self, door: str, *, by: User | None) -> str:
        """By telephone at the door. Raises RuleError for another code than stands there."""
        if door.strip() != self.course.door_code:
            raise RuleError("签到码不对，请看教室门口张贴的四位数字。")
        self._came()
        return "扫码签到。"

    @step("未到", of=HOLDING, to="absent", needs=None)
    def miss(self, *, by: User | None) -> None:
        """When the course is over, or is not held."""

    @step("评价", of="attended", needs=None, unless=lambda enrolment: "已经评价过，谢谢。" if enrolment.rating else "")
    def rate(self, rating: str, *, by: User | None, opinion: str = "") -> str:
        """How it was, with the code."""
        self.rating, self.opinion = rating, opinion
        return f"{self.rating_name}。{opinion}"

    def _came(self) -> None:
        self.minutes = self.course.minutes
        self.attended_at = min(clock.now(), self.course.starts_at) if _not_today(self) else clock.now()

    def _check(self, course: Course, by: User | None) -> None:
        if course.status != "planned" or (by is None and course.enrols_until < clock.today()):
            raise RuleError("这门课的报名已经结束。")
        if self.age is not None and self.age < 0:
            raise RuleError("出生日期晚于上课日期，请核对。")
        if self.age is not None and self.age < CONSENT_BELOW and not (self.guardian and self.consent):
            raise RuleError("上课那天不满 14 周岁的，须有监护人同意，请填写监护人并登记同意。")
        if self.guardian and is_self(self.guardian, self.learner):
            raise RuleError("监护人不能是学员本人，请填写父母或者其他监护人。")
        same = [each for each in course.holding(*HOLDING, "attended") if each.learner.name == self.learner.name]
        if any(each.grown_up.phone == self.grown_up.phone for each in same):
            raise RuleError("已经报过名，不用再报。")
        if by is None:
            self._ask_how_many(course)

    def _ask_how_many(self, course: Course) -> None:
        most, phone = rules_of(course.unit).enrolments_most, self.grown_up.phone or ""
        mine = alike("phone", phone)
        held = select(func.count(Enrolment.id)).join(
            Contact, Contact.id == func.coalesce(Enrolment.guardian_id, Enrolment.learner_id)
        )
        with db.session.no_autoflush:
            number = db.session.scalar(
                held.where(mine, Enrolment.status.in_(HOLDING), Enrolment.county_id == course.county_id)
            )
        if number >= most:
            raise RuleError(f"这个电话已经报了 {number} 人次还没有上课，最多 {most} 人次。")
