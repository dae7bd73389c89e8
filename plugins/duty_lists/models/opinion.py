"""基层意见: each community says for itself whether something more may be asked of it, and why."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.duty_lists.models.task_states import REGISTER
from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.waiting import waiting_indexes
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.duty_lists.models.admission import Admission

STATES = States(
    State("asked", "待答复", "warn", open=True, way="征求", next="社区答复同意或者不同意"),
    State("agreed", "同意", "ok", way="答复", final=True),
    State("against", "不同意", "danger", at="agreed", final=True),
    State("silent", "没有答复", "neutral"),
)


class AdmissionOpinionEvent(Entry, db.Model):
    """One entry of the timeline of an opinion."""

    __tablename__ = "duty_lists_opinion_event"
    __table_args__ = (Index("ix_duty_lists_opinion_event_opinion", "opinion_id", "id"),)

    opinion_id: Mapped[int] = mapped_column(ForeignKey("duty_lists_opinion.id"))

    record: Mapped["AdmissionOpinion"] = relationship(back_populates="events")


class AdmissionOpinion(Record, db.Model):
    """征求意见: what one community says to an application; it lies in the community, so that its own people answer."""

    __tablename__ = "duty_lists_opinion"
    __table_args__ = (
        UniqueConstraint("admission_id", "unit_id"),
        Index("ix_duty_lists_opinion_county", "county_id", "created_at", "id"),
        Index("ix_duty_lists_opinion_township", "township_id", "created_at", "id"),
        *list_indexes("duty_lists_opinion", "created_at"),
        *waiting_indexes("duty_lists_opinion", STATES),
    )
    permission, states = "duty_lists.view", STATES
    COUNTED: ClassVar = (("agreed", "同意"), ("against", "不同意"), ("silent", "没有答复"), ("asked", "待答复"))

    admission_id: Mapped[int] = mapped_column(ForeignKey("duty_lists_admission.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    opinion: Mapped[str] = mapped_column(RedactedText(), default="")

    admission: Mapped["Admission"] = relationship(back_populates="opinions", lazy="joined")
    events: Mapped[list[AdmissionOpinionEvent]] = relationship(
        back_populates="record", order_by=AdmissionOpinionEvent.id
    )

    @property
    def title(self) -> str:
        return f"{self.admission.title}：{self.unit.short_name}的意见"

    @property
    def about(self) -> str:
        return f"{self.admission.number}　{self.title}"

    @begins("征求意见", needs=None)
    def ask(cls, *, unit: OrgUnit, admission: "Admission", by: User) -> "AdmissionOpinion":
        """Ask a community."""
        made = cls(admission=admission, number="")
        made.place(unit)
        db.session.add(made)
        return made

    @step("同意", of="asked", to="agreed", needs=REGISTER, waits=True)
    def agree(self, opinion: str, *, by: User) -> str:
        """The community can do it."""
        self.opinion = opinion
        return opinion

    @step("不同意", of="asked", to="against", needs=REGISTER, waits=True)
    def object(self, opinion: str, *, by: User) -> str:
        """The community says why not."""
        self.opinion = opinion
        return opinion

    @step("没有答复", of="asked", to="silent", needs=None)
    def close(self, *, by: User | None) -> str:
        """The days were over, or the application was taken back."""
        return ""
