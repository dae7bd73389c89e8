"""荣誉和奖金: what a hero was given, at which level, and by which rule the amount."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.heroes.choices import AWARDS, LEVELS
from portal.columns import Fen
from portal.extensions import db

if TYPE_CHECKING:
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

    @property
    def kind_name(self) -> str:
        return AWARDS[self.kind]

    @property
    def state(self) -> tuple[str, str]:
        """What became of it, and its tone."""
        if self.recovered_on:
            return f"已于 {self.recovered_on} 追缴", "neutral"
        if self.cancelled_on:
            return "待追缴" if self.paid_on else "已取消", "danger" if self.paid_on else "neutral"
        return (f"已于 {self.paid_on} 发放", "ok") if self.paid_on else ("待发放", "warn")
