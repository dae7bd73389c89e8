"""督办: whoever oversees a unit asks it about a case, ever more firmly, until what was asked is done."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.supervision.choices import ANSWER, EXPORT, VIEW
from plugins.supervision.models.answering import Answered
from plugins.supervision.models.following import EndsWithCase
from plugins.supervision.models.lifting import Lifted
from plugins.supervision.models.opening import Opened
from plugins.supervision.models.rung import Rung
from plugins.supervision.models.states import STATES
from plugins.supervision.told import TOLD
from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Record

WITH_THE_TARGET = (VIEW, ANSWER, EXPORT)  # rights of the unit that is supervised


class SupervisionEvent(Entry, db.Model):
    """One entry of the timeline of a supervision."""

    __tablename__ = "supervision_event"
    __table_args__ = (Index("ix_supervision_event_supervision", "supervision_id", "id"),)

    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_supervision.id"))

    record: Mapped["Supervision"] = relationship(back_populates="events")


class Supervision(Opened, Answered, Lifted, EndsWithCase, Record, db.Model):
    """督办. It lies in the unit that supervises; `target` is supervised; `opened_by` is None where it started by itself."""

    __tablename__ = "supervision_supervision"
    __table_args__ = (
        Index("ix_supervision_supervision_county", "county_id", "created_at", "id"),
        Index("ix_supervision_supervision_township", "township_id", "created_at", "id"),
        Index("ix_supervision_supervision_target", "target_id", "status", "id"),
        Index("ix_supervision_supervision_case", "case_id", "status"),
    )
    permission, states, tells = VIEW, STATES, TOLD
    other_verbs = {Rung.hold_talk.verb: Rung.hold_talk.label}

    target_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

    target: Mapped[OrgUnit] = relationship(foreign_keys=[target_id], lazy="joined")
    opened_by: Mapped[User | None] = relationship(foreign_keys=[opened_by_id])
    rungs: Mapped[list[Rung]] = relationship(back_populates="record", order_by=Rung.id)
    events: Mapped[list[SupervisionEvent]] = relationship(back_populates="record", order_by=SupervisionEvent.id)

    @property
    def rung(self) -> Rung:
        """The one on which it stands."""
        return self.rungs[-1]

    def latest(self, level: str) -> Rung | None:
        """The last rung of that level, if it ever stood there."""
        return next((each for each in reversed(self.rungs) if each.level == level), None)

    # -- who sees it -----------------------------------------------------------------------------------------------

    @classmethod
    def reach(cls, user: User, permission: str):
        """Besides those of the place, the unit that is supervised; of that one's rights, `ANSWER` is its alone."""
        units = [each.id for each in user.units_with(permission)] if permission in WITH_THE_TARGET else []
        theirs = cls.target_id.in_(units)
        return theirs if permission == ANSWER else or_(user.reach(cls, permission), theirs)

    def allows(self, user: User, permission: str) -> bool:
        theirs = permission in WITH_THE_TARGET and any(
            each.id == self.target_id for each in user.units_with(permission)
        )
        return theirs if permission == ANSWER else theirs or user.can(permission, self)

    def refusal(self, permission: str) -> str:
        if permission == ANSWER:
            return f"督办的是{self.target}，只有该单位的工作人员可以办理。"
        return super().refusal(permission)
