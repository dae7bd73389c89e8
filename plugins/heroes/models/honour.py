"""表彰和撤销: titles with their certificates, and the loss of everything that was obtained by deceit."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.heroes.choices import LEVELS, TITLES
from plugins.heroes.models.states import RECOGNISED
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.numbering import next_number
from portal.records import Moved, step

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

    @property
    def level_name(self) -> str:
        return LEVELS[self.level]


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
