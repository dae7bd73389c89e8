"""表彰和撤销: titles with their certificates, the money that goes with them, and the loss of all that was obtained by deceit."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.heroes.award_rules import rules_for
from plugins.heroes.choices import AWARDS, LEVELS, TITLES
from plugins.heroes.models.association import Association
from plugins.heroes.models.states import RECOGNISED
from plugins.heroes.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.columns import Fen, named
from portal.errors import RuleError
from portal.extensions import db
from portal.money import format_yuan
from portal.numbering import next_number
from portal.records import Moved, step
from portal.settings import basis_of

if TYPE_CHECKING:
    from plugins.heroes.models.deed import Deed
    from plugins.heroes.models.hero import Hero


class Honour(db.Model):
    """荣誉称号 of one level; once a person, deed and level."""

    __tablename__ = "heroes_honour"
    __table_args__ = (UniqueConstraint("hero_id", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hero_id: Mapped[int] = mapped_column(ForeignKey("heroes_hero.id"))
    level: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(60))
    conferred_on: Mapped[date] = mapped_column(index=True)
    conferred_by: Mapped[str] = mapped_column(String(80))
    revoked_on: Mapped[date | None]

    hero: Mapped["Hero"] = relationship(back_populates="honours")

    level_name = named("level", LEVELS)


class HeroAward(db.Model):
    """奖金. The amount is copied from the rules of its day; `basis` says from which."""

    __tablename__ = "heroes_award"
    __table_args__ = (CheckConstraint("amount_fen > 0", name="positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hero_id: Mapped[int] = mapped_column(ForeignKey("heroes_hero.id"), index=True)
    honour_id: Mapped[int | None] = mapped_column(ForeignKey("heroes_honour.id"))
    kind: Mapped[str] = mapped_column(String(8))
    amount_fen: Mapped[Fen]
    basis: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date]
    paid_on: Mapped[date | None]
    cancelled_on: Mapped[date | None]
    recovered_on: Mapped[date | None]

    hero: Mapped["Hero"] = relationship(back_populates="awards")
    honour: Mapped[Honour | None] = relationship()

    kind_name = named("kind", AWARDS)

    @property
    def moves(self) -> bool:
        """Whether it is still to be paid, or to be recovered."""
        return self.recovered_on is None and bool(self.paid_on) == bool(self.cancelled_on)

    @property
    def state(self) -> tuple[str, str]:
        """What became of it, and its tone."""
        if self.recovered_on:
            return f"已于 {self.recovered_on} 追缴", "neutral"
        if self.cancelled_on:
            return "待追缴" if self.paid_on else "已取消", "danger" if self.paid_on else "neutral"
        return (f"已于 {self.paid_on} 发放", "ok") if self.paid_on else ("待发放", "warn")


def _no_fund(hero: "Hero") -> str:
    return "" if Association.of(hero.record.unit) else "还没有设立见义勇为协会（基金），请先设立。"


def _lost(hero: "Hero") -> str:
    return "称号已经撤销，没有发放的奖金已经取消。" if hero.status == "revoked" else _no_fund(hero)


class Awarded:
    """The awards of a hero, and the steps of their money; it comes from the fund of the place, and goes back there."""

    @declared_attr
    def awards(cls) -> Mapped[list[HeroAward]]:
        return relationship(HeroAward, back_populates="hero", order_by=HeroAward.id)

    def receive(self: "Hero", honour: Honour) -> None:
        """An honour, with the money of its level and (once) that for death or invalidity, and the visits that follow."""
        self.honours.append(honour)
        had_special = any(each.kind == "special" for each in self.awards)
        for kind, rule in rules_for(honour.level, self.condition, had_special=had_special).items():
            self._award(kind, rule, honour)
        if self.visit_due_on is None and not self.visits:
            self.begin_visits(honour.conferred_on)

    def _award(self: "Hero", kind: str, rule: str, honour: Honour) -> None:
        day = honour.conferred_on
        rules = rules_of(self.record.unit, day)
        if amount := rules.values[rule]:
            basis = basis_of(rules, rule)
            self.awards.append(HeroAward(honour=honour, kind=kind, amount_fen=amount, decided_on=day, basis=basis))

    @step("专项慰问", of=RECOGNISED, needs="heroes.manage", verb="award")
    def grant(self: "Hero", amount_fen: int, reason: str, *, by: User) -> Moved:
        """An amount for a special case, with its reason."""
        given = HeroAward(kind="extra", amount_fen=amount_fen, basis=reason, decided_on=clock.today())
        self.awards.append(given)
        return Moved(f"{given.kind_name} {format_yuan(amount_fen)} 元：{reason}", made=given)

    @step("发放奖金", needs="heroes.fund", verb="pay", unless=_lost)
    def pay(self: "Hero", award: HeroAward, on: date, *, by: User) -> str:
        """Raises RuleError when it was paid or cancelled, or the fund does not hold it."""
        if award.paid_on or award.cancelled_on:
            raise RuleError("这笔奖金已经发放或者取消。")
        fund = self._book("award", award, -award.amount_fen, on, f"{award.kind_name}，{award.basis}", by)
        award.paid_on = on
        return f"{award.kind_name} {format_yuan(award.amount_fen)} 元，{on} 从{fund.name}发放。"

    @step("追缴奖金", of="revoked", needs="heroes.fund", verb="recover", unless=_no_fund)
    def recover(self: "Hero", award: HeroAward, on: date, *, by: User) -> str:
        """The money is back in the fund."""
        if not award.paid_on or award.recovered_on:
            raise RuleError("这笔奖金没有发放，或者已经追缴。")
        if on < award.paid_on:
            raise RuleError(f"追缴日期不能早于发放日期 {award.paid_on}。")
        self._book("recovery", award, award.amount_fen, on, f"追缴{award.kind_name}", by)
        award.recovered_on = on
        return f"追缴 {format_yuan(award.amount_fen)} 元。"

    def _book(self: "Hero", kind: str, award: HeroAward, fen: int, on: date, note: str, by: User) -> Association:
        """In the ledger the deed's number stands for the name."""
        fund = Association.of(self.record.unit)
        fund.book(kind, fen, on=on, by=by, counterparty=self.record.number, note=note, award_id=award.id)
        return fund


