"""撤销: what was obtained by deceit is taken back."""

from datetime import date
from typing import TYPE_CHECKING

from plugins.heroes.choices import RECOGNISED
from plugins.heroes.models.honour import HeroAward
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.money import format_yuan

if TYPE_CHECKING:
    from plugins.heroes.models.association import Association
    from plugins.heroes.models.deed import Deed


class Revoked:
    """骗取 → 撤销称号、追缴、取消待遇 (山东, 河南)."""

    def revoke(self: "Deed", reason: str, *, by: User) -> None:
        """撤销: titles gone, unpaid money cancelled, paid money to be recovered, support and visits ended."""
        self.require(by, "heroes.manage", *RECOGNISED)
        today = clock.today()
        for hero in self.heroes:
            for honour in hero.honours:
                honour.revoked_on = honour.revoked_on or today
            for award in hero.awards:
                award.cancelled_on = award.cancelled_on or today
            for support in hero.supports:
                support.until = min(support.until or today, today)
            hero.end_visits()
        self.end_term("application")
        self.ending, self.ended_on = reason, today
        self.move("revoke", "revoked", by=by, note=reason)

    def recover(self: "Deed", award: HeroAward, fund: "Association", on: date, *, by: User) -> None:
        """追缴: the money is back in the fund."""
        self.require(by, "heroes.fund", "revoked")
        if not award.paid_on or award.recovered_on:
            raise RuleError("这笔奖金没有发放，或者已经追缴。")
        if on < award.paid_on:
            raise RuleError(f"追缴日期不能早于发放日期 {award.paid_on}。")
        fund.book(
            "recovery",
            award.amount_fen,
            on=on,
            by=by,
            counterparty=self.number,
            note=f"追缴{award.kind_name}",
            award_id=award.id,
        )
        award.recovered_on = on
        self.move("recover", by=by, note=f"追缴 {format_yuan(award.amount_fen)} 元。")
