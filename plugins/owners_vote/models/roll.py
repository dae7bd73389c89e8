"""业主名册 of one vote: flats with their areas, and whoever counts as one head."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.people.masking import mask_name
from portal.personal_names import normalise_name
from portal.protection import keyring
from portal.records.followed import Coded
from portal.records.people import Contact, contact

if TYPE_CHECKING:
    from plugins.owners_vote.models.ballot import OwnersBallot
    from plugins.owners_vote.models.vote import OwnersVote

DEVELOPER = "developer"  # the identity of 建设单位, which counts as one head for all its flats
OF_THEN = "consultation.voter"  # hashes and printed codes of the time when votes were a part of consultation hold


class Owner(db.Model):
    """One of those who own a flat. The first of a head is who votes for all of them."""

    __tablename__ = "owners_vote_owner"

    id: Mapped[int] = mapped_column(primary_key=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey("owners_vote_voter.id"), index=True)
    who_id, who = contact("业主", kept="房屋面积、票号和表决意见是业主共同决定的依据，予以保留，不再显示姓名。")


class Voter(Coded, db.Model):
    """One who counts as one: somebody with all their flats, or those who own one together (one vote, cast by the first of them).

    `identity`: a keyed hash by which further flats of the same owners are found; "" where nobody can tell. `ordinal`: the number
    on the printed ballot.
    """

    __tablename__ = "owners_vote_voter"
    __table_args__ = (
        UniqueConstraint("vote_id", "ordinal"),
        Index("ix_owners_vote_voter_identity", "vote_id", "identity"),
    )

    PURPOSE = OF_THEN

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_vote_vote.id"))
    ordinal: Mapped[int | None]
    identity: Mapped[str] = mapped_column(String(40), default="")
    key: Mapped[str] = mapped_column(String(20), default="")
    code_hash: Mapped[str | None] = mapped_column(String(40), unique=True)

    vote: Mapped["OwnersVote"] = relationship(back_populates="voters")
    owners: Mapped[list[Owner]] = relationship(order_by=Owner.id, cascade="all, delete-orphan")
    flats: Mapped[list["Flat"]] = relationship(back_populates="voter", order_by="Flat.id")
    ballots: Mapped[list["OwnersBallot"]] = relationship(back_populates="voter", order_by="OwnersBallot.id")

    def let_go(self, *, since: datetime) -> None:
        """An import of flats is taken back: who has no flat left, and has not voted, goes too."""
        db.session.expire(self, ["flats", "ballots"])
        if not self.flats and not self.ballots:
            db.session.delete(self)

    @property
    def area(self) -> int:
        """Of all flats, in 0.01 m²."""
        return sum(each.area for each in self.flats)

    @property
    def doors(self) -> str:
        """3号楼501、502."""
        return "、".join(each.address for each in self.flats)

    @property
    def names_masked(self) -> str:
        """As the published roll names them."""
        if self.identity == DEVELOPER:
            return "建设单位（未售）"
        return "、".join(mask_name(each.who.name) for each in self.owners)

    @property
    def of(self) -> "OwnersVote":
        return self.vote


class Flat(db.Model):
    """专有部分: one flat or shop. `area` in 0.01 m²."""

    __tablename__ = "owners_vote_flat"
    __table_args__ = (UniqueConstraint("vote_id", "building", "door"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_vote_vote.id"), index=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey(Voter.id), index=True)
    building: Mapped[str] = mapped_column(String(20))
    door: Mapped[str] = mapped_column(String(20))
    area: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    voter: Mapped[Voter] = relationship(back_populates="flats")

    @property
    def address(self) -> str:
        return f"{self.building} {self.door}"


class Roll:
    """What a vote does with its roll. Joint owners are one head; somebody with several flats is one head too, told by the ID
    number, or by name and telephone number together: the same name alone may be another person."""

    if TYPE_CHECKING:
        id: Mapped[int]
        voters: Mapped[list[Voter]]

    @property
    def has_flats(self) -> bool:
        return db.session.scalar(select(Flat.id).where(Flat.vote_id == self.id).limit(1)) is not None

    def flat_at(self, building: str, door: str) -> Flat | None:
        return db.session.scalar(
            select(Flat).where(Flat.vote_id == self.id, Flat.building == building, Flat.door == door)
        )

    def flat_of(self, building: str, door: str) -> Flat:
        """Raises RuleError where there is none."""
        if found := self.flat_at(building, door):
            return found
        raise RuleError(f"名册里没有 {building} {door}，请核对楼栋和门号。")

    def voter_of(self, owners: list[Contact], *, unsold: bool) -> Voter:
        """The head that `owners` are, or a new one. `unsold`: it is 建设单位."""
        identity = DEVELOPER if unsold else identity_of(owners)
        same = select(Voter).where(Voter.vote_id == self.id, Voter.identity == identity)
        if identity and (found := db.session.scalars(same).first()):
            return found
        made = Voter(vote_id=self.id, identity=identity, owners=[Owner(who=each) for each in owners])
        db.session.add(made)
        db.session.flush()
        return made

    def number_voters(self) -> None:
        """A number and a code for each head that has none, in the order of the doors; heads left without a flat before go."""
        here = select(Voter).where(Voter.vote_id == self.id).options(selectinload(Voter.flats))
        voters = db.session.scalars(here.execution_options(populate_existing=True)).all()
        last = max((each.ordinal or 0 for each in voters), default=0)
        for each in [each for each in voters if not each.flats and each.ordinal is None]:
            db.session.delete(each)
        new = [each for each in voters if each.flats and each.ordinal is None]
        for ordinal, each in enumerate(sorted(new, key=_first_door), start=last + 1):
            each.ordinal = ordinal
            each.give_code()
        db.session.flush()


def identity_of(owners: Iterable[Contact]) -> str:
    """A keyed hash that is the same for the same people; "" where one of them can only be told by the name."""
    known = [_mark_of(each) for each in owners]
    return keyring.mark(" ".join(sorted(known)), OF_THEN) if known and all(known) else ""


def _mark_of(owner: Contact) -> str:
    if owner.id_number:
        return keyring.mark(owner.id_number, "id_number")
    if not owner.phone:
        return ""
    return keyring.mark(normalise_name(owner.name), "contact_name") + keyring.mark(owner.phone, "phone")


def _first_door(voter: Voter) -> list[tuple[int, str]]:
    """Doors in the order of people: 2号楼 before 10号楼."""
    return min([(_figure(each.building), each.building, _figure(each.door), each.door) for each in voter.flats])


def _figure(text: str) -> int:
    return int("".join(sign for sign in text if sign.isdecimal() and sign.isascii())[:9] or 0)
