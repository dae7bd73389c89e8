"""Changing settings: checked, appended, and written into the audit trail."""

import json
from collections.abc import Iterable
from datetime import date

from portal import clock
from portal.accounts.models import User
from portal.audit import trail
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings.checking import Typed, fault_of_day, faults, typed_form
from portal.settings.fields import said
from portal.settings.in_force import as_form, changes_for, in_force
from portal.settings.models import REASON_LENGTH, SettingsRow
from portal.settings.sections import Section, section_of


def change(
    key: str,
    unit: OrgUnit,
    fields: Typed,
    *,
    by: User | None,
    reason: str,
    valid_from: date | None = None,
    lock: Iterable[str] = (),
) -> SettingsRow:
    """Set `fields` (name → as typed, None to go back to what lies above) for `unit` and what lies below, from a day on
    (today); those named in `lock` no unit below decides otherwise.

    Raises LookupError for an unknown section or field, RuleError for what does not fit.
    """
    section, begins = section_of(key), valid_from or clock.today()
    _check(section, unit, fields, begins, reason, frozenset(lock))
    row = SettingsRow(
        section=key,
        unit_id=unit.id,
        content=json.dumps(dict(fields), ensure_ascii=False, sort_keys=True),
        locked=" ".join(sorted(lock)),
        valid_from=begins,
        actor_id=by.id if by else None,
        reason=reason,
    )
    changes = _changes(section, unit, fields, begins)
    told = f"{section.name}：{'、'.join(label for label, *_ in changes)}（{begins} 起）"
    db.session.add(row)
    db.session.flush()
    trail.record("settings_change", subject=row, unit=unit, actor=by, detail=told, changes=changes)
    return row


def _check(section: Section, unit: OrgUnit, fields: Typed, begins: date, reason: str, lock: frozenset[str]) -> None:
    if fault := fault_of_day(begins):
        raise RuleError(fault)
    if not 0 < len(reason.strip()) <= REASON_LENGTH:
        raise RuleError(f"请写明依据或理由，最多 {REASON_LENGTH} 个字。")
    if wrong := faults(section, unit, fields, begins, lock):
        labels = {each.name: each.label.text for each in section.form.holding(fields)()}
        raise RuleError("".join(f"{labels.get(name, '')}：{text}" for name, texts in wrong.items() for text in texts))


def _changes(section: Section, unit: OrgUnit, fields: Typed, begins: date) -> list[tuple[str, str, str]]:
    """(调解期限, 30 日, 15 日), a line for each of `fields`."""
    before = as_form(section, in_force(section, changes_for(section.key, unit), begins))
    after = typed_form(section, fields)
    return [
        (
            after[name].label.text,
            said(before[name]) if name in before else "未定",
            said(after[name]) if values is not None else "恢复默认",
        )
        for name, values in fields.items()
    ]
