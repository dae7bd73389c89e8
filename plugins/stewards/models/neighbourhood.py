"""小区, and 红管家: who looks after its buildings and entrances."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.stewards.choices import POSTS
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.people.models import Organisation
from portal.records import Body, Moved, begins, step
from portal.records.people import Contact, contact
from portal.records.roster import Membership

MANAGE = "stewards.manage"
KEPT = "红管家的姓名和任期是公开的任职记录，予以保留；电话已删除。"


class Neighbourhood(Body, Scoped, db.Model):
    """小区 with its 红管家. A community has several."""

    __tablename__ = "stewards_neighbourhood"
    __table_args__ = (
        UniqueConstraint("unit_id", "name"),
        Index("ix_stewards_neighbourhood_county", "county_id", "founded_on", "id"),
        Index("ix_stewards_neighbourhood_township", "township_id", "founded_on", "id"),
    )
    permission = "stewards.view"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    founded_on: Mapped[date]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("people_organisation.id"))

    stewards: Mapped[list["Steward"]] = relationship(back_populates="neighbourhood", order_by=lambda: Steward.id)

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

    @step("卸任", needs=MANAGE)
    def release(self, steward: "Steward", on: date, *, by: User) -> None:
        """The name stays on the roster with the last day. Raises RuleError, WrongState."""
        steward.end(on)

    def as_party(self) -> Organisation:
        """Its stewards as those who bring a case in; entered with the first."""
        found = db.session.get(Organisation, self.organisation_id) if self.organisation_id else None
        if found is None:
            found = Organisation.enter(self.unit, name=f"{self.name}红管家")
            db.session.flush()
            self.organisation_id = found.id
        return found


class Steward(Membership, db.Model):
    """红管家: 单元长, 楼栋长 or 居民小组长, for an area, from one day to another. The name is on the board in the entrance, so it stays when
    the contact, by which a steward is found and telephoned, is forgotten."""

    __tablename__ = "stewards_steward"
    JOINING, LEAVING = "到任", "卸任"

    neighbourhood_id: Mapped[int] = mapped_column(ForeignKey("stewards_neighbourhood.id"), index=True)
    post: Mapped[str] = mapped_column(String(10), default="unit")
    area: Mapped[str] = mapped_column(String(60))
    contact_id, contact = contact("红管家", kept=KEPT)

    neighbourhood: Mapped[Neighbourhood] = relationship(back_populates="stewards")

    @property
    def post_name(self) -> str:
        return POSTS[self.post]

    @property
    def phone_masked(self) -> str:
        return self.contact.phone_masked
