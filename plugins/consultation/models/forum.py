"""议事坊 of a neighbourhood, and 红管家: who looks after its buildings and entrances."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.consultation.choices import POSTS
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.people.models import Organisation
from portal.records import Body, Moved, begins, step
from portal.records.people import Contact, contact
from portal.records.roster import Membership

MANAGE = "consultation.manage"
KEPT = "红管家的姓名和任期是公开的任职记录，予以保留；电话已删除。"


class Forum(Body, Scoped, db.Model):
    """红管家议事坊. A community has one for each neighbourhood (小区); `name` is that of the neighbourhood."""

    __tablename__ = "consultation_forum"
    __table_args__ = (
        UniqueConstraint("unit_id", "name"),
        Index("ix_consultation_forum_county", "county_id", "founded_on", "id"),
        Index("ix_consultation_forum_township", "township_id", "founded_on", "id"),
    )
    permission = "consultation.view"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    households: Mapped[int | None]
    venue: Mapped[str] = mapped_column(String(80), default="")
    convener: Mapped[str] = mapped_column(String(40), default="")
    founded_on: Mapped[date]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("people_organisation.id"))

    stewards: Mapped[list["Steward"]] = relationship(back_populates="forum", order_by=lambda: Steward.id)

    @property
    def title(self) -> str:
        """As papers call it."""
        return f"{self.name}红管家议事坊"

    @property
    def serving(self) -> list["Steward"]:
        """红管家 in office today."""
        today = clock.today()
        return [each for each in self.stewards if each.serves_on(today)]

    @begins("设立议事坊", needs=MANAGE, refused="您不能在这个社区设立议事坊。")
    def found(cls, *, unit: OrgUnit, name: str, by: User, founded_on: date | None = None, **fields) -> "Forum":
        """One a neighbourhood; RuleError for a second. Fields: households, venue, convener."""
        if db.session.scalar(select(cls.id).where(cls.unit_id == unit.id, cls.name == name)):
            raise RuleError(f"{unit.short_name}的{name}已经设立了议事坊。")
        founded = cls(name=name, founded_on=founded_on or clock.today(), **fields)
        founded.place(unit)
        db.session.add(founded)
        return founded

    @step("修改", needs=MANAGE)
    def amend(self, *, by: User, **fields) -> None:
        """Households, venue and convener as they are now."""
        for name, value in fields.items():
            setattr(self, name, value)

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
        """The forum as the one that brings a case in; entered with the first."""
        found = db.session.get(Organisation, self.organisation_id) if self.organisation_id else None
        if found is None:
            found = Organisation.enter(self.unit, name=self.title, address=self.venue)
            db.session.flush()
            self.organisation_id = found.id
        return found


class Steward(Membership, db.Model):
    """红管家: 单元长, 楼栋长 or 居民小组长, for an area, from one day to another. The name is on the board in the entrance, so it stays when
    the contact, by which a steward is found and telephoned, is forgotten."""

    __tablename__ = "consultation_steward"
    JOINING, LEAVING = "到任", "卸任"

    forum_id: Mapped[int] = mapped_column(ForeignKey("consultation_forum.id"), index=True)
    post: Mapped[str] = mapped_column(String(10), default="unit")
    area: Mapped[str] = mapped_column(String(60))
    contact_id, contact = contact("红管家", kept=KEPT)

    forum: Mapped[Forum] = relationship(back_populates="stewards")

    @property
    def post_name(self) -> str:
        return POSTS[self.post]

    @property
    def phone_masked(self) -> str:
        return self.contact.phone_masked
