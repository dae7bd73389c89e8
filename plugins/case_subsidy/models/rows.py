"""The rows below an award: who mediated, to whom it is paid, what is booked, who was called."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.case_subsidy.choices import RESULTS, WAYS
from portal import clock
from portal.accounts.models import User
from portal.columns import Fen, named
from portal.entitlements.lines import BASIS_LENGTH
from portal.extensions import db
from portal.people.models import Person
from portal.records import AppendOnly
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.case_subsidy.models.award import Award


class AwardPayee(db.Model):
    """领款人: the resident who a mediator of some roster is. `kind` is the table of the disputes, `mediator_id` the row of the roster; names stand
    there and with the resident, not here. `changed_on`: when another resident took the place of the one entered before."""

    __tablename__ = "case_subsidy_payee"
    __table_args__ = (UniqueConstraint("kind", "mediator_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    mediator_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), index=True)
    named_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    named_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_on: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="joined")


class AwardShare(db.Model):
    """One who mediated the dispute; `paid`: who gets a part. `user_id` is the account as known when it was noted down, then declared; its holder decides
    nothing about it (`Award.accounts`)."""

    __tablename__ = "case_subsidy_share"

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("case_subsidy_award.id"), index=True)
    mediator_id: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    paid: Mapped[bool] = mapped_column(default=False)
    amount_fen: Mapped[Fen] = mapped_column(default=0)


class AwardEntry(AppendOnly, db.Model):
    """入账: so much for one mediator of an award, or (quantity -1) taken back. Never changed. `for_day`: first day of the quarter in which the dispute ended;
    `booked_on`: the day by which it belongs to a settlement."""

    __tablename__ = "case_subsidy_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("case_subsidy_award.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), index=True)
    for_day: Mapped[date]
    booked_on: Mapped[date] = mapped_column(index=True)
    quantity: Mapped[int]
    amount_fen: Mapped[Fen]
    basis: Mapped[str] = mapped_column(String(BASIS_LENGTH))

    award: Mapped["Award"] = relationship(back_populates="entries")
    person: Mapped[Person] = relationship()


class AwardCall(db.Model):
    """抽查回访 of the parties, by somebody who had no part in it. `words` name nobody."""

    __tablename__ = "case_subsidy_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("case_subsidy_award.id"), index=True)
    called_on: Mapped[date]
    way: Mapped[str] = mapped_column(String(10))
    result: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(RedactedText(300))
    caller_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))

    caller: Mapped[User] = relationship()
    way_name = named("way", WAYS)
    result_name = named("result", RESULTS)