def _all_given(deed: "Deed") -> str:
    return "" if deed.levels_left else "各级称号都已经授予。"


class Honoured:
    """Steps of honour, for everybody of the deed alike."""

    @property
    def levels_left(self: "Deed") -> dict[str, str]:
        """The levels at which nobody of the deed was honoured yet."""
        given = {level for hero in self.heroes for level in hero.honour_at}
        return {level: name for level, name in LEVELS.items() if level not in given}

    @step("表彰", of=RECOGNISED, to="commended", needs="heroes.manage", unless=_all_given)
    def commend(self: "Deed", level: str, on: date, conferred_by: str, *, by: User) -> Moved:
        """表彰 everybody of the deed at `level`; the money follows from the rules in force on that day.

        Raises RuleError when the level was given already or the day lies before the confirmation.
        """
        if on < self.confirmed_on or on > clock.today():
            raise RuleError(f"表彰日期应在确认日期 {self.confirmed_on} 以后，且不晚于今天。")
        if level not in self.levels_left:
            raise RuleError(f"已经授予过{LEVELS[level]}称号，同一级不能重复授予。")
        given = [self._honour(level, on, conferred_by) for _ in self.heroes]
        for hero, honour in zip(self.heroes, given, strict=True):
            hero.receive(honour)
        self.end_term("application")
        return Moved(f"{conferred_by}授予“{given[0].title}”称号。", made=given)

    def _honour(self: "Deed", level: str, on: date, conferred_by: str) -> Honour:
        number = next_number(self.county_id or self.unit_id, f"heroes-{level}", on.year)
        return Honour(
            level=level,
            title=TITLES[level][self.grouped],
            conferred_on=on,
            conferred_by=conferred_by,
            number=f"见义勇为证字〔{on.year}〕{LEVELS[level]}第{number}号",
        )

    @step("撤销", of=RECOGNISED, to="revoked", needs="heroes.manage")
    def revoke(self: "Deed", reason: str, *, by: User) -> str:
        """骗取 → 撤销称号、追缴、取消待遇 (山东, 河南)."""
        for hero in self.heroes:
            hero.forfeit(clock.today())
        self.end_term("application")
        self.ending, self.ended_on = reason, clock.today()
        return reason
