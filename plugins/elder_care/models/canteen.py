"""老年食堂、助餐点: where, when, under which licences; 套餐 with its price, and 食谱 of the days."""

from datetime import date, time, timedelta

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.elder_care.choices import CANTEENS, LICENCES, SITTINGS
from plugins.elder_care.models.operator import Operated
from plugins.elder_care.settings import in_force
from portal import clock
from portal.accounts.models import User
from portal.columns import Fen
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.records import Body, Moved, begins, licences, step
from portal.records.keeping import Keeping
from portal.records.people import contact
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


class Canteen(Operated, licences.Licensed, Body, Scoped, db.Model):
    """老年食堂 or 助餐点. Hours are written 11:00-13:00, empty for a sitting that it does not serve."""

    __tablename__ = "elder_care_canteen"
    permission = "elder_care.view"
    license = licences.Licensed.license.needing("elder_care.canteens")
    withdraw = licences.Licensed.withdraw.needing("elder_care.canteens")
    keeping = Keeping(
        name="助餐点证照",
        does="在用的登记，没有到期；持证人随证照更换",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10), default="canteen")
    address: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(20), default="", info={"in_the_open": "on the public menu"})
    breakfast: Mapped[str] = mapped_column(String(11), default="")
    lunch: Mapped[str] = mapped_column(String(11), default="11:00-13:00")
    dinner: Mapped[str] = mapped_column(String(11), default="")
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]

    licences: Mapped[list["Licence"]] = relationship(back_populates="canteen", order_by=lambda: Licence.id)
    set_meals: Mapped[list[SetMeal]] = relationship(order_by=SetMeal.id)
    menu: Mapped[list[Dishes]] = relationship(order_by=Dishes.day)

    @classmethod
    def visible_to(cls, user: User) -> Select:
        """Those in the units in which the user may see the meals."""
        return select(cls).where(cls.reach(user, cls.permission))

    @classmethod
    def open_in(cls, unit: OrgUnit) -> Select:
        """Those in `unit` and below that have not closed, by name; for everybody."""
        ahead = cls.closed_on.is_(None) | (cls.closed_on >= clock.today())
        return select(cls).where(unit.subtree_of(cls), ahead).order_by(cls.name, cls.id)

    @begins("设立助餐点", needs="elder_care.canteens", refused="您没有管理助餐点的权限。")
    def found(cls, *, unit: OrgUnit, by: User, **fields) -> "Canteen":
        """设立; fields as in the form. Raises RuleError for the same name twice."""
        name = fields["name"]
        if db.session.scalar(select(cls.id).where(cls.unit_id == unit.id, cls.name == name)):
            raise RuleError(f"{unit.short_name}已有“{name}”，请换个名称。")
        canteen = cls(**{"opened_on": clock.today()} | fields)
        canteen.place(unit)
        db.session.add(canteen)
        return canteen

    @step("修改助餐点", needs="elder_care.canteens")
    def change(self, *, by: User, **fields) -> None:
        """Name, address, hours; its last day ends it."""
        self.rename(fields.pop("name", self.name))
        for name, value in fields.items():
            setattr(self, name, value)

    @step("登记套餐", needs="elder_care.canteens")
    def price(self, name: str, price_fen: int, valid_from: date, *, by: User) -> Moved:
        """A set meal and its price from a day on. The same name with another price ends the earlier one the day before."""
        for each in self.prices(valid_from):
            if each.name == name:
                if each.valid_from == valid_from:
                    raise RuleError(f"“{name}”从这天起的价格已经登记，请停用后再登记。")
                each.valid_until = valid_from - timedelta(days=1)
        made = SetMeal(name=name, price_fen=price_fen, valid_from=valid_from)
        self.set_meals.append(made)
        return Moved(made=made)

    @step("停用套餐", needs="elder_care.canteens")
    def drop(self, set_meal: SetMeal, on: date, *, by: User) -> None:
        """Its last day."""
        set_meal.end(on)

    @property
    def kind_name(self) -> str:
        return CANTEENS[self.kind]

    @property
    def sittings(self) -> dict[str, str]:
        """Sitting → its hours, of those it serves."""
        return {each: getattr(self, each) for each in SITTINGS if getattr(self, each)}

    def is_open(self, day: date) -> bool:
        return self.opened_on <= day and (self.closed_on is None or day <= self.closed_on)

    def notice_days(self) -> int:
        return in_force(self.unit, clock.today()).notice_days

    def sitting_at(self, moment: time) -> str:
        """The sitting under way at `moment`, else the next one of the day, else the last: what the till offers first."""
        ends = [(hours[1], name) for name, text in self.sittings.items() if (hours := hours_of(text))]
        return next((name for end, name in ends if moment <= end), ends[-1][1] if ends else "lunch")

    def prices(self, day: date) -> list[SetMeal]:
        """The set meals of `day`."""
        return [each for each in self.set_meals if each.serves_on(day)]


class Licence(licences.Licence, db.Model):
    """证照 of a canteen."""

    __tablename__ = "elder_care_licence"
    KINDS, PERSONAL = LICENCES, ("health",)

    canteen_id: Mapped[int] = mapped_column(ForeignKey("elder_care_canteen.id"), index=True)
    holder_id, person = contact("健康证持证人", kept="健康证的编号和起止日期是助餐点的证照记录，予以保留。")
    canteen: Mapped[Canteen] = relationship(back_populates="licences")


def hours_of(text: str) -> tuple[time, time] | None:
    """Beginning and end of hours written 11:00-13:00; None for anything else."""
    try:
        begins, ends = (time.fromisoformat(each.strip().zfill(5)) for each in text.split("-"))
    except ValueError:
        return None
    return (begins, ends) if begins < ends else None
