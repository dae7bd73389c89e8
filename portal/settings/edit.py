"""The changes made on the settings page, compared with the values it showed, so that nobody overwrites unseen changes."""

from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, SelectMultipleField

from portal import clock
from portal.org.models import OrgUnit
from portal.settings.checking import Wrong
from portal.settings.fields import said
from portal.settings.in_force import Settings, as_form, changes_for, in_force, locked
from portal.settings.sections import Section

PREFIX = "set-"  # before the names of a section's fields, so that none collides with those of ChangeForm
SENT_WHEN_TICKED = (BooleanField, SelectMultipleField)


@dataclass
class Edit:
    """`wanted`: name → as typed, None for 恢复默认; `lock`: those to be locked; `fields`: what was touched, as typed."""

    wanted: dict[str, list[str] | None] = field(default_factory=dict)
    lock: list[str] = field(default_factory=list)
    fields: dict[str, Field] = field(default_factory=dict)


def read(section: Section, unit: OrgUnit, shown: Settings, sent: MultiDict) -> Edit:
    """What in `sent` differs from what was `shown`. A field that was not on the page, or not open, counts for nothing."""
    typed = section.form.holding(shown.values)(sent, prefix=PREFIX, data=dict(shown.values))
    edit, restored, ticked = Edit(), sent.getlist("restore"), sent.getlist("lock")
    for each in typed:
        name, origin = each.short_name, shown.origins[each.short_name]
        own = origin is not None and origin.unit_id == unit.id
        sent_at_all = each.name in sent or isinstance(each, SENT_WHEN_TICKED)
        if not sent_at_all or locked(shown.origins, name, unit.depth):
            continue
        relocked = (name in ticked) != (origin is not None and own and name in origin.locked)
        if own and name in restored:
            edit.wanted[name] = None
        elif each.process_errors or each.data != shown.values[name] or relocked:
            edit.wanted[name] = sent.getlist(each.name)
    edit.fields = {name: typed[name] for name in edit.wanted}
    edit.lock = [name for name in ticked if edit.wanted.get(name) is not None]
    return edit


def as_shown(section: Section, unit: OrgUnit, day: date, seen: int) -> Settings:
    """The settings as the page showed them: on `day`, when the last change was number `seen`."""
    return in_force(section, [each for each in changes_for(section.key, unit) if each.row_id <= seen], day)


def last_seen(section: Section, unit: OrgUnit) -> int:
    """The number of the last change that concerns `unit`; 0 when there was none."""
    return max((each.row_id for each in changes_for(section.key, unit)), default=0)


def overtaken(section: Section, unit: OrgUnit, shown: Settings, edit: Edit, day: date) -> Wrong:
    """Field → what became of it since the page was shown."""
    now = in_force(section, changes_for(section.key, unit), max(day, clock.today()))
    values = as_form(section, now)
    return {
        name: [
            f"您打开页面之后，这一项已改为“{said(values[name]) if name in values else '不再另定'}”，请核对后再保存。"
        ]
        for name in edit.wanted
        if now.values.get(name) != shown.values.get(name)
    }
