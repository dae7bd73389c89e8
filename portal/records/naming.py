"""Every row that names a resident, of whatever plugin: found by the foreign keys, without a line in the plugin."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, false, inspect, or_, select, union_all
from sqlalchemy.orm import Mapper

from portal.extensions import Model, db
from portal.org.models import OrgUnit, Scoped
from portal.people.models import Person

__all__ = ["Naming", "namings", "known_in"]

OF_THE_REGISTER = "people_"  # search terms, changes: the resident again
AT_ONCE = 300  # residents asked about in one statement


@dataclass(frozen=True)
class Naming:
    """A column in which rows of `model` name a resident, or a contact. `way`: the foreign keys that lead from the row to its record, `record`: the model of
    that, the row itself where it is one; None where no record is found."""

    model: type[Any]
    column: Any
    way: tuple[tuple[Any, type[Any]], ...]
    record: type[Any] | None

    def rows(self, *columns: Any) -> Select:
        """A selection of `columns` from the rows, joined to their records."""
        statement = select(*columns).select_from(self.model)
        for key, model in self.way:
            statement = statement.join(model, model.id == key)
        return statement


def namings(named: type[Any] = Person) -> Sequence[Naming]:
    """Of all models there are now: those that name residents, or rows of `named` (contacts)."""
    return _namings(Model.registry.mappers, named.__tablename__)


def known_in(people: Iterable[int], units: Sequence[OrgUnit]) -> set[int]:
    """Ids of those of `people` whom a record of `units`, or of what lies below, names: an office that has one knows them from its work."""
    idents, found = sorted(people), set[int]()
    places = [each for each in namings() if each.record is not None]
    for start in range(0, len(idents) if units and places else 0, AT_ONCE):
        some = select(Person.id).where(Person.id.in_(idents[start : start + AT_ONCE])).cte("some")
        parts = [
            each.rows(each.column).where(each.column.in_(select(some.c.id)), _within(each.record, units))
            for each in places
        ]
        found |= set(db.session.scalars(union_all(*parts)))
    return found


def about(model: type[Any]) -> Iterator[tuple[Any, type[Any]]]:
    """The records of other rooms that one of `model` is about, such as the case of a dispute, each with the column that says which: whoever is named there is
    meant here. A part says it by its record."""
    models = {each.class_.__tablename__: each.class_ for each in Model.registry.mappers}
    for key in inspect(model).local_table.foreign_keys if issubclass(model, Scoped) else ():
        other = models.get(key.column.table.name)
        if other is not None and issubclass(other, Scoped) and _room(other) != _room(model):
            yield key.parent, other


def _room(model: type[Any]) -> str:
    return model.__tablename__.partition("_")[0]


def _within(record: Any, units: Sequence[OrgUnit]) -> ColumnElement[bool]:
    return or_(false(), *(each.subtree_of(record) for each in units))


@cache
def _namings(mappers: frozenset[Mapper[Any]], named: str) -> tuple[Naming, ...]:
    models = {each.class_.__tablename__: each.class_ for each in mappers}
    return tuple(
        Naming(model, column, *(_record_of(model, models) or ((), None)))
        for table, model in sorted(models.items())
        if not table.startswith(OF_THE_REGISTER)
        for column in model.__table__.columns
        if any(key.column.table.name == named for key in column.foreign_keys)
    )


def _record_of(model: type[Any], models: dict[str, type[Any]], depth: int = 3) -> tuple[tuple, type[Any]] | None:
    """The way from `model` to the record it is part of, along foreign keys to tables of the same plugin."""
    if issubclass(model, Scoped):
        return (), model
    for key, other in _parents(model, models) if depth else ():
        if (further := _record_of(other, models, depth - 1)) is not None:
            return ((key, other), *further[0]), further[1]
    return None


def _parents(model: type[Any], models: dict[str, type[Any]]) -> Iterator[tuple[Any, type[Any]]]:
    for column in model.__table__.columns:
        for key in column.foreign_keys:
            other = models.get(key.column.table.name)
            if other is not None and other is not model and _room(other) == _room(model):
                yield column, other
