"""由谁负责: whoever holds a right where a case lies may act, but nobody below the level that took it over."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, SmallInteger, func
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import User
from portal.errors import NotAllowed
from portal.org.models import LEVELS, OrgUnit

if TYPE_CHECKING:
    from portal.cases.models.case import Case

RANKS = {level: rank for rank, level in enumerate((*LEVELS, "unit_id"))}  # how far below the top a unit stands
ANYBODY = len(RANKS)  # in charge, where `charge` is None
LED = ("cases.triage", "cases.assign", "cases.resolve", "cases.oversee")  # what only who is in charge may do


def rank_of(unit: OrgUnit) -> int:
    return RANKS[unit.level]


def offices_in_charge(row: Any, user: User, permission: str) -> list[OrgUnit]:
    """The offices of `user` with `permission` that are in charge of `row` (a case, or a line of the list), the nearest to it first."""
    held = user.offices_over(row, permission)
    return [unit for unit in held if row.charge is None or rank_of(unit) <= row.charge]


class Charged:
    """`charge`: the rank of the unit that took the case over (`Referral`); None: whoever works where it lies, or above."""

    charge: Mapped[int | None] = mapped_column(SmallInteger)

    @classmethod
    def in_charge(cls, level: str) -> ColumnElement[bool]:
        """The condition: units of this `level` are in charge of what lies in them. Without OR, of which PostgreSQL would make two lists of all rows."""
        return func.coalesce(cls.charge, ANYBODY) >= RANKS[level]

    def entrusted_to(self: "Case", user: User, permission: str) -> bool:
        """Whoever is in charge decides; who works below goes on seeing the case."""
        entrusted = super().entrusted_to(user, permission)  # type: ignore[misc]
        return entrusted and (permission not in LED or bool(offices_in_charge(self, user, permission)))

    def refusal(self: "Case", permission: str) -> str:
        if permission in LED and self.charge is not None:
            return "这件事由上级单位负责，本单位可以查看办理情况，不能办这一步。"
        return super().refusal(permission)  # type: ignore[misc]

    def office_of(self: "Case", user: User) -> OrgUnit:
        """The office in which `user` decides on this case. Raises NotAllowed where there is none."""
        offices = offices_in_charge(self, user, "cases.assign")
        if not offices:
            raise NotAllowed(self.refusal("cases.assign"))
        return offices[0]
