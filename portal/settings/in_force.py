"""The settings in force: inherited down the tree field by field, each value with the change it comes from."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager
from werkzeug.datastructures import MultiDict

from portal import clock, decision_cache
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings.forms import SettingsForm
from portal.settings.models import SettingsRow
from portal.settings.sections import Section, section_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Change:
    """A row of settings, free of the session it was read in. `depth`: how far down the tree its unit stands."""

    row_id: int
    unit_id: int
    depth: int
    fields: Mapping[str, list[str] | None]
    locked: frozenset[str]
    valid_from: date

    @property
    def unit(self) -> OrgUnit:
        unit = db.session.get_one(OrgUnit, self.unit_id)
        db.session.info.setdefault("deciding units", set()).add(unit)  # else read again for each field
        return unit


@dataclass(frozen=True)
class Settings:
    """Values in force by field name (`settings.days`), and the change each came from (None: the default)."""

    values: Mapping[str, Any]
    origins: Mapping[str, Change | None]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None

    def name_for(self, field: str, cases: Sequence[str]) -> str:
        """The name under which the value of `field` stands for a case, `cases` being its codes, the narrowest first.

        The nearest unit decides; of one unit its exception for the narrowest code.
        """
        names = [name for name in (*(f"{field}-{case}" for case in cases), field) if name in self.values]
        return max(names, key=lambda name: origin.depth if (origin := self.origins[name]) else -1)


def settings_of(key: str, unit: OrgUnit, day: date | None = None) -> Settings:
    """The settings of the section `key` for `unit` as of `day` (today): the nearest unit up the tree wins, field by field,
    unless one above locked its own.

    Kept in the process as long as nothing changes, once for all days between two changes. Raises LookupError when nobody offers
    the section.
    """
    day, changes = day or clock.today(), changes_for(key, unit)
    since = max((each.valid_from for each in changes if each.valid_from <= day), default=date.min)
    return decision_cache.kept(("settings", key, unit.path, since), lambda: in_force(section_of(key), changes, since))


def basis_of(settings: Settings, field: str) -> str:
    """Where the value of `field` comes from, for the file: the unit and the day from which it holds."""
    origin = settings.origins.get(field)
    if origin is None:
        return "系统默认值，本地未作规定"
    return f"{origin.unit.short_name}规定，{origin.valid_from:%Y-%m-%d} 起执行"


def changes_for(key: str, unit: OrgUnit) -> tuple[Change, ...]:
    """The changes at `unit` and above it, from the root down; of one unit in the order in which they begin."""

    def read() -> tuple[Change, ...]:
        rows = select(SettingsRow).where(SettingsRow.section == key, SettingsRow.unit_id.in_(unit.ancestor_ids))
        return changes_on(unit.ancestor_ids, db.session.scalars(rows))

    return decision_cache.kept(("settings changes", key, unit.path), read)


def changes_around(key: str, unit: OrgUnit) -> dict[OrgUnit, tuple[Change, ...]]:
    """`unit`, and each unit below it that decided something, with the changes for it."""
    below = OrgUnit.path.startswith(unit.path, autoescape=True)
    rows = db.session.scalars(
        select(SettingsRow)
        .join(SettingsRow.unit)
        .options(contains_eager(SettingsRow.unit))
        .where(SettingsRow.section == key, below | OrgUnit.id.in_(unit.ancestor_ids))
    ).all()
    places = {unit.id: unit} | {row.unit_id: row.unit for row in rows if row.unit.path.startswith(unit.path)}
    return {place: changes_on(place.ancestor_ids, rows) for place in places.values()}


def changes_on(way: tuple[int, ...], rows: Iterable[SettingsRow]) -> tuple[Change, ...]:
    """Those of `rows` that concern the unit at the end of `way`, the ids from the root down to it, in order."""
    found = (
        Change(row.id, row.unit_id, way.index(row.unit_id), row.fields, frozenset(row.locked.split()), row.valid_from)
        for row in rows
        if row.unit_id in way
    )
    return in_order(found)


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """From the root down; of one unit what begins later counts, and of one day what was decided later."""
    return tuple(sorted(changes, key=lambda each: (each.depth, each.valid_from, each.row_id)))


def in_force(section: Section, changes: Iterable[Change], day: date) -> Settings:
    """What `changes`, in order, make of the defaults on `day`."""
    origins = _origins(each for each in changes if each.valid_from <= day)
    typed: MultiDict[str, str] = MultiDict({name: change.fields[name] or [] for name, change in origins.items()})
    values = section.form().data
    whence: dict[str, Change | None] = dict.fromkeys(values)
    for field in section.form.holding(origins)(typed):
        if field.name in origins and not field.process_errors:
            values[field.name], whence[field.name] = field.data, origins[field.name]
        elif field.name in origins:
            log.warning("%s of %s cannot be read: %s", field.name, section.key, field.process_errors)
    return Settings(MappingProxyType(values), MappingProxyType(whence))


def as_form(section: Section, settings: Settings, prefix: str = "") -> SettingsForm:
    """The form with the values of `settings`."""
    return section.form.holding(settings.values)(data=dict(settings.values), prefix=prefix)


def _origins(changes: Iterable[Change]) -> dict[str, Change]:
    """Name → the change that decides it."""
    found: dict[str, Change] = {}
    for depth, of_one_unit in groupby(changes, key=lambda each: each.depth):
        last = {name: change for change in of_one_unit for name in change.fields}
        for name, change in last.items():
            if change.fields[name] is not None and not locked(found, name, depth):
                found[name] = change
    return found


def locked(origins: Mapping[str, Change | None], name: str, depth: int) -> bool:
    """Whether a unit above `depth` has forbidden to decide `name`, or what it is an exception of, otherwise."""
    deciding = ((each, origins.get(each)) for each in (name, name.split("-")[0]))
    return any(change is not None and each in change.locked and change.depth < depth for each, change in deciding)
