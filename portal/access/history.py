"""What was decided about a role here and above, newest first."""

from datetime import datetime
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from portal import clock
from portal.accounts.models import User
from portal.accounts.own_roles import OwnRole
from portal.accounts.rights import RoleGrant, without_effect
from portal.extensions import db
from portal.org.models import OrgUnit

MOST = 100  # lines of the history of a role


class Line(NamedTuple):
    """One decision, in words."""

    at: datetime
    said: str
    unit: str
    by: str
    reason: str


def history_of(role: str, unit: OrgUnit) -> list[Line]:
    """The last decisions about `role` that count in `unit`."""
    lines = [*_grants(role, unit), *_makings(role, unit)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:MOST]


def last_change(unit: OrgUnit) -> Line | None:
    """The last adjustment that counts in `unit`, of any role."""
    found = db.session.execute(_grants_in(unit).limit(1)).first()
    return _said(*found) if found else None


def _grants_in(unit: OrgUnit):
    return (
        select(RoleGrant, OrgUnit.short_name, User.name)
        .join(OrgUnit, RoleGrant.unit_id == OrgUnit.id)
        .outerjoin(User, RoleGrant.actor_id == User.id)
        .where(RoleGrant.unit_id.in_(unit.ancestor_ids))
        .order_by(RoleGrant.id.desc())
    )


def _grants(role: str, unit: OrgUnit) -> list[Line]:
    rows = db.session.execute(_grants_in(unit).where(RoleGrant.role == role).limit(MOST))
    return [_said(*row) for row in rows]


def _said(row: RoleGrant, place: str, by: str | None) -> Line:
    known = current_app.extensions["portal_permissions"].get(row.permission)
    label = known.label if known else "不再有的权限"
    return Line(row.at, f"{'给予' if row.granted else '收回'}“{label}”", place, by or "系统", row.reason)


def _makings(role: str, unit: OrgUnit) -> list[Line]:
    rows = db.session.execute(
        select(OwnRole, OrgUnit.short_name, User.name)
        .join(OrgUnit, OwnRole.unit_id == OrgUnit.id)
        .outerjoin(User, OwnRole.actor_id == User.id)
        .where(OwnRole.key == role, OwnRole.unit_id.in_(unit.ancestor_ids))
        .order_by(OwnRole.id)
    ).all()
    said, before = [], ""
    for row, place, by in rows:
        what = "停用" if row.closed else f"改名为“{row.name}”" if before else f"新设“{row.name}”"
        said.append(Line(row.at, what, place, by or "系统", row.reason))
        before = row.name
    return said


def decision_about(role: str, permission: str, unit: OrgUnit) -> str:
    """The adjustment that counts for `role` and `permission` in `unit`, in words; "" where nobody decided. As in the rights, the nearest unit decides, and there
    the last."""
    mine = (RoleGrant.role == role, RoleGrant.permission == permission)
    rows = db.session.execute(_grants_in(unit).where(*mine)).all()
    way = unit.ancestor_ids
    counting = [row for row in rows if not without_effect(row[0])]
    if not counting:
        return ""
    row, place, by = max(counting, key=lambda found: (way.index(found[0].unit_id), found[0].id))
    return f"{clock.local(row.at):%Y-%m-%d} {place}{'给予' if row.granted else '收回'}，{by or '系统'}：{row.reason}"
