"""Households of three, each in premises of its own, of all residents of a crowd; every tenth resident is of a kind. Written in bulk as the plugin
实有人口房屋 stores them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, select

from bench.crowd import FIRST, Crowd, indexed_afterwards, write
from plugins.population.address import key, terms, written
from plugins.population.models import AddressTerm, Household, HouseholdMember, KindHeld, Premises, Residence
from portal import clock
from portal.extensions import db
from portal.org.models import LEVELS
from portal.people.models import Person

MODELS = (Premises, AddressTerm, Household, HouseholdMember, Residence, KindHeld)
RELATIONS, KINDS = ("head", "spouse", "son"), ("registered", "floating", "left_behind")
TOGETHER, KIND_OF = 3, 10
ESTATES = ("万豪", "锦绣", "教育", "河套")
AT_ONCE = 40_000  # terms of addresses, after which everything is written
MOVED_IN = date(2024, 3, 1)


class Dwellings:
    """What is known of the residents of `crowd`: as many households as they make, with the same numbers and addresses at each run."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd, self.many, self.household = crowd, 0, FIRST
        self.housed: Counter[int] = Counter()  # households of each unit

    def grow(self) -> None:
        """House those who were entered since."""
        first, self.many = FIRST + self.many, self.crowd.many
        with indexed_afterwards(self.crowd.engine, *(each.__tablename__ for each in MODELS)):
            rows: dict[Table, list[dict[str, Any]]] = {each.__table__: [] for each in MODELS}
            for home in self.crowd.homes:
                here = select(Person.id).where(Person.community_id == home["community_id"], Person.id >= first)
                self._house(home, db.session.scalars(here.order_by(Person.id)).all(), rows)
                if len(rows[AddressTerm.__table__]) > AT_ONCE or home is self.crowd.homes[-1]:
                    db.session.rollback()
                    for table, some in rows.items():
                        write(self.crowd.engine, table.name, iter(some))
                        some.clear()

    def _house(self, home: dict[str, Any], people: Sequence[int], rows: dict[Table, list[dict[str, Any]]]) -> None:
        place = {level: home[level] for level in ("unit_id", *LEVELS)}
        for start in range(0, len(people), TOGETHER):
            self.household, number = self.household + 1, self.housed[home["unit_id"]]
            self.housed[home["unit_id"]] += 1
            for table, row in self._one(self.household, number, place, people[start : start + TOGETHER]):
                rows[table].append(row)

    def _one(
        self, ident: int, number: int, place: dict, people: Sequence[int]
    ) -> Iterator[tuple[Table, dict[str, Any]]]:
        now = clock.now().replace(tzinfo=None)
        record = place | {"id": ident, "number": f"测量{ident}", "version": 1, "created_at": now}
        parts = {
            "estate": ESTATES[number % 4],
            "building": str(place["community_id"]),
            "entrance": str(1 + number % 3),
            "room": str(101 + number),
        }
        title = written(*parts.values())
        known = {
            "title": title,
            "address_key": key(title),
            "use": "rented" if number % 20 == 0 else "own",
            "status": "here",
        }
        yield Premises.__table__, record | parts | known
        for scope in (place["county_id"], place["township_id"]):
            for term in terms(*parts.values()):
                yield AddressTerm.__table__, {"scope": scope, "term": term, "premises_id": ident}
        closed = "closed" if number % 200 == 199 else "here"
        yield Household.__table__, record | {"code": "", "grade": "", "status": closed}
        lives = {
            "household_id": ident,
            "premises_id": ident,
            "by_roster": False,
            "created_at": now,
            "valid_from": MOVED_IN,
        }
        if number % 100:
            yield Residence.__table__, lives | {"id": ident}
        for who, relation in zip(people, RELATIONS, strict=False):
            belongs = {"household_id": ident, "person_id": who, "relation": relation, "valid_from": MOVED_IN}
            yield HouseholdMember.__table__, belongs | {"id": who}
            if who % KIND_OF == 0:
                held = {"kind": KINDS[who // KIND_OF % 3], "guarded": False, "person_id": who, "source": "走访"}
                yield KindHeld.__table__, record | held | {"id": who, "valid_from": MOVED_IN, "status": "held"}
