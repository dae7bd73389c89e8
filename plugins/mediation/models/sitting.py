"""调解安排: when and where the parties are to meet; a room, a mediator, a party is in one place at a time."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, Index, String, or_, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship, validates

from plugins.mediation.models.participation import DisputeMediator, DisputeParty
from plugins.mediation.models.session import Session
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Party
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Moved, step

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute
    from plugins.mediation.models.room import Room

MET = ("mediating", "agreed")  # where sittings are arranged, and called off
MEETING = ("pending", *MET)
LONGEST = timedelta(hours=12)
FARTHEST = timedelta(days=366)


class Sitting(db.Model):
    """一场调解 that is arranged: in a room of the committee, or at another `place`. `revision` counts its changes, as calendars want it (RFC 5545 §3.8.7.4)."""

    __tablename__ = "mediation_sitting"
    __table_args__ = (
        Index("ix_mediation_sitting_committee", "committee_id", "starts_at"),
        Index("ix_mediation_sitting_starts_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("mediation_committee.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("mediation_room.id"), index=True)
    place: Mapped[str] = mapped_column(String(100), default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    called_off_at: Mapped[datetime | None]

    dispute: Mapped["Dispute"] = relationship(back_populates="sittings")
    room: Mapped["Room | None"] = relationship(lazy="joined")

    @property
    def on(self) -> date:
        return clock.local(self.starts_at).date()

    @property
    def hours(self) -> str:
        """09:00-10:30."""
        return f"{clock.local(self.starts_at):%H:%M}-{clock.local(self.ends_at):%H:%M}"

    @property
    def where(self) -> str:
        return self.room.name if self.room else self.place

    @property
    def is_ahead(self) -> bool:
        return self.called_off_at is None and self.ends_at > clock.now()


def booked() -> ColumnElement[bool]:
    """The condition: it was not called off."""
    return Sitting.called_off_at.is_(None)


class Arranged:
    """A dispute of which sittings are arranged, until it is settled or ended: those that have not begun by then are called off with it."""

    @declared_attr
    def sittings(cls) -> Mapped[list[Sitting]]:
        return relationship(back_populates="dispute", order_by=Sitting.starts_at, cascade="all, delete-orphan")

    @validates("status")
    def _leaves(self, _: str, status: str) -> str:
        if status not in MEETING:
            for each in self.sittings:
                if each.called_off_at is None and each.starts_at > clock.now():
                    each.called_off_at = clock.now()
                    _changed(each)
        return status

    @step("安排调解", of=MET, needs="mediation.mediate")
    def arrange(
        self: "Dispute",
        starts_at: datetime,
        ends_at: datetime,
        *,
        by: User,
        room: "Room | None" = None,
        place: str = "",
    ) -> Moved:
        """安排一场. Raises RuleError, and says what stands in the way, where the room, a mediator or a party is elsewhere at that time."""
        made = Sitting(committee_id=self.committee_id, room=room, place=place, starts_at=starts_at, ends_at=ends_at)
        self._fits(made)
        self.sittings.append(made)
        return Moved(f"{_said(made)}。", made=made, title="安排调解")

    @step("改期", of=MET, needs="mediation.mediate")
    def rearrange(
        self: "Dispute",
        sitting: Sitting,
        starts_at: datetime,
        ends_at: datetime,
        *,
        by: User,
        room: "Room | None" = None,
        place: str = "",
    ) -> Moved:
        """Another time, another place. Raises as `arrange` does, and for one that is over."""
        _ahead(sitting)
        was = _said(sitting)
        wanted = Sitting(room=room, place=place, starts_at=starts_at, ends_at=ends_at, id=sitting.id)
        self._fits(wanted)
        sitting.room, sitting.place, sitting.starts_at, sitting.ends_at = room, place, starts_at, ends_at
        _changed(sitting)
        return Moved(f"原来{was}，改为{_said(sitting)}。", title="调解改期")

    @step("取消安排", of=MET, needs="mediation.mediate")
    def call_off(self: "Dispute", sitting: Sitting, reason: str, *, by: User) -> Moved:
        """It does not take place, or did not. Raises RuleError for one of which there is a record, or that was called off."""
        if sitting not in self.without_record:
            raise RuleError("这一场已经有调解记录，或者已经取消了。")
        sitting.called_off_at = clock.now()
        _changed(sitting)
        return Moved(f"{_said(sitting)}的调解取消。理由：{reason}", title="取消调解安排")

    @property
    def sittings_ahead(self: "Dispute") -> list[Sitting]:
        return [each for each in self.sittings if each.is_ahead]

    @property
    def without_record(self: "Dispute") -> list[Sitting]:
        """Those that were not called off and of which there is no record: ahead, or over and still to be recorded."""
        recorded = {each.sitting_id for each in self.sessions}
        return [each for each in self.sittings if each.called_off_at is None and each.id not in recorded]

    @property
    def to_record(self: "Dispute") -> Sitting | None:
        """Of which a record is to be written next: the latest that has begun, else one that begins today."""
        last = self.sessions[-1].held_at if self.sessions else None
        found = [each for each in self.without_record if last is None or each.starts_at > last]
        begun = [each for each in found if each.starts_at <= clock.now()]
        return begun[-1] if begun else next((each for each in found if each.on == clock.today()), None)

    def arranged_as(self: "Dispute", session: Session) -> int | None:
        """The id of the sitting of which `session` is the record: the nearest of the same day, of which there is no other."""
        own = [each for each in self.sittings if each.id == session.sitting_id]
        found = [each for each in own + self.without_record if each.on == clock.local(session.held_at).date()]
        nearest = min(found, key=lambda each: abs(each.starts_at - session.held_at), default=None)
        return nearest.id if nearest else None

    def check_sittings(self: "Dispute") -> None:
        """Raises RuleError where one of the mediators, as they are now, is elsewhere at the time of a sitting that is ahead."""
        for each in self.sittings_ahead:
            if said := self._in_the_way(each):
                raise RuleError(said, at="mediators")

    def _fits(self: "Dispute", wanted: Sitting) -> None:
        if wanted.ends_at <= wanted.starts_at:
            raise RuleError("结束时间要在开始以后，请核对。", at="ends_at")
        if wanted.ends_at - wanted.starts_at > LONGEST:
            raise RuleError("一场不超过 12 小时，请核对日期。", at="ends_at")
        if wanted.starts_at < clock.now():
            raise RuleError("开始时间已经过了；已经调解过的，请记一次调解。", at="starts_at")
        if wanted.starts_at > clock.now() + FARTHEST:
            raise RuleError("时间太远，请核对年份。", at="starts_at")
        if wanted.room and not (wanted.room in self.committee.rooms and wanted.room.serves_on(wanted.on)):
            raise RuleError("这一天这间调解室不能用，请另选。", at="room")
        county = select(OrgUnit.id).where(OrgUnit.id == self.county_id)  # two at once would not see each other
        db.session.execute(county.with_for_update(key_share=True))
        if said := self._in_the_way(wanted):
            raise RuleError(said, at="starts_at")

    def _in_the_way(self: "Dispute", wanted: Sitting) -> str:
        """Which room, mediator or party is elsewhere then, in a sentence; "" for none. Of a sitting of another committee no more is told than its time."""
        then = (
            Sitting.starts_at < wanted.ends_at,
            Sitting.starts_at > wanted.starts_at - LONGEST,
            Sitting.ends_at > wanted.starts_at,
        )
        with db.session.no_autoflush:
            there = db.session.scalars(select(Sitting).where(*then, booked(), self._needed_by(wanted))).unique().all()
            taken = [(each, self._shared(wanted, each)) for each in there if each.id != wanted.id]
        return "".join(
            f"{'、'.join(who)}在 {each.on} {each.hours} 已有安排{self._which(each)}。" for each, who in taken if who
        )

    def _needed_by(self: "Dispute", wanted: Sitting) -> ColumnElement[bool]:
        """The condition for sittings that need the same room, one of the mediators, or one of the parties."""
        people = [each.party.person_id for each in self.parties if each.party.person_id]
        firms = [each.party.organisation_id for each in self.parties if each.party.organisation_id]
        same_party = or_(Party.person_id.in_(people), Party.organisation_id.in_(firms))
        mediators = [each.mediator.id for each in self.chosen]
        return or_(
            Sitting.dispute_id == self.id,
            *([Sitting.room_id == wanted.room.id] if wanted.room else []),
            Sitting.dispute_id.in_(
                select(DisputeMediator.dispute_id).where(DisputeMediator.mediator_id.in_(mediators))
            ),
            Sitting.dispute_id.in_(select(DisputeParty.dispute_id).join(DisputeParty.party).where(same_party)),
        )

    def _shared(self: "Dispute", wanted: Sitting, other: Sitting) -> list[str]:
        """What both need: the room, mediators, parties (once where the dispute is the same)."""
        room = [wanted.room.name] if wanted.room and wanted.room.id == other.room_id else []
        if other.dispute_id == self.id:
            return [*room, "这起纠纷"]
        theirs = {each.mediator_id for each in other.dispute.chosen}
        known = {key for each in other.dispute.parties for key in _who(each.party)}
        mediators = [f"调解员{each.mediator.name}" for each in self.chosen if each.mediator.id in theirs]
        parties = [f"当事人{each.party.name}" for each in self.parties if _who(each.party) & known]
        return room + mediators + parties

    def _which(self: "Dispute", other: Sitting) -> str:
        return (
            f"（{other.dispute.number}）"
            if other.committee_id == self.committee_id and other.dispute_id != self.id
            else ""
        )


def _who(party: Party) -> set[tuple[str, int]]:
    """By what a party is known as the same elsewhere."""
    found = {("person", party.person_id), ("organisation", party.organisation_id)}
    return {(kind, ident) for kind, ident in found if ident}


def _said(sitting: Sitting) -> str:
    return f"{sitting.on} {sitting.hours}，{sitting.where}"


def _ahead(sitting: Sitting) -> None:
    if not sitting.is_ahead:
        raise RuleError("这一场已经过了或者取消了。")


def _changed(sitting: Sitting) -> None:
    sitting.revision += 1
    sitting.changed_at = clock.now()
