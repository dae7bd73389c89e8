"""家庭: those who enrol with one telephone number, that of the grown-up; what they learn counts together."""

from datetime import datetime

from sqlalchemy import Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.records.people import Contact, contact, hash_of


class Family(Scoped, db.Model):
    """家庭 of a county, known by a telephone number; its contact is whoever gave it first."""

    __tablename__ = "family_values_family"
    __table_args__ = (Index("ix_family_values_family_phone", "county_id", "phone_hash"),)

    permission = "family_values.view"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone_hash: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    contact_id, contact = contact("家庭联系人")

    @classmethod
    def visible_to(cls, user: User) -> Select:
        """The families of the user's part of the tree."""
        return select(cls).where(cls.reach(user, cls.permission))

    @classmethod
    def of(cls, unit: OrgUnit, grown_up: Contact) -> "Family":
        """The family with the telephone number of `grown_up`, entered in `unit` if it is new."""
        hashed = hash_of("phone", grown_up.phone)
        known = select(cls).where(cls.county_id == unit.county_id, cls.phone_hash == hashed)
        with db.session.no_autoflush:
            family = db.session.scalars(known.order_by(cls.id).limit(1)).first()
        if family is None:
            family = cls(phone_hash=hashed, contact=Contact(name=grown_up.name, phone=grown_up.phone))
            family.place(unit)
            db.session.add(family)
        return family
