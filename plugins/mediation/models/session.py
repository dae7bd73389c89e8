"""调解记录: one sitting with the parties (人民调解法 §27: mediation is recorded)."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Self

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.extensions import db
from portal.people.phone import PhoneError, normalise_phone
from portal.people.publishing import numbers_in_full
from portal.records.people import Contact, contact
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute
    from plugins.mediation.models.participation import DisputeParty
    from plugins.mediation.models.recusal import Recusal

OUTCOMES = {"agreed": "达成协议", "failed": "未达成协议", "continue": "待续调"}
LONGEST_SPEAKER = 20  # characters before a colon; more are part of what is said
SEPARATORS = "、，,；;"
NUMBER = re.compile(r"[+＋]?[\d-]+")
LONG = re.compile(r"[+＋]?(?:-*\d){5}[\d-]*")


class Guest(db.Model):
    """参加人, invited with the consent of the parties: a relative, a neighbour, somebody who knows the trade (人民调解法 §20)."""

    __tablename__ = "mediation_guest"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("mediation_session.id"), index=True)
    identity: Mapped[str] = mapped_column(String(500), default="")
    who_id, who = contact("参加人")

    @classmethod
    def all_in(cls, text: str) -> list[Self]:
        """The guests that `text` names, one a line: 「李红 邻居 13800001234」, of which the name alone is needed. Raises PhoneError,
        also for any other number of a person: what stands beside name and telephone is kept in plain sight."""
        return [cls._in(line) for line in (text or "").splitlines() if line.strip()]

    @classmethod
    def _in(cls, line: str) -> Self:
        name, *told = line.split()
        number = next(filter(NUMBER.fullmatch, told), "")
        rest = [name, *(each for each in told if each != number)]
        identity = " ".join(rest[1:])
        if numbers_in_full(" ".join(rest)) or any(map(LONG.fullmatch, rest)):
            raise PhoneError(
                "每人只写一个电话，和姓名、身份用空格隔开；证件号码、银行账号、第二个电话不能写在这里，请删去"
            )
        return cls(who=Contact(name=name, phone=normalise_phone(number) if number else None), identity=identity)

    @property
    def line(self) -> str:
        """As `all_in` reads it, without the telephone number."""
        return " ".join(filter(None, (self.who.name if self.who else "", self.identity)))


class Session(db.Model):
    """调解记录. `present` holds ids of parties, `agents_present` of those whose agent came; `sitting_id`: as which it was arranged; `transcript` one statement a line: 「谁：说了什么」."""

    __tablename__ = "mediation_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("mediation_sitting.id"), index=True)
    sequence: Mapped[int]
    held_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(100))
    present: Mapped[list] = mapped_column(JSON, default=list)
    agents_present: Mapped[list] = mapped_column(JSON, default=list)
    transcript: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(10))
    result: Mapped[str] = mapped_column(Text, default="")
    failure_reason: Mapped[str] = mapped_column(RedactedText(), default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    corrected_at: Mapped[datetime | None]

    dispute: Mapped["Dispute"] = relationship(back_populates="sessions")
    guests: Mapped[list[Guest]] = relationship(order_by=Guest.id, cascade="all, delete-orphan")
    recorded_by: Mapped[User] = relationship()
    outcome_name = named("outcome", OUTCOMES)

    @property
    def parties(self) -> list["DisputeParty"]:
        """Who was mediated on that day."""
        held_on = clock.local(self.held_at).date()
        return [each for each in self.dispute.everyone if each.left_on is None or each.left_on >= held_on]

    @property
    def came(self) -> list["DisputeParty"]:
        """The parties who were there themselves, or whose agent was."""
        there = {*self.present, *self.agents_present}
        return [each for each in self.parties if each.party_id in there]

    @property
    def told(self) -> list["DisputeParty"]:
        """Those who came and knew their rights and duties by then."""
        held_on = clock.local(self.held_at).date()
        return [each for each in self.came if each.told_on and each.told_on <= held_on]

    @property
    def attending(self) -> list[str]:
        """The parties who were there, each with whoever acts for it and came, or that one alone."""
        return [name for each in self.parties for name in self._came(each) if name]

    def _came(self, row: "DisputeParty") -> tuple[str, str]:
        own = row.party.name if row.party_id in self.present else ""
        acting = f"{row.party.name}的{row.acting}" if row.party_id in self.agents_present and row.agent else ""
        return own, acting

    @property
    def statements(self) -> list[tuple[str, str]]:
        """Who said what; a line that names nobody is told as the record's own."""
        lines = [line.strip() for line in self.transcript.splitlines() if line.strip()]
        parted = ((line, line.replace(":", "：", 1).partition("：")) for line in lines)
        return [
            (speaker, text) if colon and len(speaker) <= LONGEST_SPEAKER else ("记录", line)
            for line, (speaker, colon, text) in parted
        ]

    @property
    def guests_written(self) -> str:
        """Who was invited, one a line, as `invite` reads them."""
        return "\n".join(each.line for each in self.guests)

    def invite(self, text: str) -> None:
        """The guests are those whom `text` names, as `Guest.all_in` reads them; who was named before keeps the number unless another is given."""
        before = {each.who.name: each.who.phone for each in self.guests if each.who}
        found = Guest.all_in(text)
        for each in found:
            each.who.phone = each.who.phone or before.get(each.who.name)
        self.guests = found

    @property
    def as_written(self) -> dict[str, object]:
        """What can be put right, label by label."""
        return {
            "时间": [f"{clock.local(each):%Y-%m-%d %H:%M}" for each in (self.held_at, self.ended_at) if each],
            "地点": self.place,
            "到场的人": (sorted(self.present), sorted(self.agents_present)),
            "参加人": self.guests_written,
            "调解经过": self.transcript,
            "结果": (self.outcome, self.result, self.failure_reason),
        }

    @property
    def recusals(self) -> list["Recusal"]:
        """What was asked of stepping back until that day."""
        held_on = clock.local(self.held_at).date()
        return [each for each in self.dispute.recusals if each.asked_on <= held_on]

    # a paper of the session is filed where its dispute lies
    @property
    def unit(self):
        return self.dispute.unit
