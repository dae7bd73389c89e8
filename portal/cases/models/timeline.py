"""办理记录 of a case: besides what every timeline holds, it keeps the title of each step and the unit that took it."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry
from portal.records.record import verbs_of
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from portal.cases.models.case import Case


class CaseEvent(Entry, db.Model):
    """One step on the timeline of a case."""

    STATUS_LENGTH = 12
    __tablename__ = "cases_event"
    __table_args__ = (Index("ix_cases_event_case", "case_id", "id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"))
    title: Mapped[str] = mapped_column(RedactedText(60))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))

    record: Mapped["Case"] = relationship(back_populates="events")
    unit: Mapped[OrgUnit | None] = relationship()


class Chronicled:
    """A case and its timeline."""

    @declared_attr
    def events(cls) -> Mapped[list[CaseEvent]]:
        return relationship(back_populates="record", order_by=CaseEvent.id)

    def entry(self: "Case", *, verb: str, title: str, actor: User | None, unit: OrgUnit | None = None, **fields):
        """The unit is the one that acts: by default an office of `actor`, or where the case lies for a job."""
        acting = unit or (actor.units[0] if actor and actor.units else self.unit)
        made = super().entry(verb=verb, title=title, actor=actor, unit=acting, **fields)
        made.title = title or verbs_of(type(self))[verb]
        return made

    def title_of(self, entry: CaseEvent) -> str:
        return entry.title
