"""人员类别: what a resident is registered as, since when, by which source. Registers of special groups are another matter."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.population.choices import EDIT, GUARDED, KEY, KINDS, SENSITIVE, VIEW
from plugins.population.models.first_day import first_day
from plugins.population.models.member import HouseholdMember
from plugins.population.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.numbering import take_number
from portal.people.models import Person
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.dated import Dated
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping
from portal.redaction import RedactedText
from portal.together import looked_up, made

STATES = States(
    State("held", "在册", "ok"),
    State("ended", "已结束", "neutral"),
    State("void", "登记有误", "neutral"),
)


class KindEvent(Entry, db.Model):
    """One entry of the timeline."""

    __tablename__ = "population_kind_event"

    held_id: Mapped[int] = mapped_column(ForeignKey("population_kind.id"), index=True)

    record: Mapped["KindHeld"] = relationship(back_populates="events")


class KindHeld(Dated, Record, db.Model):
    """人员类别 of one resident. One that is `guarded` is there for those alone who hold `population.sensitive` where it lies: on no list, count or
    page of others."""

    __tablename__ = "population_kind"
    __table_args__ = (
        Index("ix_population_kind_recent", "township_id", "created_at", "id"),
        Index("ix_population_kind_county", "county_id", "created_at", "id"),
        *list_indexes("population_kind", "created_at"),
    )
    permission, states, lasting, grave_verbs = VIEW, STATES, ("held",), ("annul",)
    keeping = Keeping(
        name="人员类别",
        since=lambda: KindHeld.valid_until,
        over=lambda: KindHeld.valid_until.is_not(None),
        forget=lambda row: row.remove(),
        does="已经结束的登记连同办理记录一并删除",
    )

    kind: Mapped[str] = mapped_column(String(12))
    guarded: Mapped[bool]
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), index=True)
    source: Mapped[str] = mapped_column(RedactedText(80))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship(lazy="joined")
    events: Mapped[list[KindEvent]] = relationship(back_populates="record", order_by=KindEvent.id)

    @classmethod
    def reach(cls, user: User, permission: str) -> ColumnElement[bool]:
        return super().reach(user, permission) & (cls.guarded.is_(False) | super().reach(user, SENSITIVE))

    def allows(self, user: User, permission: str) -> bool:
        return super().allows(user, permission) and (not self.guarded or super().allows(user, SENSITIVE))

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]

    @property
    def title(self) -> str:
        return f"{self.person.name_shown}：{self.kind_name}"

    @begins("登记人员类别", needs=EDIT, refused="您不能给这位居民登记人员类别。")
    def register(cls, person: Person, *, kind: str, on: date, source: str, by: User | None) -> Moved:
        """Where the resident is registered. Raises RuleError for a kind that the district does not use or that `by` may not see, one that is held, and a day
        before the year of birth."""
        if kind not in kinds_for(person, by):
            raise RuleError("请选择本地登记的类别。", at="kind")
        if kind in cls.held_by(person):
            raise RuleError("已经登记过这一类别。", at="kind")
        row = cls(kind=kind, guarded=kind in GUARDED, person=person, source=source)
        row.valid_from = first_day(person, on)
        row.place(person.unit)
        row.number = take_number(person.unit, f"{KEY}.kind", rules_of(person.unit).kind_number, clock.today().year)
        db.session.add(row)
        made(("kinds", person), {*cls.held_by(person), kind})
        return Moved(f"{on} 起，来源：{source}。", made=row)

    @classmethod
    def held_by(cls, person: Person) -> Collection[str]:
        """The kinds that `person` is registered as."""
        return looked_up(("kinds", person), lambda: cls._held_by(person), about=person) or ()

    @classmethod
    def _held_by(cls, person: Person) -> Collection[str]:
        return db.session.scalars(select(cls.kind).where(cls.person_id == person.id, cls.status == "held")).all()

    @step("结束", of="held", to="ended", needs=EDIT)
    def finish(self, on: date, *, by: User | None, note: str = "") -> str:
        """It holds no more."""
        self.person.admit_use()
        self.end_on(on)
        return f"最后一天 {on}。{note}"

    @step("登记有误", of="held", to="void", needs=EDIT)
    def annul(self, reason: str, *, by: User | None) -> str:
        """It never held."""
        self.person.admit_use()
        self.end_on(max(self.valid_from, clock.today()))
        return reason

    def remove(self) -> None:
        """It goes with its timeline: after its term, or as the resident asks."""
        db.session.execute(
            update(HouseholdMember).where(HouseholdMember.came_with_id == self.id).values(came_with_id=None)
        )
        db.session.execute(delete(KindEvent).where(KindEvent.held_id == self.id))
        db.session.expire(self, ["events"])
        db.session.delete(self)
        db.session.flush()

    def touched(self) -> bool:
        """Whether anything was done with it since it was registered."""
        return self.status != "held" or len(self.events) > 1


def kinds_for(person: Person, by: User | None) -> dict[str, str]:
    """Key → name of what may be registered of `person` by this user: what the district uses, and what is sensitive only for who may see it."""
    may = by is None or by.can(SENSITIVE, person)
    used = rules_of(person.unit).kinds
    return {each: name for each, name in KINDS.items() if each in used and (may or each not in GUARDED)}
