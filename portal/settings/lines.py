"""The lines of the page: each setting with its value, where it comes from, and what is to come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings.checking import typed_form
from portal.settings.fields import Pattern, said
from portal.settings.in_force import Change, as_form, in_force, locked
from portal.settings.models import SettingsRow
from portal.settings.sections import Section


@dataclass(frozen=True)
class Line:
    """One setting of a unit, and the row its value comes from, if any. `default` is what would hold had the unit not decided
    for itself, `above` the row that says so, `coming` the rows that begin later with their values."""

    name: str
    label: str
    hint: str
    value: str
    example: str
    row: SettingsRow | None
    own: bool
    fixed: bool
    locked: bool
    default: str
    above: SettingsRow | None
    coming: list[tuple[SettingsRow, str]]


def lines(
    section: Section, unit: OrgUnit, day: date, changes: Sequence[Change], rows: Mapping[int, SettingsRow]
) -> list[Line]:
    """A line for each setting; an exception comes after what it is an exception of. `rows` are those of `changes` by number.

    `fixed`: the unit may not decide it. `locked`: it decided that those below may not.
    """
    now = in_force(section, changes, day)
    above = in_force(section, [each for each in changes if each.unit_id != unit.id], day)
    values, defaults = as_form(section, now), as_form(section, above)
    declared = list(section.form().data)

    def line(name: str) -> Line:
        field, origin, before = values[name], now.origins[name], above.origins.get(name)
        own = origin is not None and origin.unit_id == unit.id
        later = [each for each in changes if each.valid_from > day and name in each.fields]
        return Line(
            name=name,
            label=field.label.text,
            hint=field.description,
            value=said(field),
            example=field.example(unit) if isinstance(field, Pattern) else "",
            row=rows[origin.row_id] if origin else None,
            own=own,
            fixed=locked(now.origins, name, unit.depth),
            locked=origin is not None and own and name in origin.locked,
            default=said(defaults[name]) if name in defaults else "",
            above=rows[before.row_id] if before else None,
            coming=[(rows[each.row_id], text_of(section, name, each.fields[name])) for each in later],
        )

    return [line(name) for name in sorted(values.data, key=lambda name: (declared.index(name.split("-")[0]), name))]


def told(section: Section, fields: Mapping[str, list[str] | None]) -> list[tuple[str, str]]:
    """Label and value of what a row changed; a field that the section no longer has is called by its name."""
    form = section.form.holding(fields)()
    return [
        (form[name].label.text, text_of(section, name, values)) if name in form else (name, "、".join(values or ()))
        for name, values in fields.items()
    ]


def text_of(section: Section, name: str, values: list[str] | None) -> str:
    """What was typed for a field, as people read it."""
    return "恢复默认" if values is None else said(typed_form(section, {name: values})[name])


def rows_of(changes: Iterable[Change]) -> dict[int, SettingsRow]:
    """The rows of `changes` with unit and person, in one statement."""
    found = select(SettingsRow).where(SettingsRow.id.in_([each.row_id for each in changes]))
    return {
        row.id: row
        for row in db.session.scalars(found.options(joinedload(SettingsRow.unit), joinedload(SettingsRow.actor)))
    }
