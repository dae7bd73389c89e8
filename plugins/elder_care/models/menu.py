"""套餐 with its price, and 食谱 of the days."""

from datetime import date, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.columns import Fen
from portal.extensions import db
from portal.records.roster import Membership


class SetMeal(Membership, db.Model):
    """套餐 of a canteen and its price from one day to another. A new price is a new line: what was taken keeps the old one."""

    __tablename__ = "elder_care_set_meal"
    JOINING, LEAVING = "启用", "停用"

    canteen_id: Mapped[int] = mapped_column(ForeignKey("elder_care_canteen.id"), index=True)
    price_fen: Mapped[Fen]


def week_around(day: date) -> list[date]:
    """Monday to Sunday; those of today for a day near the ends of the calendar."""
    day = day if 2000 <= day.year <= 2100 else clock.today()
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=each) for each in range(7)]


class Dishes(db.Model):
    """食谱: what is served at one sitting of one day."""

    __tablename__ = "elder_care_dishes"
    __table_args__ = (UniqueConstraint("canteen_id", "day", "sitting"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    canteen_id: Mapped[int] = mapped_column(ForeignKey("elder_care_canteen.id"))
    day: Mapped[date]
    sitting: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(300))

    @classmethod
    def during(cls, canteen_id: int, days: list[date]) -> dict[tuple[date, str], str]:
        """(day, sitting) → what is served, of these days."""
        wanted = select(cls).where(cls.canteen_id == canteen_id, cls.day.between(days[0], days[-1]))
        return {(each.day, each.sitting): each.text for each in db.session.scalars(wanted)}
