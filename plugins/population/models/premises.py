"""房屋: an address down to the room, what it is used for, whose it is, and who rents it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    Index,
    Select,
    String,
    delete,
    event,
    insert,
    inspect,
    literal_column,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from plugins.population.address import key, terms, written
from plugins.population.choices import EDIT, KEY, RENTED, USES, VIEW
from plugins.population.models.letting import Lease, Let
from plugins.population.models.owning import Owned, PremisesOwner
from plugins.population.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping
from portal.records.waiting import waiting_indexes
from portal.together import looked_up, made

BY_LETTER = String(80).with_variant(String(80, collation="C"), "postgresql")
STATES = States(State("here", "在册", "ok"), State("gone", "已注销", "neutral"))
DUE = "due_on IS NOT NULL"
HERE = text("status = 'here'")
PARTS = ("estate", "building", "entrance", "room")


class PremisesEvent(Entry, db.Model):
    """One entry of the timeline of premises. It names nobody."""

    __tablename__ = "population_premises_event"

    premises_id: Mapped[int] = mapped_column(ForeignKey("population_premises.id"), index=True)

    record: Mapped["Premises"] = relationship(back_populates="events")


def key_of(place: Mapping[str, Any]) -> str:
    """What tells the address of `place` (its parts by their names)."""
    return key(written(*(place[each] or "" for each in PARTS)))


class Premises(Owned, Let, Record, db.Model):
    """房屋. `address` and `address_key` follow from its parts; of those that are not closed an address is there once in a county. `due_on`: when
    something about its renting is to be looked at."""

    __tablename__ = "population_premises"
    __table_args__ = (
        Index("ix_population_premises_recent", "township_id", "created_at", "id"),
        Index("ix_population_premises_county", "county_id", "created_at", "id"),
        Index(
            "uq_population_premises_address",
            "county_id",
            "address_key",
            unique=True,
            sqlite_where=HERE,
            postgresql_where=HERE,
        ),
        *list_indexes("population_premises", "created_at"),
        *waiting_indexes("population_premises", DUE, "due_on", name="due"),
    )
    permission, states, lasting = VIEW, STATES, ("here",)
    keeping = Keeping(
        name="房屋",
        does="在用的登记，没有到期；住过的人由“居民登记”的期限管",
    )

    title: Mapped[str] = mapped_column(String(120))
    address_key: Mapped[str] = mapped_column(String(80))
    estate: Mapped[str] = mapped_column(String(40))
    building: Mapped[str] = mapped_column(String(20), default="")
    entrance: Mapped[str] = mapped_column(String(20), default="")
    floor: Mapped[int | None]
    room: Mapped[str] = mapped_column(String(20))
    use: Mapped[str] = mapped_column(String(8), default="own")
    due_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    owners: Mapped[list[PremisesOwner]] = relationship(back_populates="record", order_by=PremisesOwner.id)
    leases: Mapped[list[Lease]] = relationship(back_populates="record", order_by=Lease.id)
    events: Mapped[list[PremisesEvent]] = relationship(back_populates="record", order_by=PremisesEvent.id)

    @property
    def use_name(self) -> str:
        return USES[self.use]

    @classmethod
    def known(cls, unit: OrgUnit, place: dict[str, Any]) -> "Premises | None":
        """The one with this address in the county of `unit` that is not closed, however it was written."""
        address = key_of(place)
        with db.session.no_autoflush:
            return looked_up(
                ("premises", unit.county_id, address), lambda: db.session.scalars(cls.at(unit, [address])).first()
            )

    @classmethod
    def at(cls, unit: OrgUnit, keys: Iterable[str]) -> Select[tuple["Premises"]]:
        """Those with one of these addresses in the county of `unit` that are not closed, locked."""
        here = cls.status == literal_column("'here'")  # as the index has it
        return select(cls).where(cls.county_id == unit.county_id, cls.address_key.in_(keys), here).with_for_update()

    @classmethod
    def found_or_entered(cls, unit: OrgUnit, place: dict[str, Any], *, by: User | None) -> "Premises":
        """The one with this address, entered in `unit` if it is new. `place`: estate, building, entrance, floor, room."""
        return cls.known(unit, place) or cls.enter(unit=unit, by=by, **place)

    @begins("登记房屋", needs=EDIT)
    def enter(
        cls,
        *,
        unit: OrgUnit,
        estate: str,
        room: str,
        by: User | None,
        building: str = "",
        entrance: str = "",
        floor: int | None = None,
        use: str = "own",
    ) -> Moved:
        """Raises RuleError for an address that is known in the county."""
        premises = cls(use=use)
        premises.place(unit)
        premises.lie_at(estate, building, entrance, floor, room)
        premises.number = take_number(unit, f"{KEY}.premises", rules_of(unit).premises_number, clock.today().year)
        premises.look_again()
        db.session.add(premises)
        made(("premises", unit.county_id, premises.address_key), premises)
        return Moved(made=premises)

    @step("更正", of="here", needs=EDIT)
    def correct(
        self,
        unit: OrgUnit,
        estate: str,
        building: str,
        entrance: str,
        floor: int | None,
        room: str,
        use: str,
        *,
        by: User | None,
    ) -> str:
        """Where it lies, and what it is used for. Raises RuleError for an address that is known, and a unit of another county."""
        if unit.county_id != self.county_id:
            raise RuleError("不能改到别的旗县区，请在那里登记。", at="unit_id")
        if by is not None and not by.can(EDIT, unit):
            raise RuleError("您在那个单位没有登记的权限。", at="unit_id")
        if use != RENTED and self.rented_to:
            raise RuleError("还有承租人，先办理退租，再改用途。", at="use")
        said = [f"{self.unit.short_name}改为{unit.short_name}。"] if unit.id != self.unit_id else []
        was, self.use = self.use, use
        if was != use:
            said.append(f"{USES[was]}改为{USES[use]}。")
        before = self.title
        self.lie_at(estate, building, entrance, floor, room)
        if before != self.title:
            said.append(f"{before}更正为{self.title}。")
        self.place(unit)
        self.look_again()
        return "".join(said) or "没有变化。"

    @step("注销房屋", of="here", to="gone", needs=EDIT)
    def close(self, reason: str, *, by: User | None) -> str:
        """拆除, or registered by mistake. Raises RuleError while somebody rents it or lives there."""
        if self.rented_to:
            raise RuleError("还有承租人，先办理退租。")
        if db.session.scalar(_lived_in(self.id, now=True)):
            raise RuleError("还有户登记住在这里，先办理搬离。")
        self.due_on = None
        return reason

    def lie_at(self, estate: str, building: str, entrance: str, floor: int | None, room: str) -> None:
        place = {"estate": estate, "building": building, "entrance": entrance, "room": room}
        if (known := self.known(self.unit, place)) not in (None, self):
            raise RuleError(f"这个地址已经登记过：{known.number}（{known.unit.short_name}），不用再登记。", at="room")
        self.title = written(*place.values())
        self.address_key = key(self.title)
        for name, value in (place | {"floor": floor}).items():
            setattr(self, name, value)

    def look_again(self) -> None:
        """When its renting is to be looked at: after the days of the district, or when a contract ends, whichever is first; never, of
        what is closed."""
        if self.use != RENTED or self.status == "gone":
            self.due_on = None
            return
        since = self.checked_on or clock.local(self.created_at or clock.now()).date()
        due = since + timedelta(days=rules_of(self.unit).rented_days)
        self.due_on = min([due, *(each.contract_until for each in self.rented_to if each.contract_until)])

    def let_go(self, *, since: datetime) -> None:
        """A roster is taken back: premises that it entered go, where nothing else is known of them."""
        from_it = self.created_at >= since and len(self.events) == 1 and not (self.owners or self.leases)
        if not from_it or db.session.scalar(_lived_in(self.id)):
            return
        for table, column in ((AddressTerm, AddressTerm.premises_id), (PremisesEvent, PremisesEvent.premises_id)):
            db.session.execute(delete(table).where(column == self.id))
        db.session.expire(self, ["events"])
        db.session.delete(self)
        db.session.flush()

    def address_terms(self) -> list[dict]:
        """The rows by which it is found in its county and its township."""
        words = terms(*(getattr(self, each) or "" for each in PARTS))
        scopes = {each for each in (self.county_id, self.township_id) if each}
        return [{"scope": scope, "term": word, "premises_id": self.id} for word in sorted(words) for scope in scopes]


class AddressTerm(db.Model):
    """A beginning by which premises are found within a county or township, read as a range of the index (docs/adr/0074)."""

    __tablename__ = "population_address_term"
    __table_args__ = (Index("ix_population_address_term_premises", "premises_id"),)

    scope: Mapped[int] = mapped_column(primary_key=True)
    term: Mapped[str] = mapped_column(BY_LETTER, primary_key=True)
    premises_id: Mapped[int] = mapped_column(ForeignKey("population_premises.id"), primary_key=True)


def _lived_in(premises_id: int, *, now: bool = False):
    """Whether a household lives there or did; `now`: lives there."""
    lives = db.metadata.tables["population_residence"]
    there = select(lives.c.id).where(lives.c.premises_id == premises_id).limit(1)
    return there.where(lives.c.valid_until.is_(None)) if now else there


@event.listens_for(Premises, "after_insert")
def _index_addresses(mapper: Mapper, connection: Connection, premises: Premises) -> None:
    """Before anybody can look for them: the terms of new premises. Those entered together are all there when the first is told of, and are written in one statement."""
    together = [each for each in db.session.new if isinstance(each, Premises)]
    if premises is together[0]:
        connection.execute(insert(AddressTerm.__table__), [row for each in together for row in each.address_terms()])


@event.listens_for(Premises, "after_update")
def _index_anew(mapper: Mapper, connection: Connection, premises: Premises) -> None:
    """Rewrite the terms where the address or the township is another."""
    state = inspect(premises)
    if any(state.attrs[name].history.has_changes() for name in ("address_key", "township_id")):
        connection.execute(delete(AddressTerm.__table__).where(AddressTerm.premises_id == premises.id))
        connection.execute(insert(AddressTerm.__table__), premises.address_terms())
