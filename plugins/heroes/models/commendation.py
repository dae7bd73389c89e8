"""表彰: titles, certificates, and the money that goes with them."""

from datetime import date
from typing import TYPE_CHECKING

from plugins.heroes.choices import AWARDS, LEVELS, TITLES
from plugins.heroes.models.honour import HeroAward, Honour
from plugins.heroes.settings import basis_of, rules_of
from portal import clock
from portal.accounts.models import User
from portal.documents.numbering import next_number
from portal.errors import RuleError
from portal.money import format_yuan

if TYPE_CHECKING:
    from plugins.heroes.models.association import Association
    from plugins.heroes.models.deed import Deed
    from plugins.heroes.models.hero import Hero

SPECIAL = {"dead": "special_dead", "total": "special_total", "partial": "special_partial"}


class Commended:
    """Verbs of honour and money."""

    def commend(self: "Deed", level: str, on: date, conferred_by: str, *, by: User) -> list[Honour]:
        """表彰 everybody of the deed at `level`; the money follows from the rules in force on that day.

        Raises RuleError when the level was given already or the day lies before the confirmation.
        """
        self.require(by, "heroes.manage", "confirmed", "commended")
        if on < self.confirmed_on or on > clock.today():
            raise RuleError(f"表彰日期应在确认日期 {self.confirmed_on} 以后，且不晚于今天。")
        if any(level in hero.honour_at for hero in self.heroes):
            raise RuleError(f"已经授予过{LEVELS[level]}称号，同一级不能重复授予。")
        given = [self._honour(hero, level, on, conferred_by) for hero in self.heroes]
        self.end_term("application")
        self.move("commend", "commended", by=by, note=f"{conferred_by}授予“{given[0].title}”称号。")
        return given

    def _honour(self: "Deed", hero: "Hero", level: str, on: date, conferred_by: str) -> Honour:
        number = next_number(self.county_id or self.unit_id, f"heroes-{level}", on.year)
        honour = Honour(
            level=level,
            title=TITLES[level][self.grouped],
            conferred_on=on,
            conferred_by=conferred_by,
            number=f"见义勇为证字〔{on.year}〕{LEVELS[level]}第{number}号",
        )
        hero.honours.append(honour)
        rules = rules_of(self.unit, on)
        self._add(hero, honour, "bonus", rules, f"award_{level}", on)
        special = SPECIAL.get(hero.condition)
        if special and not any(each.kind == "special" for each in hero.awards):
            self._add(hero, honour, "special", rules, special, on)
        if hero.visit_due_on is None and not hero.visits:
            hero.begin_visits(on)
        return honour

    def _add(self: "Deed", hero: "Hero", honour: Honour, kind: str, rules, field: str, on: date) -> None:
        amount = rules.values[field]
        if amount:
            hero.awards.append(
                HeroAward(honour=honour, kind=kind, amount_fen=amount, decided_on=on, basis=basis_of(rules, field))
            )

    def grant(self: "Deed", hero: "Hero", amount_fen: int, reason: str, *, by: User) -> HeroAward:
        """专项慰问: an amount for a special case, with its reason."""
        self.require(by, "heroes.manage", "confirmed", "commended")
        given = HeroAward(kind="extra", amount_fen=amount_fen, basis=reason, decided_on=clock.today())
        hero.awards.append(given)
        self.move("award", by=by, note=f"{AWARDS['extra']} {format_yuan(amount_fen)} 元：{reason}")
        return given

    def pay(self: "Deed", award: HeroAward, fund: "Association", on: date, *, by: User) -> None:
        """发放 out of the fund. Raises RuleError when it was paid or cancelled, or the fund does not hold it."""
        self.require(by, "heroes.fund")
        if award.paid_on or award.cancelled_on:
            raise RuleError("这笔奖金已经发放或者取消。")
        fund.book(
            "award",
            -award.amount_fen,
            on=on,
            by=by,
            counterparty=self.number,
            note=f"{award.kind_name}，{award.basis}",
            award_id=award.id,
        )
        award.paid_on = on
        self.move("pay", by=by, note=f"{award.kind_name} {format_yuan(award.amount_fen)} 元，{on} 从{fund.name}发放。")
