"""疑似重复: entries that may be of one resident, for somebody to look at; what was looked at and is two people is not shown again.

Nothing is decided here: only people merge (docs/adr/0041, 0068). Read in pieces, the residents entered last first; of namesakes only those come out
of the database who may be the same.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, ForeignKey, Select, case, func, or_, select, union
from sqlalchemy.orm import Mapped, aliased, mapped_column

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
CLOSE = 50  # looked at for one resident: those with the same telephone or year of birth first


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


ONE, OTHER = aliased(Person), aliased(Person)


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
    return _pairs([person], _reached(by, right))[:FEW]


def piece_of(unit: OrgUnit, by: User, right: str, before: tuple[datetime, int] | None = None) -> Piece:
    """The pairs among the next PIECE residents of `unit`, the latest first, each with whoever was entered earlier."""
    people = list(db.session.scalars(newest_of(unit, PIECE, before)))
    last = people[-1] if len(people) == PIECE else None
    pairs = _pairs(people, _reached(by, right), OTHER.id < ONE.id)
    return Piece(pairs, (last.created_at, last.id) if last else None)


def _reached(by: User, right: str) -> ColumnElement[bool]:
    return by.reach(OTHER, right)


def _pairs(people: list[Person], *asked: ColumnElement[bool]) -> list[Pair]:
    ones, apart = {each.id: each for each in people}, _apart(people)
    pairs = [
        Pair(ones[one], other, why)
        for one, other in db.session.execute(close_to(people, *asked))
        if tuple(sorted((one, other.id))) not in apart and (why := alike(ones[one], other))
    ]
    places = {ident: place for place, ident in enumerate(ones)}
    return sorted(pairs, key=lambda each: (places[each.one.id], -each.other.id))


def close_to(people: list[Person], *asked: ColumnElement[bool]) -> Select:
    """Ids of `people`, each with whoever has the same telephone or name, and is not clearly another; at most CLOSE for each."""
    both = union(_with_one_phone(people), _with_one_name(people)).subquery()
    better = case((ONE.phone_hash == OTHER.phone_hash, 0), (ONE.birth_year == OTHER.birth_year, 1), else_=2)
    place = func.row_number().over(partition_by=both.c.one, order_by=(better, OTHER.id.desc())).label("place")
    found = (
        select(both.c.one, both.c.other, place).join(ONE, ONE.id == both.c.one).join(OTHER, OTHER.id == both.c.other)
    )
    there = OTHER.id != ONE.id, OTHER.erased_at.is_(None), OTHER.merged_into_id.is_(None)
    close = found.where(*there, *_may_be_one(), *asked).subquery()
    return select(close.c.one, Person).join(Person, Person.id == close.c.other).where(close.c.place <= CLOSE)


def _may_be_one() -> list[ColumnElement[bool]]:
    """What `alike` refuses at once, as SQL."""
    resident = [each.id_type != "resident" for each in (ONE, OTHER)]
    return [
        or_(ONE.gender == "", OTHER.gender == "", ONE.gender == OTHER.gender),
        or_(ONE.birth_year.is_(None), OTHER.birth_year.is_(None), ONE.birth_year == OTHER.birth_year),
        or_(ONE.id_hash.is_(None), OTHER.id_hash.is_(None), *resident),
    ]


def _with_one_phone(people: list[Person]) -> Select:
    same_phone = (OTHER.county_id == ONE.county_id) & (OTHER.phone_hash == ONE.phone_hash)
    found = select(ONE.id.label("one"), OTHER.id.label("other")).join(OTHER, same_phone)
    return found.where(ONE.id.in_([each.id for each in people]))


def _with_one_name(people: list[Person]) -> Select:
    """By the whole name, as the search terms of the county have it."""
    own, same_name = aliased(PersonTerm), aliased(PersonTerm)
    found = select(own.person_id.label("one"), same_name.person_id.label("other")).join(
        same_name, (same_name.scope == own.scope) & (same_name.term == own.term)
    )
    return found.where(
        own.person_id.in_([each.id for each in people]),
        own.scope.in_({each.county_id for each in people}),
        own.term.in_({normalise_query(each.name).value for each in people}),
    )


def _apart(people: list[Person]) -> set[tuple[int, ...]]:
    """Who was said to be two, of `people` and others; also where one of the two was merged into another entry since."""
    first, second, ids = aliased(Person), aliased(Person), [each.id for each in people]
    entries = select(Person.id).where(or_(Person.id.in_(ids), Person.merged_into_id.in_(ids)))
    told = (
        select(func.coalesce(first.merged_into_id, first.id), func.coalesce(second.merged_into_id, second.id))
        .select_from(Apart)
        .join(first, first.id == Apart.first_id)
        .join(second, second.id == Apart.second_id)
        .where(or_(Apart.first_id.in_(entries), Apart.second_id.in_(entries)))
    )
    return {tuple(sorted(each)) for each in db.session.execute(told)}
