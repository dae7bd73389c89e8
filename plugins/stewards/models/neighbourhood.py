"""小区, and 红管家: who looks after its buildings and entrances."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, and_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.stewards.choices import POSTS
from portal import clock
from portal.accounts.models import User
from portal.cases.neighbourhood import BringsCases
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.records import Body, Moved, begins, step
from portal.records.keeping import Keeping
from portal.records.people import Contact, contact
from portal.records.roster import Membership

MANAGE = "stewards.manage"
KEPT = "红管家的姓名和任期是公开的任职记录，予以保留；电话已删除。"


class Neighbourhood(BringsCases, Body, Scoped, db.Model):
    """小区 with its 红管家. A community has several."""

    __tablename__ = "stewards_neighbourhood"
    __table_args__ = (
        UniqueConstraint("unit_id", "name"),
        Index("ix_stewards_neighbourhood_county", "county_id", "founded_on", "id"),
        Index("ix_stewards_neighbourhood_township", "township_id", "founded_on", "id"),
    )
    permission = "stewards.view"
    keeping = Keeping(
        name="红管家",
        does="在用的名册，没有到期；卸任的留在历任里",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    founded_on: Mapped[date]

    stewards: Mapped[list["Steward"]] = relationship(back_populates="neighbourhood", order_by=lambda: Steward.id)

    @classmethod
    def looked_after_by(cls, user: User, permission: str) -> int | None:
        """The id of the one on whose roster the name of `user` stands today, of those where `user` holds `permission`; None where there
        is none or are several."""
        named = cls.stewards.any(and_(Steward.name == user.name, Steward.serving()))
        found = db.session.scalars(select(cls.id).where(cls.reach(user, permission), named).limit(2)).all()
        return found[0] if len(found) == 1 else None

    @property
    def serving(self) -> list["Steward"]:
        """红管家 in office today."""
        today = clock.today()
        return [each for each in self.stewards if each.serves_on(today)]

    @begins("登记小区", needs=MANAGE, refused="您不能在这个社区登记小区。")
    def enter(cls, *, unit: OrgUnit, name: str, by: User, founded_on: date | None = None) -> "Neighbourhood":
        """With an empty roster. Raises RuleError for one that is entered already."""
        if db.session.scalar(select(cls.id).where(cls.unit_id == unit.id, cls.name == name)):
            raise RuleError(f"{unit.short_name}的{name}已经登记了。")
        entered = cls(name=name, founded_on=founded_on or clock.today())
        entered.place(unit)
        db.session.add(entered)
        return entered

    @step("登记红管家", needs=MANAGE)
    def enlist(self, *, name: str, by: User, phone: str = "", **fields) -> Moved:
        """Put somebody on the roster. Fields: post, area, valid_from, valid_until. Raises RuleError for one who looks after the same
        area already."""
        if any(each.name == name and each.area == fields["area"] for each in self.serving):
            raise RuleError(f"{name}已经是{fields['area']}的红管家。")
        made = Steward(name=name, contact=Contact(name=name, phone=phone or None), **fields)
        self.stewards.append(made)
        return Moved(made=made)

    @step("更正红管家", needs=MANAGE)
    def correct(self, steward: "Steward", reason: str, *, name: str, by: User, phone: str = "", **fields) -> None:
        """What was written down wrongly; without `phone` that stays. Fields: post, area. What stood there, the day and the reason stay on the line.
        Raises RuleError where nothing is different, for one who looks after that area already, and one whose data was deleted."""
        if steward.contact.erased_at:
            raise RuleError("这位红管家的个人信息已经删除，不能更正。", at="name")
        if any(each is not steward and (each.name, each.area) == (name, fields["area"]) for each in self.serving):
            raise RuleError(f"{name}已经是{fields['area']}的红管家。", at="name")
        steward.put_right(reason, name=name, phone=phone, **fields)

    @step("卸任", needs=MANAGE)
    def release(self, steward: "Steward", on: date, *, by: User) -> None:
        """The name stays on the roster with the last day. Raises RuleError, WrongState."""
        steward.end(on)

    @property
    def party(self) -> dict[str, str]:
        return {"name": f"{self.name}红管家"}


class Steward(Membership, db.Model):
    """红管家: 单元长, 楼栋长 or 居民小组长, for an area, from one day to another. The name is on the board in the entrance, so it stays when
    the contact, by which a steward is found and telephoned, is forgotten."""

    __tablename__ = "stewards_steward"
    JOINING, LEAVING = "到任", "卸任"

    neighbourhood_id: Mapped[int] = mapped_column(ForeignKey("stewards_neighbourhood.id"), index=True)
    post: Mapped[str] = mapped_column(String(10), default="unit")
    area: Mapped[str] = mapped_column(String(60))
    correction: Mapped[str] = mapped_column(Text, default="")  # what was put right, when and why, a line each
    contact_id, contact = contact("红管家", kept=KEPT)

    neighbourhood: Mapped[Neighbourhood] = relationship(back_populates="stewards")

    @property
    def post_name(self) -> str:
        return POSTS[self.post]

    def put_right(self, reason: str, *, phone: str, **fields: str) -> None:
        """Keep `fields` (name, post, area), and `phone` if there is one. Raises RuleError where nothing is different."""
        stood = f"{self.name}，{self.post_name}，{self.area}"
        rings = bool(phone) and phone != self.contact.phone
        if not rings and all(value == getattr(self, name) for name, value in fields.items()):
            raise RuleError("没有改动。", at="name")
        for name, value in fields.items():
            setattr(self, name, value)
        self.contact.name = self.name
        if rings:
            self.contact.phone = phone
        told = f"{clock.today()} 更正{'电话' if rings else ''}，原来是{stood}：{reason}"
        self.correction = f"{self.correction}\n{told}".strip()

    @property
    def phone_masked(self) -> str:
        return self.contact.phone_masked
