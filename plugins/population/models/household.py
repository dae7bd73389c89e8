"""户: who lives together as what, since when; where, and of which grade."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, delete, exists, func, select, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.population.address import written
from plugins.population.choices import EDIT, HEAD, KEY, RELATIONS, VIEW
from plugins.population.models.grading import Graded, Grading
from plugins.population.models.living import Living, Residence
from plugins.population.models.member import HouseholdMember
from plugins.population.models.premises import Premises
from plugins.population.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping
from portal.records.origin import Dwelling, TellsDwelling
from portal.records.waiting import waiting_indexes
from portal.together import looked_up, made

STATES = States(State("here", "在册", "ok"), State("closed", "已注销", "neutral"))
REVIEWED = "review_on IS NOT NULL"
CODE_TAKEN = "本旗县区已有这个户号，请核对。"


class HouseholdEvent(Entry, db.Model):
    """One entry of the timeline of a household. It names nobody, and no grade: who may see the household may read it."""

    __tablename__ = "population_household_event"

    household_id: Mapped[int] = mapped_column(ForeignKey("population_household.id"), index=True)

    record: Mapped["Household"] = relationship(back_populates="events")


def _has_others(household: "Household") -> str:
    return "" if len(household.present) > 1 else "这一户没有别的成员，不用变更户主。"


class Household(Graded, Living, TellsDwelling, Record, db.Model):
    """户. `code`: 户号 of the household register, where it is known. Who heads it is the member with that relation."""

    __tablename__ = "population_household"
    __table_args__ = (
        Index("ix_population_household_recent", "township_id", "created_at", "id"),
        Index("ix_population_household_county", "county_id", "created_at", "id"),
        Index("ix_population_household_number", "number"),
        Index(
            "uq_population_household_code",
            "county_id",
            "code",
            unique=True,
            sqlite_where=text("code <> ''"),
            postgresql_where=text("code <> ''"),
        ),
        *list_indexes("population_household", "created_at"),
        *waiting_indexes("population_household", REVIEWED, "review_on", name="review"),
    )
    permission, states, lasting = VIEW, STATES, ("here",)
    other_verbs = {"unimport": "撤销导入"}
    keeping = Keeping(
        name="户",
        does="在用的登记，没有到期；迁出的成员由“居民登记”的期限管",
    )

    code: Mapped[str] = mapped_column(String(20), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    members: Mapped[list[HouseholdMember]] = relationship(back_populates="record", order_by=HouseholdMember.id)
    events: Mapped[list[HouseholdEvent]] = relationship(back_populates="record", order_by=HouseholdEvent.id)

    @hybrid_property
    def title(self) -> str:
        """The name of the head; a list calls it by its number."""
        return f"{self.head.person.name_shown}一户" if self.head else "没有户主的一户"

    @title.inplace.expression
    @classmethod
    def _title(cls):
        return cls.number

    @property
    def about(self) -> str:
        return f"{self.number}　{self.title}"

    @property
    def present(self) -> list[HouseholdMember]:
        """Who belongs to it now."""
        return [each for each in self.members if each.valid_until is None]

    @property
    def head(self) -> HouseholdMember | None:
        return next((each for each in self.present if each.relation == HEAD), None)

    @property
    def dwelling(self) -> Dwelling | None:
        """As others may visit it: once it has a grade, a head and a home."""
        if not self.grade or self.status != "here" or not (self.head and self.residence):
            return None
        home = self.residence.premises
        building = written(home.estate, home.building, home.entrance, "")
        last = self.gradings[0] if self.gradings else None
        cause, decision = (last.cause, last.id) if last else ("", 0)
        return Dwelling(home.unit, self.head.person, building, home.room, self.grade, cause, decision)

    @classmethod
    def with_dwelling(cls) -> ColumnElement[bool]:
        """As `dwelling` asks."""
        lives = exists().where(Residence.household_id == cls.id, Residence.valid_until.is_(None))
        headed = exists().where(
            HouseholdMember.household_id == cls.id,
            HouseholdMember.valid_until.is_(None),
            HouseholdMember.relation == HEAD,
        )
        return (cls.grade != "") & (cls.status == "here") & lives & headed

    @classmethod
    def last_decision(cls) -> ColumnElement[int]:
        last = select(func.max(Grading.id)).where(Grading.household_id == cls.id).correlate(cls)
        return func.coalesce(last.scalar_subquery(), 0)

    @classmethod
    def coded(cls, unit: OrgUnit, code: str) -> "Household | None":
        """The one of the county of `unit` with this 户号."""
        with db.session.no_autoflush:
            return looked_up(
                ("household", unit.county_id, code), lambda: db.session.scalars(cls.with_codes(unit, [code])).first()
            )

    @classmethod
    def with_codes(cls, unit: OrgUnit, codes: Iterable[str]) -> Select[tuple["Household"]]:
        """Those of the county of `unit` with one of these 户号."""
        return select(cls).where(cls.county_id == unit.county_id, cls.code.in_(codes), cls.code != "")

    @classmethod
    def of(cls, person: Person) -> "Household | None":
        """The one to which `person` belongs now."""
        member = HouseholdMember.now(person)
        return member.record if member else None

    @begins("登记户", needs=EDIT)
    def enter(
        cls,
        *,
        unit: OrgUnit,
        head: Person,
        by: User | None,
        code: str = "",
        on: date | None = None,
        premises: Premises | None = None,
    ) -> Moved:
        """With its head, and where it lives, if that is known. Raises RuleError for a head who belongs to a household, and for a 户号 that is taken."""
        household, first = cls._begun(unit, code), on or clock.today()
        household.take_in(head, HEAD, first)
        return Moved(made=household, then=lambda: premises and household.settle(premises, first, by=by))

    @begins("按名册登记户", needs=EDIT)
    def from_roster(cls, *, unit: OrgUnit, code: str, by: User | None) -> Moved:
        """Empty for a moment: its lines follow one by one, in whatever order."""
        return Moved(made=cls._begun(unit, code))

    @classmethod
    def _begun(cls, unit: OrgUnit, code: str) -> "Household":
        if code and cls.coded(unit, code):
            raise RuleError(CODE_TAKEN, at="code")
        household = cls(code=code)
        household.place(unit)
        household.number = take_number(unit, f"{KEY}.household", rules_of(unit).household_number, clock.today().year)
        db.session.add(household)
        if code:
            made(("household", unit.county_id, code), household)
        return household

    @step("登记成员", of="here", needs=EDIT)
    def add(self, person: Person, relation: str, on: date, *, by: User | None) -> Moved:
        """Raises RuleError for somebody who belongs to a household, for a second head, and for a day before he was born."""
        return Moved(f"{RELATIONS[relation]}，{on} 起。", made=self.take_in(person, relation, on))

    @step("更正关系", of="here", needs=EDIT)
    def relate(self, member: HouseholdMember, relation: str, *, by: User | None) -> str:
        """To the head; who that is changes by `change_head`."""
        member.person.admit_use()
        if HEAD in (relation, member.relation):
            raise RuleError("户主请用“变更户主”办理。", at="relation")
        was, member.relation = member.relation, relation
        return f"{RELATIONS[was]}更正为{RELATIONS[relation]}。"

    @step("变更户主", of="here", needs=EDIT, unless=_has_others)
    def change_head(self, member: HouseholdMember, was: str, *, by: User | None) -> str:
        """`was`: what the former head is to the new one."""
        if member not in self.present or member.relation == HEAD:
            raise RuleError("请选择另一位在册的成员。", at="member")
        member.person.admit_use()
        if was == HEAD:
            raise RuleError("请选择原户主和新户主的关系。", at="was")
        before, former = member.relation, self.head
        if former:
            former.person.admit_use()
            former.relation = was
            db.session.flush()
        member.relation = HEAD
        return f"原{RELATIONS[before]}为户主，其他成员的关系请逐个核对。"

    @step("成员迁出", of="here", needs=EDIT)
    def let_leave(self, member: HouseholdMember, on: date, *, by: User | None) -> str:
        """Raises RuleError for the head while others stay."""
        member.person.admit_use()
        if member.relation == HEAD and len(self.present) > 1:
            raise RuleError("户主迁出以前，请先变更户主。", at="on")
        member.end_on(on)
        return f"{RELATIONS[member.relation]}，最后一天 {on}。"

    @step("更正", of="here", needs=EDIT)
    def correct(self, unit: OrgUnit, code: str, *, by: User | None) -> str:
        """Where it belongs, and its 户号. Raises RuleError for a unit of another county."""
        if unit.county_id != self.county_id:
            raise RuleError("不能改到别的旗县区，请在那里登记。", at="unit_id")
        if by is not None and not by.can(EDIT, unit):
            raise RuleError("您在那个单位没有登记的权限。", at="unit_id")
        if code and self.coded(self.unit, code) not in (None, self):
            raise RuleError(CODE_TAKEN, at="code")
        moved = f"{self.unit.short_name}改为{unit.short_name}。" if unit.id != self.unit_id else ""
        said = "户号已更正。" if code != self.code else ""
        self.code = code
        self.place(unit)
        return f"{moved}{said}" or "没有变化。"

    @step("注销", of="here", to="closed", needs=EDIT)
    def close(self, on: date, reason: str, *, by: User | None) -> str:
        """Nobody belongs to it any more, nor does it live anywhere; its grade needs no review."""
        for each in self.present:
            each.person.admit_use()
        for each in (*self.present, *filter(None, [self.residence])):
            each.end_on(on)
        self.review_on = None
        return f"最后一天 {on}。{reason}"

    def take_in(self, person: Person, relation: str, on: date) -> HouseholdMember:
        member = HouseholdMember.begin(person, relation, on, into=self)
        if relation == HEAD and self.head:
            raise RuleError("这一户已有户主，请选择和户主的关系。", at="relation")
        self.members.append(member)
        made(("member", person), member)
        return member

    def let_go(self, *, since: datetime) -> None:
        """A roster is taken back: what was made for it goes, unless somebody belongs to it still."""
        db.session.expire(self, ["members", "events"])
        if self.members or self.created_at < since or self.gradings:
            self.move("unimport", by=None, note="按名册登记的成员已撤销。")
            return
        self.forget_residence(since)
        db.session.execute(delete(HouseholdEvent).where(HouseholdEvent.household_id == self.id))
        db.session.delete(self)
        db.session.flush()

    @classmethod
    def numbers_of(cls, ids: list[int]) -> dict[int, int]:
        """Id → how many belong to it now."""
        rows = select(HouseholdMember.household_id, func.count(HouseholdMember.id)).where(
            HouseholdMember.household_id.in_(ids), HouseholdMember.valid_until.is_(None)
        )
        return dict(db.session.execute(rows.group_by(HouseholdMember.household_id)).all())
