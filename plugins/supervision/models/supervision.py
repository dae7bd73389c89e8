"""督办: whoever oversees a unit asks it about a case, ever more firmly, until what was asked is done."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
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
from portal.records import Entry, Record
from portal.records.handed_to import HandedTo
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping, forget_contacts
from portal.records.waiting import waiting_indexes


class SupervisionEvent(Entry, db.Model):
    """One entry of the timeline of a supervision."""

    __tablename__ = "supervision_event"
    __table_args__ = (Index("ix_supervision_event_supervision", "supervision_id", "id"),)

    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_supervision.id"))

    record: Mapped["Supervision"] = relationship(back_populates="events")


class Supervision(Opened, Answered, Lifted, EndsWithCase, HandedTo, Record, db.Model):
    """督办. It lies in the unit that supervises; `target` is supervised; `opened_by` is None where it started by itself."""

    __tablename__ = "supervision_supervision"
    __table_args__ = (
        Index("ix_supervision_supervision_number", "number"),
        Index("ix_supervision_supervision_county", "county_id", "created_at", "id"),
        Index("ix_supervision_supervision_township", "township_id", "created_at", "id"),
        Index("ix_supervision_supervision_target", "target_id", "status", "id"),
        Index("ix_supervision_supervision_case", "case_id", "status"),
        *list_indexes("supervision_supervision", "created_at", "target_id"),
        *waiting_indexes("supervision_supervision", STATES, "due_at"),
    )
    permission, states, tells = VIEW, STATES, TOLD
    target_alone, target_has = ANSWER, (VIEW, EXPORT)
    not_the_target = "督办的是{}，只有该单位的工作人员可以办理。"
    other_verbs = {Rung.hold_talk.verb: Rung.hold_talk.label}
    keeping = Keeping(
        name="督办",
        since=lambda: Supervision.created_at,
        forget=forget_contacts,
        does="去除约谈对象的姓名、电话，督办和答复予以保留",
    )

    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

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
