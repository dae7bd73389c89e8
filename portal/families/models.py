"""家庭: those who give one telephone number, that of a grown-up; its contact is whoever gave it first, and a second person may have a number, too."""

from datetime import datetime

from sqlalchemy import Index, Select, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.families.household import EDIT, FamilyEvent, Household
from portal.org.models import OrgUnit, Scoped
from portal.people.phone import first_phone
from portal.protection import KeyedHash, hash_for, hashed
from portal.records import begins
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping
from portal.records.people import Contact, contact
from portal.records.record import Body


class Family(Household, Body, Scoped, db.Model):
    """家庭 of a county, known by a telephone number or two."""

    __tablename__ = "families_family"
    __table_args__ = (
        Index("ix_families_family_phone", "county_id", "phone_hash"),
        Index("ix_families_family_second", "county_id", "second_hash"),
        *list_indexes("families_family", "created_at", "county_id", "township_id"),
        {"sqlite_autoincrement": True},  # the address of one that is gone stays without a family
    )

    permission = "families.view"
    keeping = Keeping(
        name="家庭档案",
        does="在用的登记，没有到期；本人可以请求删除",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    phone_hash: Mapped[str] = mapped_column(KeyedHash("contact_id.phone", "phone", form=first_phone))
    second_hash: Mapped[str | None] = mapped_column(KeyedHash("second_id.phone", "phone", form=first_phone))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    second_id, second = contact("另一位家人")
    contact_id, contact = contact("家庭联系人")
    events: Mapped[list[FamilyEvent]] = relationship(back_populates="record", order_by=FamilyEvent.id)

    @property
    def name(self) -> str:
        """What it is called where the person's name is not for everybody."""
        return f"{self.contact.name_masked}一家"

    @classmethod
    def known(cls, unit: OrgUnit, phone: str) -> "Family | None":
        """The family of the county of `unit` with this telephone number."""
        known = or_(hashed(cls.phone_hash, phone), hashed(cls.second_hash, phone))
        same: Select = select(cls).where(cls.county_id == unit.county_id, known)
        with db.session.no_autoflush:
            return db.session.scalars(same.order_by(cls.id).limit(1)).first()

    @classmethod
    def of(
        cls, unit: OrgUnit, member: Contact, *, role: str, by: User | None, one_family: bool = False
    ) -> tuple["Family", str]:
        """The family with the telephone number of `member`, entered in `unit` if it is new (two at once enter one); and what the timeline
        says where somebody else is its contact; `role` is what `member` is called there.

        Raises RuleError when staff (`by`) give a number of somebody else's family, unless `one_family` says that this was asked.
        Whoever has no account is not told whose number it is.
        """
        doubt = "" if by is None else cls.doubt(unit, member)
        if doubt and not one_family:
            raise RuleError(doubt)
        return cls._known_or_new(unit, member), f"已核对：{role}不是家庭联系人，是这一家人。" if doubt else ""

    @classmethod
    def doubt(cls, unit: OrgUnit, member: Contact) -> str:
        """Whose family it is when the telephone number of `member` belongs to one whose people have other names, in Chinese, masked: a
        number mistyped by one figure is a stranger's. "" for a new family, and for one of its people."""
        known = cls.known(unit, member.phone or "")
        if known is None or any(map(member.is_called, known.people)):
            return ""
        return f"这个电话是{known.whose}一家的。电话填错了的，请改；核对过是这一家人的，请勾选“是这一家人”。"

    @begins("登记家庭", needs=EDIT)
    def enter(cls, *, unit: OrgUnit, name: str, phone: str, by: User | None) -> "Family":
        """One of which nothing is known yet. Raises RuleError for a telephone number that is known."""
        _one_at_a_time(unit)
        if known := cls.known(unit, phone):
            raise RuleError(f"这个电话已经有一户：{known.name}（{known.unit.short_name}），不用再登记。")
        return cls._new(unit, name, phone)

    def hold(self) -> None:
        """What is put right of families of a county is put right one after the other, and while none is entered."""
        _one_at_a_time(self.unit)
        with db.session.no_autoflush:
            db.session.execute(select(Family.id).where(Family.id == self.id).with_for_update())
            db.session.refresh(self)

    @classmethod
    def _known_or_new(cls, unit: OrgUnit, member: Contact) -> "Family":
        if known := cls.known(unit, member.phone or ""):
            return known
        _one_at_a_time(unit)
        return cls.known(unit, member.phone or "") or cls._new(unit, member.name, member.phone or "")

    @classmethod
    def _new(cls, unit: OrgUnit, name: str, phone: str) -> "Family":
        family = cls(phone_hash=hash_for(cls.phone_hash, phone), contact=Contact(name=name, phone=phone))
        family.place(unit)
        db.session.add(family)
        return family


def _one_at_a_time(unit: OrgUnit) -> None:
    """New families of a county are entered one after the other: one telephone number is one family, whoever asks at the same moment."""
    county = select(OrgUnit.id).where(OrgUnit.id == unit.county_id)
    with db.session.no_autoflush:
        db.session.execute(county.with_for_update(key_share=True))
