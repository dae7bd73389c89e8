"""疑似重复: entries that may be of one resident, for somebody to look at; what was looked at and is two people is not shown again.

Nothing is decided here: only people merge (docs/adr/0041, 0068). Read in pieces, the residents entered last first, each by an index.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person, PersonTerm
from portal.people.pinyin import normalise_query, terms
from portal.people.recent import newest_of
from portal.people.reconciling import same

PIECE = 500  # residents that are compared at once
FEW = 20  # found for one resident


class Apart(db.Model):  # type: ignore[name-defined]
    """不是同一个人: somebody looked at both. The first has the smaller id."""

    __tablename__ = "people_apart"

    first_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

    @classmethod
    def say(cls, one: Person, other: Person, *, by: User) -> None:
        """Keep that they are two."""
        first, second = sorted((one.id, other.id))
        if db.session.get(cls, (first, second)) is None:
            db.session.add(cls(first_id=first, second_id=second, by_id=by.id))


class Pair(NamedTuple):
    """Two entries that may be of one resident, the later first, and why."""

    one: Person
    other: Person
    why: str


class Piece(NamedTuple):
    """`pairs` among the residents that were entered until `until`; it is None where there are no earlier ones."""

    pairs: list[Pair]
    until: tuple[datetime, int] | None


def alike(one: Person, other: Person) -> str:
    """Why both may be the same resident; "" where they are not alike, or cannot be: of another sex or year, or with two numbers of one kind."""
    if one.gender and other.gender and one.gender != other.gender:
        return ""
    if one.birth_year and other.birth_year and one.birth_year != other.birth_year:
        return ""
    if one.id_number and other.id_number and one.id_type == other.id_type == "resident":
        return ""
    phone = bool(one.phone_hash) and one.phone_hash == other.phone_hash
    if same(one.name, other.name):
        if phone:
            return "姓名、电话都相同"
        if one.address and other.address and same(one.address, other.address):
            return "姓名、住址都相同"
        return "姓名、出生年份都相同" if one.birth_year and other.birth_year else ""
    return "电话相同，姓名读音相同" if phone and _spelt(one.name) & _spelt(other.name) else ""


def _spelt(name: str) -> set[str]:
    """How the whole name is read."""
    return {max(terms(name), key=len)} if name else set()


def alike_to(person: Person, by: User, right: str) -> list[Pair]:
    """The entries that may be of `person`, where `by` has the `right`."""
    return _pairs([person], by, right)[:FEW]


def piece_of(unit: OrgUnit, by: User, right: str, before: tuple[datetime, int] | None = None) -> Piece:
    """The pairs among the next PIECE residents of `unit`, the latest first, each with whoever was entered earlier."""
    people = list(db.session.scalars(newest_of(unit, PIECE, before)))
    last = people[-1] if len(people) == PIECE else None
    pairs = [each for each in _pairs(people, by, right) if each.other.id < each.one.id]
    return Piece(pairs, (last.created_at, last.id) if last else None)


def _pairs(people: list[Person], by: User, right: str) -> list[Pair]:
    by_phone, by_name = _of_phones(people), _of_names(people)
    close = {
        each.id: {*by_phone.get(each.phone_hash or "", ()), *by_name.get(_folded(each.name), ())} - {each.id}
        for each in people
    }
    ids = set[int]().union(*close.values())
    there = Person.id.in_(ids), Person.erased_at.is_(None), Person.merged_into_id.is_(None)
    others = {each.id: each for each in db.session.scalars(select(Person).where(*there, Person.reach(by, right)))}
    apart = _apart({*close, *ids})
    return [
        Pair(one, others[other], why)
        for one in people
        for other in sorted(close[one.id] & others.keys(), reverse=True)
        if tuple(sorted((one.id, other))) not in apart
        if (why := alike(one, others[other]))
    ]


def _folded(name: str) -> str:
    return normalise_query(name).value


def _of_phones(people: list[Person]) -> dict[str, list[int]]:
    counties, phones = {each.county_id for each in people}, {each.phone_hash for each in people} - {None}
    found = select(Person.phone_hash, Person.id).where(Person.county_id.in_(counties), Person.phone_hash.in_(phones))
    return _grouped(found)


def _of_names(people: list[Person]) -> dict[str, list[int]]:
    counties, names = {each.county_id for each in people}, {_folded(each.name) for each in people}
    found = select(PersonTerm.term, PersonTerm.person_id).where(
        PersonTerm.scope.in_(counties), PersonTerm.term.in_(names)
    )
    return _grouped(found)


def _grouped(found: Select) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for key, ident in db.session.execute(found):
        groups.setdefault(key, []).append(ident)
    return groups


def _apart(ids: set[int]) -> set[tuple[int, ...]]:
    told = select(Apart.first_id, Apart.second_id).where(Apart.first_id.in_(ids), Apart.second_id.in_(ids))
    return {tuple(each) for each in db.session.execute(told)}
