"""Validation of a change: each value, all values together, in the units below, and on later days."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from werkzeug.datastructures import MultiDict

from portal import clock
from portal.org.models import OrgUnit
from portal.settings.forms import SettingsForm
from portal.settings.in_force import Change, Settings, as_form, changes_around, changes_for, in_force, in_order, locked
from portal.settings.sections import Section
from portal.workdays.arithmetic import years_after

Typed = Mapping[str, list[str] | None]
Wrong = dict[str, list[str]]
EARLIEST, YEARS_AHEAD = date(2000, 1, 1), 10
LOCKED = "上级单位已经锁定，不能另定。"
NOT_YET = 2**31  # the number of a row that is not stored yet: after all others


def fault_of_day(begins: date) -> str:
    """Why nothing can begin on `begins`; "" when it can."""
    latest = years_after(clock.today(), YEARS_AHEAD)
    return "" if EARLIEST <= begins <= latest else f"生效日期应在 {EARLIEST} 至 {latest} 之间，请核对年份。"


def faults(section: Section, unit: OrgUnit, fields: Typed, begins: date, lock: Iterable[str] = ()) -> Wrong:
    """Field → why `fields` cannot be set for `unit` from `begins` on; empty when they can.

    What was wrong before the change is not counted against it. Raises LookupError for an unknown field.
    """
    given, changes = typed_form(section, fields), changes_for(section.key, unit)
    unread = {name: list(given[name].process_errors) for name in fields if given[name].process_errors}
    fields = {name: typed for name, typed in fields.items() if name not in unread}
    before = in_force(section, changes, begins)
    if forbidden := {name: [LOCKED] for name in fields if locked(before.origins, name, unit.depth)}:
        return unread | forbidden
    wanted = Change(NOT_YET, unit.id, unit.depth, fields, frozenset(lock), begins)
    after = in_force(section, in_order([*changes, wanted]), begins)
    decided = [name for name, typed in fields.items() if typed is not None]
    own = {name: list(texts) for name, texts in _complaints(section, after, unit).items() if name in decided}
    wrong = unread | _fresh(section, before, after) | own
    for where, name, text in _consequences(section, unit, wanted):
        if text not in wrong.get(name, ()):
            wrong.setdefault(name, []).append(f"{where}：{text}")
    return wrong


def as_changed(section: Section, unit: OrgUnit, fields: Typed, begins: date) -> tuple[Settings, Settings]:
    """The settings of `unit` on the day `begins` without the change and with it."""
    changes = changes_for(section.key, unit)
    wanted = Change(NOT_YET, unit.id, unit.depth, fields, frozenset(), begins)
    return in_force(section, changes, begins), in_force(section, in_order([*changes, wanted]), begins)


def _consequences(section: Section, unit: OrgUnit, wanted: Change) -> Iterator[tuple[str, str, str]]:
    """What the change makes wrong on a later day, when something else begins, or in a unit below that decided something:
    where and when, field, and why."""
    for place, changes in changes_around(section.key, unit).items():
        later = {each.valid_from for each in changes if each.valid_from > wanted.valid_from}
        for day in sorted(later if place == unit else later | {wanted.valid_from}):
            after = in_force(section, in_order([*changes, wanted]), day)
            for name, texts in _fresh(section, in_force(section, changes, day), after).items():
                yield from ((f"{place}自 {day} 起", name, text) for text in texts)


def _fresh(section: Section, before: Settings, after: Settings) -> Wrong:
    """What is wrong with `after` that was not wrong `before`."""
    known = _complaints(section, before)
    found = {
        name: [text for text in texts if text not in known.get(name, ())]
        for name, texts in _complaints(section, after).items()
    }
    return {name: texts for name, texts in found.items() if texts}


def typed_form(section: Section, fields: Typed) -> SettingsForm:
    """The form with `fields` as typed. Raises LookupError when it does not have one of them."""
    form = section.form.holding(fields)
    if unknown := sorted(set(fields) - set(form().data)):
        raise LookupError(f"{section.key} has no settings {unknown}")
    typed = {name: values for name, values in fields.items() if values is not None}
    return form(MultiDict(typed))


def _complaints(section: Section, settings: Settings, unit: OrgUnit | None = None) -> Mapping[str, Iterable[str]]:
    form = as_form(section, settings)
    form.unit = unit
    form.validate()
    return form.errors
