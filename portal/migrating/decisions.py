"""Decisions that go on to hold where a plugin was split off another: they are never rewritten, so they are made again; only how its settings are called and written
may change."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

import sqlalchemy as sa
from alembic import op

from portal.migrating.moving import reflected
from portal.migrating.rows import trusted

__all__ = ["copy_decisions", "copy_settings", "rename_settings", "rewrite_setting"]

LONGEST_REASON = 200


@trusted()
def copy_decisions(
    name: str,
    column: str,
    renamed: Mapping[str, str],
    why: str,
    *,
    not_of: str = "",
    but: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Make the decisions about `renamed` (in this column of the table `name`) again, unless there are any already. `not_of` is the plugin
    whose roles have no rights here, `but` those that go by another name."""
    table = reflected(name)
    what = table.c[column]
    if _any(what.in_(renamed.values())):
        return
    for row in _rows(table, what.in_(renamed)):
        role = row.get("role", "")
        if role in but:
            _again(table, row, why, **{column: renamed[row[column]], "role": but[role]})
        elif not (not_of and role.startswith(f"{not_of}.")):
            _again(table, row, why, **{column: renamed[row[column]]})


@trusted()
def copy_offices(roles: Mapping[str, str], source: str, why: str) -> None:
    """Whoever holds one of `roles` (old → new) of `source` holds the new one beside it, from and until the same days; what was decided
    about rights of others' that the old one has is decided of the new one. Not where somebody holds the new one already."""
    appointments, grants = reflected("accounts_appointment"), reflected("accounts_role_grant")
    if _any(appointments.c.role.in_(roles.values())):
        return
    for row in _rows(appointments, appointments.c.role.in_(roles)):
        _again(appointments, row, why, role=roles[row["role"]])
    elsewhere = ~grants.c.permission.startswith(f"{source}.", autoescape=True)
    for row in _rows(grants, grants.c.role.in_(roles) & elsewhere):
        _again(grants, row, why, role=roles[row["role"]])


@trusted()
def copy_settings(source: str, plugin: str, fields: Mapping[str, str], why: str) -> None:
    """Make the settings of `source` with these fields again for `plugin`, under their new names, unless it has any already."""
    table = reflected("settings_row")
    if _any(table.c.section == plugin):
        return
    for row in _rows(table, table.c.section == source):
        content = {fields[name]: value for name, value in json.loads(row["content"]).items() if name in fields}
        locked = " ".join(sorted(fields[each] for each in row["locked"].split() if each in fields))
        if content:
            written = json.dumps(content, ensure_ascii=False, sort_keys=True)
            _again(table, row, why, section=plugin, content=written, locked=locked)


@trusted()
def rename_settings(section: str, fields: Mapping[str, str]) -> None:
    """The settings of a plugin (its key is the section) go by other names (old → new); what was decided stays as it is. Raises ValueError
    in a migration of another one."""
    table = _own_settings(section)
    for row in _rows(table, table.c.section == section):
        content = {fields.get(name, name): value for name, value in json.loads(row["content"]).items()}
        locked = " ".join(sorted(fields.get(each, each) for each in row["locked"].split()))
        _write(table, row, content, locked=locked)


@trusted()
def rewrite_setting(section: str, name: str, written: Callable[[list[str]], list[str]]) -> None:
    """One setting (`name`) of a plugin (its key is `section`) is written another way: `written` makes it of what was typed; what was
    decided stays as it is. Raises ValueError as `rename_settings`."""
    table = _own_settings(section)
    for row in _rows(table, table.c.section == section):
        content = json.loads(row["content"])
        if content.get(name) is not None:
            _write(table, row, content | {name: written(content[name])})


def _own_settings(section: str) -> sa.Table:
    if op.get_context().version_table != f"alembic_version_{section}":
        raise ValueError(f"{section}: a plugin changes its own settings only")
    return reflected("settings_row")


def _write(table: sa.Table, row: Mapping, content: Mapping, **changed: str) -> None:
    written = {"content": json.dumps(content, ensure_ascii=False, sort_keys=True), **changed}
    op.get_bind().execute(table.update().where(table.c.id == row["id"]).values(written))


def _any(where: sa.ColumnElement[bool]) -> bool:
    return bool(op.get_bind().scalar(sa.select(sa.func.count()).where(where)))


def _rows(table: sa.Table, where: sa.ColumnElement[bool]) -> list:
    return op.get_bind().execute(sa.select(table).where(where).order_by(table.c.id)).mappings().all()


def _again(table: sa.Table, row: Mapping, why: str, **changed: str) -> None:
    same = {key: value for key, value in row.items() if key != "id"} | changed
    if "reason" in same:
        same["reason"] = f"{why}，沿用原来的决定：{row['reason']}"[:LONGEST_REASON]
    op.get_bind().execute(table.insert().values(same))
