"""销号: asked for with an account of how it was settled, and reviewed by somebody who had no part in it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.sponsored.candidates import refuse_without_reviewer
from plugins.sponsored.choices import ATTITUDES, CONFIRMED, HANDLE, RESULTS, REVIEW
from plugins.sponsored.settings import next_contact, rules_of
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.records import step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.sponsored.models.sponsorship import Sponsorship

OTHERS = {"applied_by_id": "申请销号的人", "handler_id": "责任人", "leader_id": "包案领导"}


def _handing_over(sponsorship: "Sponsorship") -> str:
    return "换了包案领导还没有交接，交接以后再申请销号。" if sponsorship.handover else ""


class StruckOff:
    """销号. `account`: how it was settled; `attitude`: of the parties, who `confirmed` it in one of the ways of CONFIRMED; `proofs`: the list of
    proof; `meetings`: numbers of the minutes of meetings about it."""

    result: Mapped[str] = mapped_column(String(10), default="")
    account: Mapped[str] = mapped_column(
        Text, default="", info={"in_the_open": "化解经过: words, no account of a bank"}
    )
    attitude: Mapped[str] = mapped_column(String(8), default="")
    confirmed: Mapped[str] = mapped_column(String(8), default="")
    proofs: Mapped[str] = mapped_column(Text, default="")
    meetings: Mapped[str] = mapped_column(String(200), default="")
    opinion: Mapped[str] = mapped_column(RedactedText(), default="")
    applied_at: Mapped[datetime | None] = mapped_column()
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    struck_at: Mapped[datetime | None] = mapped_column()
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    late: Mapped[bool] = mapped_column(default=False)
    took_days: Mapped[int | None] = mapped_column()

    result_name = named("result", RESULTS | {"": ""})
    attitude_name = named("attitude", ATTITUDES | {"": ""})
    confirmed_name = named("confirmed", CONFIRMED | {"": ""})

    @declared_attr
    def applied_by(cls) -> Mapped[User | None]:
        return relationship(foreign_keys=[cls.applied_by_id])

    @declared_attr
    def struck_by(cls) -> Mapped[User | None]:
        return relationship(foreign_keys=[cls.struck_by_id])

    @step("申请销号", of="active", to="reviewing", needs=HANDLE, unless=_handing_over, verb="apply")
    def ask_to_strike(
        self: "Sponsorship",
        *,
        result: str,
        account: str,
        attitude: str,
        confirmed: str,
        proofs: str,
        by: User,
        meetings: str = "",
    ) -> str:
        """How it was settled, how the parties say so, and what proves it. Raises RuleError where nobody could review it."""
        refuse_without_reviewer(self, by)
        self.result, self.account, self.attitude, self.confirmed = result, account, attitude, confirmed
        self.proofs, self.meetings = proofs, meetings
        self.applied_at, self.applied_by_id = clock.now(), by.id
        self.take_part(by)
        return f"{RESULTS[result]}，当事人{ATTITUDES[attitude]}（{CONFIRMED[confirmed]}）。"

    @step("销号", of="reviewing", to="struck", needs=REVIEW, not_by=OTHERS, waits=True)
    def strike_off(self: "Sponsorship", opinion: str, *, by: User) -> str:
        """复核同意. The parties are followed up, and whoever of them comes again is looked at."""
        now, rules = clock.now(), rules_of(self.unit)
        today = clock.local(now).date()
        self.opinion, self.struck_at, self.struck_by_id, self.next_contact_on = opinion, now, by.id, None
        self.late = today > self.due_on
        self.took_days = (today - clock.local(self.approved_at or now).date()).days
        self.visit_due_on = today + timedelta(days=rules.first_visit)
        self.last_visit_on = today + timedelta(days=rules.last_visit)
        self.watched_until = now + timedelta(days=rules.relapse_days)
        return f"请于 {self.visit_due_on} 起回访。{opinion}"

    @step("退回", of="reviewing", to="active", needs=REVIEW, not_by=OTHERS, waits=True, verb="return")
    def send_back(self: "Sponsorship", reason: str, *, by: User) -> str:
        """It is not settled yet, or not proved: there is no result. The words stay for the next application."""
        self.result, self.applied_at = "", None
        self.next_contact_on = next_contact(self.unit, self.grade, clock.today())
        return reason
