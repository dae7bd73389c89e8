"""A record that lies in the unit that set it and is to be done by another: what that one may see and do of it.

class MeetingTask(HandedTo, Record, db.Model):
    permission, target_alone, target_has = VIEW, ANSWER, (VIEW, EXPORT)
    not_the_target = "任务交给了{}，只有该单位的工作人员可以报告。"
"""

from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement, ForeignKey, and_, or_
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal.accounts.models import User
from portal.org.models import OrgUnit

__all__ = ["HandedTo"]


class HandedTo:
    """`target` has it to do. `target_alone`: the right that only its people have; `target_has`: those that they have as well as whoever has
    them in the place; `target_knows`: the states in which they know of it, all where it names none; `not_the_target`: how others are refused, {} for
    the unit."""

    target_alone: ClassVar[str]
    target_has: ClassVar[tuple[str, ...]]
    target_knows: ClassVar[tuple[str, ...]] = ()
    not_the_target: ClassVar[str]

    target_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))

    if TYPE_CHECKING:
        status: Mapped[str]

    @declared_attr
    @classmethod
    def target(cls) -> Mapped[OrgUnit]:
        return relationship(OrgUnit, foreign_keys=[cls.target_id], lazy="joined")

    @classmethod
    def reach(cls: Any, user: User, permission: str) -> ColumnElement[bool]:
        """Besides those of the place, the unit that has it to do."""
        units = [each.id for each in cls._offices(user, permission)]
        if not units and permission != cls.target_alone:
            return user.reach(cls, permission)
        theirs = cls.target_id.in_(units)
        if cls.target_knows:
            theirs = and_(theirs, cls.status.in_(cls.target_knows))
        return theirs if permission == cls.target_alone else or_(user.reach(cls, permission), theirs)

    def allows(self: Any, user: User, permission: str) -> bool:
        known = not self.target_knows or self.status in self.target_knows
        theirs = known and any(each.id == self.target_id for each in self._offices(user, permission))
        return theirs if permission == self.target_alone else theirs or user.can(permission, self)

    def refusal(self: Any, permission: str) -> str:
        if permission == self.target_alone:
            return self.not_the_target.format(self.target)
        return super().refusal(permission)  # type: ignore[misc]

    @classmethod
    def _offices(cls, user: User, permission: str) -> list[OrgUnit]:
        return user.units_with(permission) if permission in (cls.target_alone, *cls.target_has) else []
