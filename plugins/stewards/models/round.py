"""巡访记录: what a steward noticed on the round, written down at once, and what became of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.stewards.choices import WAYS
from plugins.stewards.models.neighbourhood import Neighbourhood
from portal import clock
from portal.accounts.models import User
from portal.cases.about import HasCase
from portal.cases.awaiting import AwaitsOutcome
from portal.cases.models import Case
from portal.cases.neighbourhood import MATTER_NAMES, MATTERS
from portal.extensions import db
from portal.files.models import Attachment
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.origin import Concern
from portal.records.waiting import waiting_indexes

NOTE, STAFF = "stewards.note", "cases.view"  # a steward, who is a resident, sees no cases
STATES = States(
    State("noted", "待处理", "warn", open=True, way="记下", next="能办的随手办好，办不了的转为事项"),
    State("settled", "随手做完", "ok", at="answered", final=True),
    State("reported", "已转事项", "info", open=True, way="转出", next="等承办单位办结，结果会写在这里"),
    State("raised", "已提交商议", "info", open=True, at="reported", next="等商议，结果会写在这里"),
    State("answered", "已有结果", "ok", way="有结果", final=True),
    State("dropped", "已作废", "neutral"),
)


class RoundEvent(Entry, db.Model):
    """One entry of the timeline of a note."""

    __tablename__ = "stewards_round_event"
    __table_args__ = (Index("ix_stewards_round_event_round", "round_id", "id"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("stewards_round.id"))

    record: Mapped["Round"] = relationship(back_populates="events")


class Round(HasCase, AwaitsOutcome, Record, db.Model):
    """巡访记录. No track, no clocking in, no ranking (国办函〔2026〕12号): what was seen, where, and what became of it."""

    __tablename__ = "stewards_round"
    __table_args__ = (
        Index("ix_stewards_round_county", "county_id", "noted_at", "id"),
        Index("ix_stewards_round_township", "township_id", "noted_at", "id"),
        Index("ix_stewards_round_waiting", "unit_id", "status", "id"),
        *list_indexes("stewards_round", "noted_at"),
        *waiting_indexes("stewards_round", STATES),
    )
    permission, states = "stewards.view", STATES
    waits_in, told_in = ("reported",), ("answered",)

    neighbourhood_id: Mapped[int] = mapped_column(ForeignKey("stewards_neighbourhood.id"), index=True)
    title: Mapped[str] = mapped_column(String(60))
    location: Mapped[str] = mapped_column(String(60), default="")
    matter: Mapped[str] = mapped_column(String(10), default="other")
    way: Mapped[str] = mapped_column(String(10), default="patrol")
    text: Mapped[str] = mapped_column(Text, default="")
    noted_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorder_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))

    neighbourhood: Mapped[Neighbourhood] = relationship(lazy="joined")
    recorder: Mapped[User] = relationship()
    events: Mapped[list[RoundEvent]] = relationship(back_populates="record", order_by=RoundEvent.id)

    @property
    def about(self) -> str:
        return f"{self.neighbourhood.name}　{self.title}"

    @property
    def matter_name(self) -> str:
        return MATTER_NAMES[self.matter]

    @property
    def way_name(self) -> str:
        return WAYS[self.way]

    @property
    def concern(self) -> Concern | None:
        """As others may take it up, while nothing has been done with it."""
        if self.status != "noted":
            return None
        text = self.text or f"{self.location}{self.title}"
        return Concern(self.title, text, place=self.neighbourhood.name, matter=self.matter)

    @classmethod
    def reach(cls, user: User, permission: str):
        """What somebody else noted is handled by the staff, who see the cases there; a steward handles the own notes."""
        here = user.reach(cls, permission)
        return here if permission != NOTE else here & or_(cls.recorder_id == user.id, user.reach(cls, STAFF))

    def allows(self, user: User, permission: str) -> bool:
        return user.can(permission, self) and (
            permission != NOTE or self.recorder_id == user.id or user.can(STAFF, self)
        )

    @begins("记一条", needs=NOTE)
    def note(
        cls, *, unit: OrgUnit, neighbourhood: Neighbourhood, by: User, done: str = "", photo=None, **fields
    ) -> Moved:
        """及时记. `done` says how it was put right on the spot: then nothing waits. Fields: title, location, matter, way, text."""
        noted = cls(neighbourhood=neighbourhood, recorder=by, recorder_id=by.id, noted_at=clock.now(), **fields)
        noted.place(unit)
        db.session.add(noted)
        if photo:
            Attachment.take_in(photo, subject=noted, purpose="photo", by=by, picture=True)
        return Moved(made=noted, then=(lambda: noted.settle(done, by=by)) if done else None)

    @step("随手做完", of="noted", to="settled", needs=NOTE)
    def settle(self, result: str, *, by: User) -> str:
        """随手做: put right by hand, no case needed."""
        return result

    @step("转为事项", of="noted", to="reported", needs=NOTE, waits=True)
    def report(self, *, by: User) -> str:
        """The note becomes a case of its community, brought in by the stewards."""
        self.case = Case.bring_in(
            unit=self.unit,
            parties=[(1, self.neighbourhood.as_party())],
            by=by,
            title=self.title,
            nature="help",
            kind=MATTERS[self.matter][1],
            source="steward",
            description=self.text or self.title,
            happened_on=clock.local(self.noted_at).date(),
            location=f"{self.neighbourhood.name}{self.location}",
        )
        return f"已登记为事项 {self.case.number}。"

    @step("作废", of="noted", to="dropped", needs=NOTE)
    def drop(self, reason: str, *, by: User) -> str:
        """Noted by mistake, or twice."""
        return reason

    @step("提交商议", of="noted", to="raised", needs=None)
    def bring_up(self, number: str, *, by: User | None) -> str:
        """It was taken up by another plugin, as the record of that number."""
        return number

    @step("有结果", of=("reported", "raised"), to="answered", needs=None)
    def learn(self, outcome: str, *, by: User | None) -> str:
        """What came of the case, or of what else it became."""
        return outcome

    @step("继续办理", of="answered", to="reported", needs=None)
    def resume(self, reason: str, *, by: User | None) -> str:
        """The case that it became was taken up again: there will be another result."""
        return reason

    def follow(self, record: Record, event: Entry) -> None:
        """What another plugin made of it is on its way, or over."""
        if self.status == "noted" and record.open:
            self.bring_up(record.number or record.title, by=event.actor)
        elif self.status == "raised" and not record.open:
            self.learn(event.note, by=None)
