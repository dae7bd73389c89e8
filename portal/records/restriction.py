"""限制处理: records that name a resident whose data is only stored are neither taken away in files nor printed (个人信息保护法 §44, §47)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Select, inspect, select, union_all

from portal.errors import RuleError
from portal.extensions import db
from portal.people.models import Person
from portal.records.naming import AT_ONCE, Naming, about, namings
from portal.records.people import Contact
from portal.records.record import Part

Named = Mapping[type[Any], list[int]]  # ids of residents, and of contacts
NOT_PRINTED = "这里有当事人的个人信息依本人请求限制处理，解除以前不能打印。"


def restricted_among(model: type[Any], ids: Iterable[int]) -> set[int]:
    """Which of `ids` of `model`, records or parts of some, name a resident, or a contact, whose data is restricted, or are about a record that does (a dispute
    about its case): two statements where there is none, as almost everywhere."""
    named = {who: list(db.session.scalars(select(who.id).where(who.only_kept()))) for who in (Person, Contact)}
    return set(ids) & _restricted(model, named) if any(named.values()) else set()


def restricted_people(among: Select) -> set[int]:
    """Of the ids of residents that `among` selects, those whose data is restricted."""
    return set(db.session.scalars(select(Person.id).where(Person.only_kept(), Person.id.in_(among))))


def _restricted(model: type[Any], named: Named, beyond: frozenset[type[Any]] = frozenset()) -> set[int]:
    """The rows of `model` that name one of `named` themselves, by a part of them or by a record of another room; `beyond`: models on the way here."""
    found = {ident for who in named for ident in _naming(model, who, named[who])}
    for column, other in about(model):
        if other not in beyond:
            there = _restricted(other, named, beyond | {model})
            found |= {
                ident
                for some in _portions(there)
                for ident in db.session.scalars(select(model.id).where(column.in_(some)))
            }
    return found


def _naming(model: type[Any], who: type[Any], named: Iterable[int]) -> set[int]:
    """The rows of `model` that name one of these, themselves or by a part of them."""
    places = [(each, ident) for each in namings(who) if (ident := _ident(model, each)) is not None]
    found = set[int]()
    for some in _portions(named) if places else ():
        parts = [each.rows(ident).where(each.column.in_(some)) for each, ident in places]
        found |= set(db.session.scalars(union_all(*parts)))
    return found


def _portions(idents: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(idents)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


def _ident(model: type[Any], naming: Naming) -> Any:
    """The column that says which row of `model` a row of `naming` is, or belongs to; None where it belongs to none. A part that lies in a unit itself stands
    as a record of its own, and is one of its record."""
    if model in (naming.record, naming.model):
        return model.id
    if naming.record is None or not issubclass(naming.record, Part):
        return None
    columns = inspect(naming.record).local_table.columns
    return next((each for each in columns if each.references(inspect(model).local_table.columns.id)), None)


def admit_printing(record: Any) -> None:
    """Raises RuleError where the record names somebody whose data is restricted."""
    if restricted_among(type(record), [record.id]):
        raise RuleError(NOT_PRINTED)
