"""撤回: whoever asked does not want it any longer. The case is closed, and who has it in hand is told."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.cases.models.states import STATES
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.records import step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from portal.cases.models.case import Case
    from portal.cases.models.party import Party

WAYS = {"visit": "当面", "phone": "电话", "letter": "书面"}


def held_by_a_plugin(case: "Case") -> str:
    """What a plugin in effect has in hand is ended there first, by steps of its own."""
    return next((said for each in case.in_hand if (said := each.on_another_desk)), "")


class Withdrawal(db.Model):  # type: ignore[name-defined]
    """撤回 of a case, `until` it is taken up again. `party_id`: who said so, the first of several; None where nobody gave a name."""

    __tablename__ = "cases_withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("cases_party.id"), index=True)
    way: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(RedactedText())
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    until: Mapped[datetime | None]

    way_name = named("way", WAYS)


class Withdrawn:
    """A case may be withdrawn by whoever asked."""

    @step("撤回", of=STATES.open, to="resolved", needs="cases.triage", unless=held_by_a_plugin)
    def withdraw(self: "Case", parties: "Sequence[Party]", way: str, reason: str, *, by: User) -> str:
        """撤回 by `parties`, all who asked; way: a key of WAYS. Raises RuleError where some of them have not said so."""
        if rest := "、".join(each.name for each in self.side(1) if each not in parties):
            raise RuleError(
                f"{rest}没有撤回，这件事还要办。只有一部分人撤回的，请在当事人一栏点“更正”，选“已经撤回”。",
                at="parties",
            )
        first = parties[0].id if parties else None
        db.session.add(Withdrawal(case_id=self.id, party_id=first, way=way, reason=reason, by_id=by.id))
        who = "、".join(each.name_masked for each in parties) or "反映人"
        if len(parties) > 1:  # who of one family is meant, masked names do not tell
            who = f"{self.called(1)}共 {len(parties)} 人，"
        return self.stop(f"{who}{WAYS[way]}撤回。{reason}")

    @property
    def withdrawal(self: "Case") -> Withdrawal | None:
        """The one that holds now."""
        there = select(Withdrawal).where(Withdrawal.case_id == self.id, Withdrawal.until.is_(None))
        return db.session.scalars(there).first()

    def wrong_state(self: "Case") -> str:
        if self.status == "resolved" and (withdrawal := self.withdrawal):
            day = f"{clock.local(withdrawal.at):%Y-%m-%d}"
            return f"这件事已于 {day} 由申请人{withdrawal.way_name}撤回，不能这样办理。还要办的，请重新办理。"
        return super().wrong_state()  # type: ignore[misc]

    def stop(self: "Case", why: str) -> str:
        """Nothing more is done with it: who has it in hand is told so, on the own desk."""
        for each in self.in_hand:
            each.stop(why)
        return self._close(why)
