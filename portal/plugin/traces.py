"""What the import of a plugin leaves in the core, so that it can be told and taken away again: tables and models under names that are
not its own, columns added to tables of others, functions of the core replaced."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from types import FunctionType
from typing import Any

from sqlalchemy import Table

from portal.extensions import Model, db

ACTS = (
    FunctionType,
    property,
    classmethod,
    staticmethod,
)  # what a class does; its columns and constants are another matter


class Traces:
    """The core as it stood at the last `look`, which comes before each import of a plugin."""

    def __init__(self) -> None:
        self._modules: set[str] = set()
        self._acts: dict[tuple[Any, str], Any] = {}
        self.look()

    def look(self) -> None:
        """Take what is there now as the state to compare with; what was seen before stays as it was then."""
        self._columns = {name: (table, set(table.columns.keys())) for name, table in db.metadata.tables.items()}
        for owner in _owners(besides=self._modules):
            self._acts |= {(owner, name): act for name, act in _acts_of(owner)}

    def complaints(self, key: str, others: Iterable[str]) -> Iterator[str]:
        """What the plugin `key` in `package` may not have done; tables that begin with one of the keys `others` are theirs."""
        for owner, name in self._replaced():
            yield f"it replaces {_called(owner)}.{name} of the core"
        for table, added in self._widened():
            yield f"it adds {', '.join(sorted(added))} to the table {table.name}, which is not its own"
        mapped = {each.local_table for each in Model.registry.mappers}
        for table in self._gained():
            if table not in mapped and not table.name.startswith(tuple(f"{each}_" for each in (key, *others))):
                yield f"table {table.name} must begin with {key}_"

    def undo(self, package: str, key: str = "") -> bool:
        """Take away what `package` defined and changed since the last look, and all tables of the plugin `key`; answers whether there were
        models. (SQLAlchemy has no public way to unmap a class or to drop a column.)"""
        for owner, name in list(self._replaced()):
            setattr(owner, name, self._acts[owner, name])
        for table, added in list(self._widened()):
            for column in added:
                table._columns.remove(table.columns[column])  # noqa: SLF001
        managers = Model.registry._managers  # noqa: SLF001
        halves = [each for each in managers if not each.is_mapped]
        for half in halves:
            managers.pop(half)
        gone = models(package)
        for model in gone:
            manager = model.__mapper__.class_manager
            with suppress(AttributeError):  # of a class that inherits its table
                Model.registry._dispose_manager_and_mapper(manager)  # noqa: SLF001
            managers.pop(manager, None)
        mapped = {each.local_table for each in Model.registry.mappers}
        own = {table for table in db.metadata.tables.values() if key and table.name.startswith(f"{key}_")}
        for table in {*self._gained(), *own} - mapped:
            db.metadata.remove(table)
        return bool(gone or halves)

    def _replaced(self) -> Iterator[tuple[Any, str]]:
        return ((owner, name) for (owner, name), act in self._acts.items() if vars(owner).get(name) is not act)

    def _widened(self) -> Iterator[tuple[Table, set[str]]]:
        for table, columns in self._columns.values():
            if added := set(table.columns.keys()) - columns:
                yield table, added

    def _gained(self) -> Iterator[Table]:
        return (table for name, table in db.metadata.tables.items() if name not in self._columns)


def models(package: str) -> list[type[Any]]:
    """Models defined in `package` and below."""
    classes = [mapper.class_ for mapper in Model.registry.mappers]
    return [each for each in classes if package and f"{each.__module__}.".startswith(f"{package}.")]


def _owners(besides: set[str]) -> Iterator[Any]:
    """The modules of the core that are imported, with the classes defined in them, except `besides`, to which they are added."""
    for name, module in list(sys.modules.items()):
        if module is not None and (name == "portal" or name.startswith("portal.")) and name not in besides:
            besides.add(name)
            yield module
            yield from (each for each in vars(module).values() if isinstance(each, type) and each.__module__ == name)


def _acts_of(owner: Any) -> Iterator[tuple[str, Any]]:
    for name, value in vars(owner).items():
        if isinstance(value, ACTS if isinstance(owner, type) else (FunctionType, type)):
            yield name, value


def _called(owner: Any) -> str:
    return f"{owner.__module__}.{owner.__qualname__}" if isinstance(owner, type) else owner.__name__
