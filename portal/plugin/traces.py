"""What the import of a plugin leaves in the core, so that it can be told and taken away again: tables and models under names that are
not its own, columns added to tables of others, functions of the core replaced, what the whole process shares."""

import atexit
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Table, event
from sqlalchemy.event import api

from portal.extensions import Model, db
from portal.plugin.originals import Originals, name_of
from portal.plugin.process import REGISTER, Process


class Traces:
    """The core as it stood at the last `look`, which comes before each import of a plugin."""

    def __init__(self) -> None:
        self._originals, self._process = Originals(), Process()
        self._heard: list[tuple[Any, str, Any]] = []
        self.look()

    def look(self) -> None:
        """Take what is there now as the state to compare with; what was seen before stays as it was then."""
        self._columns = {name: (table, set(table.columns.keys())) for name, table in db.metadata.tables.items()}
        self._originals.look()
        self._process.look()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """While a plugin is imported: note what it wants SQLAlchemy to call, and the process at its end."""
        self._heard = []
        listen = api._event_key  # noqa: SLF001  what `event.listen` and `listens_for` go through

        def noted(target: Any, identifier: str, function: Any) -> Any:
            self._heard.append((target, identifier, function))
            return listen(target, identifier, function)

        api._event_key, atexit.register = noted, self._process.noting  # type: ignore[assignment]  # noqa: SLF001
        try:
            yield
        finally:
            api._event_key, atexit.register = listen, REGISTER  # noqa: SLF001

    def complaints(self, key: str, package: str, others: Iterable[str]) -> Iterator[str]:
        """What the plugin `key` in `package` may not have done; tables that begin with one of the keys `others` are theirs."""
        for target, identifier, _ in self._overheard(package):
            yield f"it listens to {identifier} of {name_of(target)}, which is not its own"
        for owner, name in self._originals.replaced():
            yield f"it replaces {name_of(owner)}.{name}, which is not its own"
        for name in self._originals.exchanged():
            yield f"it puts something else in the place of {name}"
        for signal in self._originals.joined():
            yield f"it listens to the signal {getattr(signal, 'name', '')}, which all requests send"
        yield from self._process.complaints(package)
        for table, added in self._widened():
            yield f"it adds {', '.join(sorted(added))} to the table {table.name}, which is not its own"
        mapped = {each.local_table for each in Model.registry.mappers}
        for table in self._gained():
            if table not in mapped and not table.name.startswith(tuple(f"{each}_" for each in (key, *others))):
                yield f"table {table.name} must begin with {key}_"

    def undo(self, package: str, key: str = "") -> bool:
        """Take away what `package` defined and changed since the last look, and all tables of the plugin `key`; answers whether there were
        models. (SQLAlchemy has no public way to unmap a class or to drop a column.)"""
        for heard in self._overheard(package):
            event.remove(*heard)
        self._originals.put_back()
        self._process.put_back(package)
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
        for mapper in Model.registry.mappers:
            mapper._configure_failed = False  # noqa: SLF001  of one that was only waiting for those that are gone
        mapped = {each.local_table for each in Model.registry.mappers}
        own = {table for table in db.metadata.tables.values() if key and table.name.startswith(f"{key}_")}
        for table in {*self._gained(), *own} - mapped:
            db.metadata.remove(table)
        return bool(gone or halves)

    def _overheard(self, package: str) -> Iterator[tuple[Any, str, Any]]:
        """What functions of `package` listen to beyond its own models."""
        for target, identifier, function in self._heard:
            owner = getattr(target, "class_", target)  # of an attribute
            if _within(package, function) and not (isinstance(owner, type) and _within(package, owner)):
                yield target, identifier, function

    def _widened(self) -> Iterator[tuple[Table, set[str]]]:
        for table, columns in self._columns.values():
            if added := set(table.columns.keys()) - columns:
                yield table, added

    def _gained(self) -> Iterator[Table]:
        return (table for name, table in db.metadata.tables.items() if name not in self._columns)


def models(package: str) -> list[type[Any]]:
    """Models defined in `package` and below."""
    classes = [mapper.class_ for mapper in Model.registry.mappers]
    return [each for each in classes if _within(package, each)]


def _within(package: str, thing: Any) -> bool:
    return bool(package) and f"{thing.__module__}.".startswith(f"{package}.")
