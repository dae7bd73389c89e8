"""What is owed of an agreement, as it stands and as it stands after a change: its check, its paper, its page and the change itself take it from here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from plugins.mediation.models.amending import Amendment
    from plugins.mediation.models.dispute import Dispute

IN_PARTS = "还有 {} 期没有付，改履行期限的，请写明每期哪天付、付多少。"
NO_PLAN = "协议金额改了，还没有付的没有写明哪天付，请写明每期哪天付、付多少。"


class Due(NamedTuple):
    """So much is to be paid on a day, to a party where the text names one."""

    on: date
    fen: int
    note: str = ""
    payee_id: int | None = None


@dataclass(frozen=True)
class Owed:
    """`whole`: the sum; `paid_fen`: what was paid of it; `plan`: what is still to be paid; `until`: by which day all is to be performed. `anew`: the plan stands in place of
    the open instalments, which else stay; `lacks`: why a plan must be written first."""

    whole: int | None
    paid_fen: int
    plan: Sequence[Due]
    until: date | None
    anew: bool = False
    lacks: str = ""


class Owing:
    """A dispute of which something may be owed."""

    @property
    def sum_in_force(self: "Dispute") -> int | None:
        """The sum of the agreement, as changed last."""
        changed = [each.amount_fen for each in self.amended_by if each.amount_fen is not None]
        return changed[-1] if changed else self.agreement.amount_fen

    @property
    def owed(self: "Dispute") -> Owed:
        """As it stands."""
        text = self.agreement
        plan = [Due(each.due_on, each.balance_fen, each.note, each.payee_id) for each in text.unpaid]
        return Owed(self.sum_in_force, sum(each.amount_fen for each in self.payments), plan, text.performs_until)

    def owed_after(self: "Dispute", amendment: "Amendment") -> Owed:
        """As it stands after `amendment`: without a plan the open instalments stay; the only one is put off with the last day; none is left of a sum that is paid."""
        now, day, fen = self.owed, amendment.perform_by, amendment.amount_fen
        if amendment.kind == "end":
            return replace(now, plan=(), anew=True)
        after = replace(now, whole=now.whole if fen is None else fen, until=day or now.until)
        left = None if after.whole is None else after.whole - after.paid_fen
        if amendment.plan:
            return replace(after, plan=amendment.instalments, anew=True)
        if fen is not None and left == 0:
            return replace(after, plan=(), anew=True)
        if day and len(now.plan) > 1:
            return replace(after, lacks=IN_PARTS.format(len(now.plan)))
        if day and now.plan:
            return replace(after, plan=[now.plan[0]._replace(on=day)], anew=True)
        if fen not in (None, now.whole) and left and not now.plan and self.agreement.way != "act":
            return replace(after, lacks=NO_PLAN)
        return after
