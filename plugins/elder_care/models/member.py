"""就餐老人: a resident who may eat at the canteens of the county, by which categories, with which card."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.elder_care.choices import HOUSEHOLDS, STOPS
from plugins.elder_care.models.card import Carded
from plugins.elder_care.models.category import Category, Classified
from plugins.elder_care.settings import in_force, rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.numbering import next_number
from portal.org.models import OrgUnit
from portal.people.changes import SaysOtherwise
from portal.people.models import Person
from portal.records import Entry, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping
from portal.records.portraits import Portrayed
from portal.records.waiting import waiting_indexes
from portal.workdays.arithmetic import months_after

MEMBER_STATES = States(
    State("active", "在册", "ok", way="登记"),
    State("stopped", "已停止", "neutral", way="停止"),
)


class MemberEvent(Entry, db.Model):
    """One entry of the timeline of a member."""

    __tablename__ = "elder_care_member_event"

    member_id: Mapped[int] = mapped_column(ForeignKey("elder_care_member.id", ondelete="CASCADE"), index=True)
    record: Mapped["Member"] = relationship(back_populates="events")


def _died(member: "Member") -> str:
    return "停止原因是死亡，不能恢复；登记错了的，办理“更正死亡登记”。" if member.stop_reason == "died" else ""


def _lives(member: "Member") -> str:
    return "" if member.stop_reason == "died" else "停止原因不是死亡，直接恢复就餐。"


class Member(SaysOtherwise, Classified, Carded, Portrayed, Record, db.Model):
    """就餐老人. One a person; `number` is the short number on the card, counted in the township."""

    __tablename__ = "elder_care_member"
    lasting = ("active",)
    __table_args__ = (
        Index("ix_elder_care_member_recent", "township_id", "created_at", "id"),
        Index("ix_elder_care_member_county", "county_id", "created_at", "id"),
        Index("ix_elder_care_member_number", "township_id", "number"),
        *list_indexes("elder_care_member", "created_at"),
        *waiting_indexes("elder_care_member", "status IN ('active')", "status", "review_due", name="active"),
    )
    permission, states = "elder_care.members", MEMBER_STATES
    PORTRAIT_FOR, portray = "就餐核对", Portrayed.portray.needing("elder_care.manage")
    grave_verbs = ("stop",)
    keeping = Keeping(
        name="就餐老人",
        since=lambda: Member.stopped_on,
        does="列出来，由发放单位核对补贴以后决定，不自动去除姓名",
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), unique=True)
    household: Mapped[str] = mapped_column(String(6), default="local")
    joined_on: Mapped[date]
    review_due: Mapped[date] = mapped_column(index=True)
    stop_reason: Mapped[str] = mapped_column(String(10), default="")
    stopped_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    events: Mapped[list[MemberEvent]] = relationship(
        back_populates="record", order_by=MemberEvent.id, passive_deletes="all"
    )

    @classmethod
    def of(cls, person: Person) -> "Member | None":
        """The member that `person` is."""
        return db.session.scalar(select(cls).where(cls.person_id == person.id))

    @begins("登记就餐老人", needs="elder_care.manage", verb="enrol", refused="您没有登记就餐老人的权限。")
    def enrol(
        cls,
        *,
        unit: OrgUnit,
        person: Person,
        by: User,
        household: str = "local",
        joined_on: date | None = None,
        category: str = "",
        document: str = "",
    ) -> "Member":
        """登记, with the first card, and with a category that holds from that day. Raises RuleError for who is on the roster already or
        is too young on that day."""
        if person.id and db.session.scalar(select(cls.id).where(cls.person_id == person.id)):
            raise RuleError("这位居民已经在册，请直接查找。")
        day = joined_on or clock.today()
        _check_age(unit, person, day, category)
        member = cls(person=person, household=household, joined_on=day, review_due=_next_review(unit, day))
        member.place(unit)
        member.number = f"{next_number(unit.township_id or unit.id, 'elder_care', 0):05d}"
        member.issue_card(day)
        if category:
            member.categories.append(Category(name=category, document=document, valid_from=day))
        db.session.add(member)
        return member

    @step("更正户籍", of="active", needs="elder_care.manage")
    def correct_household(self, household: str, note: str, *, by: User) -> str:
        """What was not known when a roster was imported, or has changed."""
        was, self.household = self.household_name, household
        return f"{was} 更正为 {self.household_name}。{note}"

    @step("停止就餐", of="active", to="stopped", needs="elder_care.manage")
    def stop(self, reason: str, on: date, *, by: User, note: str = "") -> str:
        """停止 from `on`: what is eaten that day or later is not subsidised. The card of who has died ends."""
        if on > clock.today():
            raise RuleError("停止日期还没有到，请核对。")
        self.stop_reason, self.stopped_on = reason, on
        if reason == "died":
            self.end_card("stopped")
        return f"{STOPS[reason]}，{on:%Y-%m-%d} 起停止。{note}"

    @step("恢复就餐", of="stopped", to="active", needs="elder_care.manage", unless=_died)
    def resume(self, *, by: User, note: str = "") -> str:
        """恢复, such as after a stay in hospital; not for who has died."""
        self.stop_reason, self.stopped_on = "", None
        return note

    @step("更正死亡登记", of="stopped", to="active", needs="elder_care.manage", unless=_lives)
    def correct_death(self, reason: str, *, by: User) -> str:
        """It was somebody else: he eats on, with a new card, for that of who has died ended."""
        self.stop_reason, self.stopped_on = "", None
        self.issue_card()
        return f"{reason}已发新卡，请打印。"

    @step("年审", of="active", needs="elder_care.manage")
    def review(self, *, by: User, note: str = "") -> str:
        """年审通过: in person, by telephone or by comparing lists; good for the months that the settings say."""
        self.review_due = _next_review(self.unit, clock.today())
        return f"{note}下次年审不晚于 {self.review_due:%Y-%m-%d}。"

    @property
    def title(self) -> str:
        return self.person.name

    @property
    def household_name(self) -> str:
        return HOUSEHOLDS[self.household]


def _next_review(unit: OrgUnit, day: date) -> date:
    return months_after(day, in_force(unit, day).review_months)


def _check_age(unit: OrgUnit, person: Person, day: date, category: str) -> None:
    """Raises RuleError for who is younger in the year of `day` than any rule of the unit knows; an unknown age is not in the way. Whoever is
    refused learns neither the age nor the name from it; what is eaten before the birthday is not subsidised (`Standing.on`)."""
    age, rules = person.age_in_year(day), rules_of(in_force(unit, day))
    least = rules.least_age(category=bool(category))
    if age is None or age >= least:
        return
    told = f"到 {day.year} 年底仍未满 {least} 周岁，按本地设置不能登记为就餐老人。"
    if category:
        raise RuleError(told)
    sooner = rules.least_age(category=True)
    raise RuleError(told + (f"有类别的满 {sooner} 周岁，请登记类别。" if age >= sooner else "请核对身份证号。"))
