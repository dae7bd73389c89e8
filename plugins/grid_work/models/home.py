"""走访户: which households are visited, how often and why, and when next."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, literal_column, select, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.grid_work.choices import COUNTS, EXEMPT, FROM_AFAR, KEY, MANAGE, MET, RESIDES, VIEW, VISIT, WISHES
from plugins.grid_work.models.dwelling import FollowsDwelling
from plugins.grid_work.models.pause import VisitPause
from plugins.grid_work.models.schedule import Standing, first_due, next_due
from plugins.grid_work.models.visit import HomeVisit
from plugins.grid_work.settings import causes_of, grades_of, rules_of
from portal import clock
from portal.accounts.models import User
from portal.database import only_once
from portal.errors import RuleError
from portal.extensions import db
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping
from portal.records.waiting import waiting_indexes
from portal.redaction import RedactedText

STATES = States(State("here", "走访中", "ok"), State("closed", "不再走访", "neutral"))
DUE, CHECK, REVIEW = "due_on IS NOT NULL", "check_since IS NOT NULL", "review_on IS NOT NULL"
VISITED, ELSEWHERE = text("status = 'here'"), text("origin_id IS NOT NULL")
BY_HAND = text("status = 'here' AND origin_id IS NULL")  # several households of a register may share an address
ADDRESS = ("county_id", "building", "room")
TWICE = "这个地址刚刚由别人登记了，不用再登记。"
HERE = literal_column("'here'")  # as the index has it
READ = 20  # visits that are looked at to know how it stands
OLDEST = 31  # days: what was written on paper is entered within a month


class VisitedHomeEvent(Entry, db.Model):
    """One entry of the timeline of a household. It names nobody, no class and nothing that was said."""

    __tablename__ = "grid_work_home_event"

    home_id: Mapped[int] = mapped_column(ForeignKey("grid_work_home.id"), index=True)

    record: Mapped["VisitedHome"] = relationship(back_populates="events")


def _nothing_to_check(home: "VisitedHome") -> str:
    return "" if home.check_since else "没有要核查的。"


class VisitedHome(FollowsDwelling, Record, db.Model):
    """走访户. `due_on`: when it is to be visited next; None where it is not, or where residence is to be checked first (`check_since`). `building`: down to
    the entrance, by which a day's walk is put in order. Class, cause and reason are seen by whoever visits, and told nowhere else."""

    __tablename__ = "grid_work_home"
    __table_args__ = (
        Index("ix_grid_work_home_recent", "township_id", "created_at", "id"),
        Index("ix_grid_work_home_county", "county_id", "created_at", "id"),
        Index("ix_grid_work_home_number", "number"),
        Index(
            "uq_grid_work_home_origin",
            "origin_kind",
            "origin_id",
            unique=True,
            sqlite_where=ELSEWHERE,
            postgresql_where=ELSEWHERE,
        ),
        Index("ix_grid_work_home_address", *ADDRESS, sqlite_where=VISITED, postgresql_where=VISITED),
        Index("uq_grid_work_home_address", *ADDRESS, unique=True, sqlite_where=BY_HAND, postgresql_where=BY_HAND),
        *list_indexes("grid_work_home", "created_at"),
        *waiting_indexes("grid_work_home", DUE, "due_on", name="due"),
        *waiting_indexes("grid_work_home", CHECK, "check_since", name="check"),
        *waiting_indexes("grid_work_home", REVIEW, "review_on", name="review"),
    )
    permission, states, lasting = VIEW, STATES, ("here",)
    keeping = Keeping(name="走访户", does="在用的登记，没有到期；联系人由“居民登记”的期限管")

    building: Mapped[str] = mapped_column(String(80))
    room: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"), index=True)
    grade: Mapped[str] = mapped_column(String(1))
    cause: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(RedactedText(200), default="")
    review_on: Mapped[date | None]
    wish: Mapped[str] = mapped_column(String(8), default="any")
    wish_said: Mapped[str] = mapped_column(RedactedText(100), default="")
    away: Mapped[bool] = mapped_column(default=False)
    last_on: Mapped[date | None]
    due_on: Mapped[date | None]
    missed: Mapped[int] = mapped_column(default=0)
    check_since: Mapped[date | None]
    checked_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person | None] = relationship(lazy="joined")
    events: Mapped[list[VisitedHomeEvent]] = relationship(back_populates="record", order_by=VisitedHomeEvent.id)

    @hybrid_property
    def title(self) -> str:
        return self.building + self.room

    @property
    def wish_name(self) -> str:
        return WISHES[self.wish] if self.wish != "any" else ""

    @begins("登记走访户", needs=VISIT)
    def enrol(
        cls,
        *,
        unit: OrgUnit,
        person: Person | None,
        building: str,
        room: str,
        grade: str,
        cause: str,
        reason: str,
        by: User,
        review_on: date | None = None,
    ) -> Moved:
        """Raises RuleError for an address that is visited already in the county, and for a class as `regrade` does."""
        home = cls(building=building, room=room, person=person, grade=grade)
        home.place(unit)
        home._refuse_twice(building, room)
        home._decide(grade, cause, reason, review_on)
        with only_once(TWICE, at="room"):
            home._entered()
        return Moved(made=home)

    @begins("按户的定类登记", needs=None)
    def take_over(cls, *, unit: OrgUnit, record: Any, by: User | None) -> Moved:
        """Out of a household that another plugin keeps, once it has a class there."""
        told = record.dwelling
        where = {"building": told.building, "room": told.room}
        home = cls(person=told.person, grade=told.grade, cause=told.cause, decision=told.decision, **where)
        home.place(unit)
        home.origin = record
        return Moved(made=home._entered())

    def _entered(self) -> "VisitedHome":
        today = clock.today()
        self.number = take_number(self.unit, f"{KEY}.home", rules_of(self.unit).home_number, today.year)
        self.due_on = None if self.grade == EXEMPT else first_due(self.unit, self.grade, self.building, today)
        db.session.add(self)
        return self

    @step("记走访", of="here", needs=VISIT)
    def visit(
        self,
        on: date,
        met: str,
        way: str,
        text: str,
        *,
        by: User,
        found: str = "",
        title: str = "",
        matter: str = "other",
        late: bool = False,
    ) -> Moved:
        """One visit, by day or at night, at the door or by chance. Raises RuleError for a day to come or long past, for the same twice, and for
        something found that nobody says."""
        today = clock.today()
        if on > today:
            raise RuleError(f"走访日期晚于今天（{today}）。手机、电脑日期不对的，按实际日期改。", at="on")
        if on < today - timedelta(days=OLDEST):
            raise RuleError(f"只能补记 {OLDEST} 日以内的走访，请核对日期。", at="on")
        same = HomeVisit.home_id == self.id, HomeVisit.on == on, HomeVisit.met == met, HomeVisit.status != "dropped"
        if db.session.scalar(select(HomeVisit.id).where(*same).limit(1)):
            raise RuleError(f"这一户 {on} 已经记过“{MET[met]}”，不用再记。", at="on")
        made = HomeVisit.note(home=self, on=on, met=met, way=way, text=text, late=late, by=by)
        if found == "matter":
            made.find(title, matter, by=by)
        elif found == "change":
            made.learn_change(title, by=by)
        if met == "met" and way not in FROM_AFAR and not (self.checked_on and on < self.checked_on):
            self.away = False
        db.session.flush()
        self.reckon()
        return Moved(f"{on}，{MET[met]}。", made=made)

    @step("定类", of="here", needs=MANAGE)
    def regrade(self, grade: str, cause: str, reason: str, *, by: User | None, review_on: date | None = None) -> str:
        """Another class, or the same after a review. Raises RuleError for a class or cause that the district has not, no reason, and a review that is
        not to come."""
        self._decide(grade, cause, reason, review_on)
        self.reckon()
        return ""

    @step("登记怎样见面", of="here", needs=VISIT)
    def wishes(self, wish: str, wish_said: str, *, by: User) -> str:
        """When and how they want to be met."""
        self.wish, self.wish_said = wish, wish_said
        return ""

    @step("更正", of="here", needs=MANAGE)
    def correct(self, unit: OrgUnit, building: str, room: str, *, by: User) -> str:
        """Where it lies. Raises RuleError for a unit of another county or without the right, and an address that is visited already."""
        if unit.county_id != self.county_id:
            raise RuleError("不能改到别的旗县区，请在那里登记。", at="unit_id")
        if not by.can(MANAGE, unit):
            raise RuleError("您在那个单位没有登记的权限。", at="unit_id")
        self._refuse_twice(building, room)
        said = f"{self.unit.short_name}改为{unit.short_name}。" if unit.id != self.unit_id else ""
        was = self.title
        with only_once(TWICE, at="room"):
            self.building, self.room = building, room
            self.place(unit)
        said += f"{was}改为{self.title}。" if was != self.title else ""
        return said or "没有变化。"

    @step("人户核查", of="here", needs=VISIT, unless=_nothing_to_check)
    def check(self, resides: str, on: date, note: str, *, by: User) -> Moved:
        """Whether they live where they are registered: somebody asked the neighbours, the owner, them themselves by telephone."""
        if on > clock.today():
            raise RuleError("核查日期还没有到，请核对。", at="on")
        self.check_since, self.checked_on, self.away = None, on, resides == "away"
        if resides == "moved":
            self.due_on = self.review_on = None
            return Moved(f"{on}，{RESIDES[resides]}。{note}", to="closed")
        self.reckon()
        return Moved(f"{on}，{RESIDES[resides]}。{note}")

    @step("不再走访", of="here", to="closed", needs=MANAGE)
    def close(self, reason: str, *, by: User | None) -> str:
        """迁走, 拆除, or registered by mistake."""
        self.due_on = self.check_since = self.review_on = None
        return reason

    @step("恢复走访", of="closed", to="here", needs=MANAGE)
    def restore(self, reason: str, *, by: User | None) -> str:
        """Closed by mistake, or they came back."""
        self._refuse_twice(self.building, self.room)
        with only_once(TWICE, at="room"):
            self.status, self.ended_there, self.checked_on = "here", False, clock.today()
        self.reckon()
        return reason

    def reckon(self) -> None:
        """How it stands by its visits, and when it is due: one visit at most, however late it is."""
        stood = self._stood()
        self.last_on, self.missed = stood.last, stood.missed
        if self.grade == EXEMPT:
            self.due_on = self.check_since = None
        elif stood.moved or stood.missed >= rules_of(self.unit).missed_most:
            self.due_on, self.check_since = None, self.check_since or stood.tried_on
        else:
            began = clock.local(self.created_at or clock.now()).date()
            since = max(filter(None, [stood.last, self.checked_on, None if stood.last else began]))
            self.due_on, self.check_since = next_due(self.unit, self.grade, since, stood, away=self.away), None

    def _stood(self) -> Standing:
        mine = HomeVisit.home_id == self.id, HomeVisit.status != "dropped"
        latest = (
            select(HomeVisit.on, HomeVisit.met)
            .where(*mine)
            .order_by(HomeVisit.on.desc(), HomeVisit.id.desc())
            .limit(READ)
        )
        missed: list[tuple[date, str]] = []
        last = None
        for on, met in db.session.execute(latest).all():
            if met in COUNTS:
                last = on
                break
            if not self.checked_on or on > self.checked_on:
                missed.append((on, met))
        moved = bool(missed) and missed[0][1] == "moved"
        return Standing(last, len(missed), missed[0][0] if missed else None, moved)

    def _decide(self, grade: str, cause: str, reason: str, review_on: date | None) -> None:
        if grade not in grades_of(self.unit):
            raise RuleError("请选择类别。", at="grade")
        if cause not in causes_of(self.unit):
            raise RuleError("请选择理由。", at="cause")
        if not reason.strip():
            raise RuleError("请写明情况。", at="reason")
        today = clock.today()
        review_on = review_on or today + timedelta(days=rules_of(self.unit).review_days)
        if review_on <= today:
            raise RuleError("复核日期应在今天以后。", at="review_on")
        self.grade, self.cause, self.reason, self.review_on = grade, cause, reason, review_on

    def _refuse_twice(self, building: str, room: str) -> None:
        found = self.at(self.unit, building, room)
        if found and found is not self and not self.origin_id:
            near = f"：{found.number}（{found.unit.short_name}）" if self.unit.contains(found) else "，在别的网格"
            raise RuleError(f"这个地址已经登记过{near}，不用再登记。", at="room")

    @classmethod
    def at(cls, unit: OrgUnit, building: str, room: str, *, by_hand: bool = False) -> "VisitedHome | None":
        """One at this address in the county of `unit` that is visited; of those only that were entered by hand."""
        same = cls.county_id == unit.county_id, cls.building == building, cls.room == room, cls.status == HERE
        found = select(cls).where(*same, cls.origin_id.is_(None)) if by_hand else select(cls).where(*same)
        with db.session.no_autoflush:
            return db.session.scalar(found.limit(1))

    @classmethod
    def due_by(cls, day: date | ColumnElement[date]) -> ColumnElement[bool]:
        """The condition for those to be visited by `day`, where nobody is on leave."""
        return cls.due_on.is_not(None) & (cls.due_on <= day) & ~VisitPause.over(cls, day)
