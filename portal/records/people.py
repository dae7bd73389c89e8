"""People whom a record names and who are not in the register of residents: a witness, an objector, an applicant …

    witness_id, witness = contact("见证人")        # in the class body of the row that names somebody
    Statement(witness=Contact(name=…, phone=…, id_number=…), …)

Whoever is kept this way is encrypted, and found when the person asks for the own data or for its deletion, without a line
in the plugin (see `portal.records.data_rights`).
"""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, MappedColumn, Relationship, mapped_column, relationship, validates

from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.masking import ERASED, mask_address, mask_document, mask_name
from portal.people.models import Person
from portal.people.page_titles import NamesAPerson
from portal.people.phone import mask_phone
from portal.personal_names import normalise_name
from portal.protection import EncryptedText, keyring

__all__ = ["Contact", "contact", "hash_of", "resident_named"]

HASHES = {"name": "name_hash", "phone": "phone_hash", "id_number": "id_hash"}


class Contact(NamesAPerson, db.Model):  # type: ignore[name-defined]
    """联系人 named in one record. Everything is encrypted; keyed hashes, the same as those of residents, serve exact search."""

    __tablename__ = "records_contact"
    __table_args__ = tuple(Index(f"ix_records_contact_{name}", f"{name}_hash") for name in ("name", "phone", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(EncryptedText("records_contact.name"))
    name_hash: Mapped[str | None] = mapped_column(String(40))
    gender: Mapped[str] = mapped_column(String(1), default="")
    phone: Mapped[str | None] = mapped_column(EncryptedText("records_contact.phone"))
    phone_hash: Mapped[str | None] = mapped_column(String(40))
    id_number: Mapped[str | None] = mapped_column(EncryptedText("records_contact.id_number"))
    id_hash: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[str | None] = mapped_column(EncryptedText("records_contact.address"))
    erased_at: Mapped[datetime | None]

    def __str__(self) -> str:
        return self.name

    @validates(*HASHES)
    def _hash(self, name: str, value: str | None) -> str | None:
        """Keep the hash beside every value: what is not hashed is not found."""
        setattr(self, HASHES[name], hash_of(name, value))
        return value

    def forget(self) -> None:
        """删除: leave nothing by which the person could be known or found; the row stays for what points at it."""
        self.name, self.erased_at = ERASED, clock.now()
        self.phone = self.id_number = self.address = self.name_hash = None
        self.gender = ""

    @property
    def name_masked(self) -> str:
        return mask_name(self.name)

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone) if self.phone else ""

    @property
    def id_number_masked(self) -> str:
        return mask_document(self.id_number) if self.id_number else ""

    @property
    def address_masked(self) -> str:
        return mask_address(self.address) if self.address else ""


def hash_of(name: str, value: str | None) -> str | None:
    """The keyed hash by which the `name` (name, phone or id_number) of a contact is found; None for nothing."""
    if not value:
        return None
    return keyring.index(normalise_name(value), "contact_name") if name == "name" else keyring.index(value, name)


def resident_named(unit: OrgUnit, name: str, phone: str) -> Person | None:
    """The resident of the county of `unit` with this name and telephone number: the two together are certain (see
    `portal.records.data_rights`); of several with both the first."""
    hashed = hash_of("phone", phone)
    alike = select(Person).where(Person.county_id == unit.county_id, Person.phone_hash == hashed).order_by(Person.id)
    with db.session.no_autoflush:
        found = db.session.scalars(alike).all() if hashed else []
    return next((each for each in found if normalise_name(each.name) == normalise_name(name)), None)


def contact(
    role: str, *, kept: str = "", lazy: Literal["joined", "select"] = "joined"
) -> tuple[MappedColumn[Any], Relationship[Any]]:
    """Column and relationship of somebody whom a row names as its `role` (见证人). A contact belongs to one row: one that is
    replaced, or whose row goes, goes with it. `kept`: what of the person the row itself keeps when the contact is forgotten, and
    by which law, as a sentence for whoever asked."""
    column = mapped_column(ForeignKey(Contact.id), index=True, info={"role": role, "kept": kept})
    return column, relationship(
        Contact, foreign_keys=[column], lazy=lazy, cascade="all, delete-orphan", single_parent=True
    )
