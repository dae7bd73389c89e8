"""People whom a record names and who are not in the register of residents: a witness, an objector, an applicant …

    witness_id, witness = contact("见证人")        # in the class body of the row that names somebody
    Statement(witness=Contact(name=…, phone=…, id_number=…), …)

Whoever is kept this way is encrypted, and found when the person asks for the own data or for its deletion, without a line
in the plugin (see `portal.records.data_rights`).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, MappedColumn, Relationship, mapped_column, relationship, validates

from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.id_number import IdNumberError
from portal.people.id_types import KINDS, document_name, read_document
from portal.people.masking import ERASED, mask_name
from portal.people.models import Person
from portal.people.page_titles import NamesAPerson
from portal.people.phone import first_phone
from portal.people.pinyin import normalise_query
from portal.people.shown import Shown, only_stored
from portal.personal_names import name_key
from portal.protection import EncryptedText, KeyedHash, hashed

__all__ = ["Contact", "alike", "contact", "hash_of", "named", "resident_named"]

HASHES = {"name": "name_hash", "phone": "phone_hash", "id_number": "id_hash"}


class Contact(Shown, NamesAPerson, db.Model):  # type: ignore[name-defined]
    """联系人 named in one record. Everything is encrypted; keyed hashes, the same as those of residents, serve exact search."""

    __tablename__ = "records_contact"
    __table_args__ = (
        *(Index(f"ix_records_contact_{name}", f"{name}_hash") for name in ("name", "phone", "id")),
        only_stored("records_contact"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(EncryptedText("records_contact.name"))
    name_hash: Mapped[str | None] = mapped_column(KeyedHash("name", "contact_name", form=name_key))
    gender: Mapped[str] = mapped_column(String(1), default="")
    phone: Mapped[str | None] = mapped_column(EncryptedText("records_contact.phone"))
    phone_hash: Mapped[str | None] = mapped_column(KeyedHash("phone", "phone", form=first_phone))
    id_number: Mapped[str | None] = mapped_column(EncryptedText("records_contact.id_number"))
    id_hash: Mapped[str | None] = mapped_column(KeyedHash("id_number", "id_number"))
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
        self.phone = self.id_number = self.address = self.name_hash = self.restricted_at = None
        self.gender = ""

    def copy(self) -> "Contact":
        """The same person for another row: a contact belongs to one alone."""
        return Contact(**{name: getattr(self, name) for name in ("name", "gender", "phone", "id_number", "address")})

    def known_as(self, before: "Contact | None") -> "Contact":
        """Itself; where it is whoever `before` was, by name, with the numbers of theirs that were not given again."""
        if before and self.is_called(before):
            self.phone, self.id_number = self.phone or before.phone, self.id_number or before.id_number
            self.restricted_at = before.restricted_at
        return self

    def is_called(self, other: "Contact") -> bool:
        """Whether both have the same name, however it was typed."""
        return name_key(self.name) == name_key(other.name)

    def shares_phone(self, other: "Contact") -> bool:
        """Whether both are found by the same telephone number."""
        return bool(self.phone and other.phone) and first_phone(self.phone or "") == first_phone(other.phone or "")

    @property
    def name_masked(self) -> str:
        return mask_name(self.name)

    @property
    def id_name(self) -> str:
        """How a paper calls the number (公民身份号码, 护照号码 …), as far as the number tells it."""
        try:
            return document_name(read_document(self.id_number or "")[0])
        except IdNumberError:
            return "证件号码"

    @property
    def id_kind(self) -> str:
        """How a paper calls the document (居民身份证, 护照 …), as far as its number tells it."""
        try:
            return KINDS[read_document(self.id_number or "")[0]].label
        except IdNumberError:
            return "身份证件"


def hash_of(name: str, value: str | None) -> str | None:
    """The keyed hash by which the `name` (name, phone or id_number) of a contact is found; None for nothing."""
    return Contact.__table__.c[HASHES[name]].type.hash(value)


def alike(name: str, value: str) -> ColumnElement[bool]:
    """The condition that `name` (name, phone or id_number) of a contact is `value`."""
    return hashed(getattr(Contact, HASHES[name]), value)


def named(column: Any) -> Callable[[str, Any], ColumnElement[bool]]:
    """A condition, for `finds` of a register, from the whole name or the telephone number of the contact that `column` points at."""
    return lambda text, user: column.in_(select(Contact.id).where(_is_meant(text)))


def _is_meant(text: str) -> ColumnElement[bool]:
    kind, value = normalise_query(text)
    if kind == "phone":
        return alike("phone", value)
    return alike("name", text)


def resident_named(unit: OrgUnit, name: str, phone: str) -> Person | None:
    """The one resident of the county of `unit` with this name and telephone number (see `portal.records.data_rights`); None where two have
    both, for nothing tells which of them is meant."""
    same = (
        select(Person).where(Person.county_id == unit.county_id, hashed(Person.phone_hash, phone)).order_by(Person.id)
    )
    with db.session.no_autoflush:
        found = db.session.scalars(same).all() if phone else []
    called = {each.lasting for each in found if name_key(each.name) == name_key(name)}
    return called.pop() if len(called) == 1 else None


def contact(
    role: str, *, kept: str = "", lazy: Literal["joined", "select"] = "joined"
) -> tuple[MappedColumn[Any], Relationship[Any]]:
    """Column and relationship of somebody whom a row names as its `role` (见证人). A contact belongs to one row: one that is
    replaced, or whose row goes, goes with it. `kept`: what of the person the row itself keeps when the contact is forgotten, and
    by which law, as a sentence for whoever asked. `lazy`: joined where the name is shown with the row, select where it seldom is."""
    column = mapped_column(ForeignKey(Contact.id), index=True, info={"role": role, "kept": kept})
    return column, relationship(
        Contact, foreign_keys=[column], lazy=lazy, cascade="all, delete-orphan", single_parent=True
    )
