"""自设角色: roles that a district makes by copying another. Such a role is declared what the copied one is, so that a permission that a later version
brings comes to both; in what they differ is adjusted as with any role (`portal.accounts.rights`)."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock, decision_cache
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import ADMINISTRATION, ROLE_LENGTH, Permission, every_role
from portal.redaction import RedactedText

NAME_LENGTH = 20


class OwnRole(db.Model):
    """自设角色, in the unit that made it and below. Append-only: a new name, and the end, are further rows of the same key, of which the last counts.

    `base`: the declared role it goes back to, also where a copy was copied.
    """

    __tablename__ = "accounts_own_role"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    key: Mapped[str] = mapped_column(String(ROLE_LENGTH))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    base: Mapped[str] = mapped_column(String(ROLE_LENGTH))
    closed: Mapped[bool] = mapped_column(default=False)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    reason: Mapped[str] = mapped_column(RedactedText(200))
    at: Mapped[datetime] = mapped_column(default=clock.now)


decision_cache.watch_rows(OwnRole)


class Made(NamedTuple):
    """What the last row of such a role says."""

    key: str
    name: str
    base: str
    unit_id: int
    closed: bool


def every_own_role() -> dict[str, Made]:
    """Key → what its last row says, of all units; also of those that were closed."""
    return decision_cache.kept(("own roles",), _load)


def own_roles_in(unit: OrgUnit) -> list[Made]:
    """Those there are in `unit`, whatever plugin the copied role belongs to."""
    return [each for each in every_own_role().values() if not each.closed and each.unit_id in unit.ancestor_ids]


def base_of(role: str) -> str:
    """The declared role that `role` goes back to: itself, but for one that a district made."""
    own = every_own_role().get(role)
    return own.base if own else role


def role_names() -> dict[str, str]:
    """Key → name of the declared roles and of those that districts made, closed ones too."""
    return every_role() | {key: each.name for key, each in every_own_role().items()}


def role_name(role: str) -> str:
    """Its name, also where its plugin is off; its key where that is gone."""
    return role_names().get(role, role)


def declared_for(right: Permission, unit: OrgUnit) -> frozenset[str]:
    """Roles that have `right` in `unit` unless somebody decided otherwise. What is fixed to offices of the core is not copied with them."""
    if right.key in ADMINISTRATION:
        return right.roles
    return right.roles | {each.key for each in own_roles_in(unit) if each.base in right.roles}


def _load() -> dict[str, Made]:
    columns = (getattr(OwnRole, name) for name in Made._fields)
    return {row.key: Made(*row) for row in db.session.execute(select(*columns).order_by(OwnRole.id))}
