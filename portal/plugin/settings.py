"""Settings of a plugin: what local policy decides, per unit, dated, inherited down the tree field by field.

A value that was used for something is copied there by the plugin: changing a setting never changes what was computed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy import ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit


class SettingRow(db.Model):
    """One change of settings at one unit, from a date on. Append-only. `content` holds the fields as typed."""

    __tablename__ = "plugin_setting"
    __table_args__ = (Index("ix_plugin_setting_latest", "plugin", "unit_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    plugin: Mapped[str] = mapped_column(String(31))
    content: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date] = mapped_column(default=clock.today)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    unit: Mapped[OrgUnit] = relationship()
    actor: Mapped[User | None] = relationship()

    @property
    def fields(self) -> dict[str, list[str]]:
        """Field name → what was typed."""
        return json.loads(self.content)


@dataclass(frozen=True)
class Settings:
    """Values in force by field name (`settings.days`), and the row each came from (None: the plugin's default)."""

    values: Mapping[str, object]
    origins: Mapping[str, SettingRow | None]

    def __getattr__(self, name: str):
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None


def settings_of(plugin: str, unit: OrgUnit, day: date | None = None) -> Settings:
    """The settings of `plugin` for `unit` as of `day` (today): the nearest unit up the tree wins, field by field.

    Raises LookupError when the plugin declares none.
    """
    form_class = _form_class(plugin)
    typed, origins = MultiDict(), {}
    for row in _rows(plugin, unit, day or clock.today()):
        for name, values in row.fields.items():
            typed.setlist(name, values)
            origins[name] = row
    defaults = form_class()
    given = form_class(typed)
    values = {name: given[name].data if name in origins else defaults[name].data for name in defaults._fields}
    return Settings(values, {name: origins.get(name) for name in defaults._fields})


def change(
    plugin: str,
    unit: OrgUnit,
    fields: dict[str, list[str]],
    *,
    by: User | None,
    reason: str,
    valid_from: date | None = None,
) -> SettingRow:
    """Set `fields` (as typed, already validated by the form) for `unit` and what lies below, from a date on."""
    form_class = _form_class(plugin)
    unknown = set(fields) - set(form_class()._fields)
    if unknown:
        raise LookupError(f"{plugin} has no settings {sorted(unknown)}")
    row = SettingRow(
        unit_id=unit.id,
        plugin=plugin,
        content=json.dumps(fields, ensure_ascii=False, sort_keys=True),
        actor_id=by.id if by else None,
        reason=reason,
        valid_from=valid_from or clock.today(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def _rows(plugin: str, unit: OrgUnit, day: date) -> list[SettingRow]:
    """From the root down; of one unit the one that began last wins, of one day the newest."""
    found = db.session.scalars(
        select(SettingRow).where(
            SettingRow.plugin == plugin, SettingRow.unit_id.in_(unit.ancestor_ids), SettingRow.valid_from <= day
        )
    )
    way = unit.ancestor_ids
    return sorted(found, key=lambda row: (way.index(row.unit_id), row.valid_from, row.id))


def _form_class(plugin: str):
    manifest = current_app.extensions["portal_plugins"].manifests[plugin]
    if manifest.settings is None:
        raise LookupError(f"{plugin} declares no settings")
    return manifest.settings
