"""老年食堂、助餐点: where, when, under which licences."""

from datetime import date, time, timedelta

from sqlalchemy import ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.elder_care.choices import CANTEENS, LICENCES, SITTINGS
from plugins.elder_care.models.menu import Dishes, SetMeal
from plugins.elder_care.settings import in_force
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.records import Body, Moved, begins, step
from portal.records.people import Contact, contact


class Canteen(Body, Scoped, db.Model):
    """老年食堂 or 助餐点. Hours are written 11:00-13:00, empty for a sitting that it does not serve."""

    __tablename__ = "elder_care_canteen"
    permission = "elder_care.view"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10), default="canteen")
    address: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    run_by: Mapped[str] = mapped_column(String(80), default="")
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
        """Name, address, hours, who runs it; its last day ends it."""
        for name, value in fields.items():
            setattr(self, name, value)

    @step("登记证照", needs="elder_care.canteens")
    def license(self, *, by: User, phone: str = "", **fields) -> Moved:
        """A licence, or its renewal, which is a line of its own. Fields: kind, holder, number, valid_from, valid_until; `phone` is that
        of the holder, by which the person is told from others of the name."""
        licence = Licence(**fields)
        if licence.person:
            licence.person.phone = phone or None
        self.licences.append(licence)
        return Moved(made=licence)

    @step("注销证照", needs="elder_care.canteens")
    def withdraw(self, licence: "Licence", on: date, *, by: User) -> None:
        """It counts no longer: a cook who left, a licence entered by mistake."""
        licence.withdrawn_on = on

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

    def sitting_at(self, moment: time) -> str:
        """The sitting under way at `moment`, else the next one of the day, else the last: what the till offers first."""
        ends = [(hours[1], name) for name, text in self.sittings.items() if (hours := hours_of(text))]
        return next((name for end, name in ends if moment <= end), ends[-1][1] if ends else "lunch")

    def prices(self, day: date) -> list[SetMeal]:
        """The set meals of `day`."""
        return [each for each in self.set_meals if each.serves_on(day)]

    # -- licences --------------------------------------------------------------------------------------------------

    def valid_licences(self) -> dict[tuple[str, str], "Licence"]:
        """(kind, whose) → the one that is valid longest, of those that count; a renewed one stands behind its successor."""
        found: dict[tuple[str, str], Licence] = {}
        for each in self.licences:
            key = (each.kind, each.person.name_hash or f"{each.id}" if each.person else "")
            if each.withdrawn_on is None and (key not in found or each.outlasts(found[key])):
                found[key] = each
        return found

    def lapsed(self, day: date) -> list[str]:
        """Why nothing can be settled on `day`, in Chinese: what is missing or has expired; empty when all holds."""
        current = self.valid_licences()
        missing = [f"没有登记{name}" for kind, name in LICENCES.items() if not any(kind == key[0] for key in current)]
        expired = [
            f"{each.title}已于 {each.valid_until:%Y-%m-%d} 到期" for each in current.values() if not each.holds_on(day)
        ]
        return missing + expired

    def lapsing(self, day: date) -> list["Licence"]:
        """Those that hold on `day` and expire within the days of notice, the nearest first."""
        last = day + timedelta(days=in_force(self.unit, day).notice_days)
        soon = [
            each
            for each in self.valid_licences().values()
            if each.holds_on(day) and each.valid_until and each.valid_until <= last
        ]
        return sorted(soon, key=lambda each: each.valid_until)


KEPT = "健康证的编号和起止日期是助餐点的证照记录，予以保留。"


class Licence(db.Model):
    """证照 of a canteen; 健康证 is that of one person (`holder`, who may be forgotten). Renewed by a new line, never changed."""

    __tablename__ = "elder_care_licence"

    id: Mapped[int] = mapped_column(primary_key=True)
    canteen_id: Mapped[int] = mapped_column(ForeignKey("elder_care_canteen.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    number: Mapped[str] = mapped_column(String(60), default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(index=True)
    withdrawn_on: Mapped[date | None]

    holder_id, person = contact("健康证持证人", kept=KEPT)
    canteen: Mapped[Canteen] = relationship(back_populates="licences")

    @property
    def holder(self) -> str:
        """The name of whoever it is about, or ""."""
        return self.person.name if self.person else ""

    @holder.setter
    def holder(self, name: str) -> None:
        self.person = Contact(name=name) if name else None

    @property
    def title(self) -> str:
        return LICENCES[self.kind] + (f"（{self.holder}）" if self.holder else "")

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @property
    def counts(self) -> bool:
        """Whether it was not withdrawn, and holds today."""
        return self.withdrawn_on is None and self.holds_on(clock.today())

    def outlasts(self, other: "Licence") -> bool:
        return (self.valid_until or date.max, self.id or 0) > (other.valid_until or date.max, other.id or 0)


def hours_of(text: str) -> tuple[time, time] | None:
    """Beginning and end of hours written 11:00-13:00; None for anything else."""
    try:
        begins, ends = (time.fromisoformat(each.strip().zfill(5)) for each in text.split("-"))
    except ValueError:
        return None
    return (begins, ends) if begins < ends else None
