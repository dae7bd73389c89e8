"""Residents (居民) and organisations (组织): entered once, found again."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Select, String, UniqueConstraint, delete, event, insert, inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import Scoped
from portal.people.id_number import IdNumber
from portal.people.masking import ERASED, mask_address, mask_name
from portal.people.page_titles import NamesAPerson
from portal.people.phone import mask_phone
from portal.people.pinyin import terms
from portal.protection import EncryptedText, keyring
from portal.workdays.arithmetic import full_years

__all__ = ["Person", "Organisation"]

GENDERS = {"男": "男", "女": "女", "": "未填"}


class Person(NamesAPerson, Scoped, db.Model):
    """居民. ID number, phone and address are encrypted; their keyed hashes serve exact search."""

    __tablename__ = "people_person"
    __table_args__ = (
        UniqueConstraint("county_id", "id_hash"),
        Index("ix_people_person_phone", "county_id", "phone_hash"),
        Index("ix_people_person_last4", "township_id", "last4"),
        Index("ix_people_person_last4_county", "county_id", "last4"),
        Index("ix_people_person_recent", "township_id", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    gender: Mapped[str] = mapped_column(String(1), default="")
    birth_date: Mapped[date | None]
    ethnicity: Mapped[str] = mapped_column(String(20), default="")
    id_type: Mapped[str] = mapped_column(String(20), default="resident")
    id_number: Mapped[str | None] = mapped_column(EncryptedText("people_person.id_number"))
    id_hash: Mapped[str | None] = mapped_column(String(40))
    last4: Mapped[str] = mapped_column(String(4), default="")
    phone: Mapped[str | None] = mapped_column(EncryptedText("people_person.phone"))
    phone_hash: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[str | None] = mapped_column(EncryptedText("people_person.address"))
    occupation: Mapped[str] = mapped_column(String(40), default="")
    workplace: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    erased_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, user) -> Select:
        """Residents of the user's subtrees."""
        return select(cls).where(cls.reach(user, "people.view"))

    @classmethod
    def enter(cls, unit, **fields) -> "Person":
        """Register a resident of `unit`. Fields as in `update`."""
        person = cls(name="", id_type="resident")
        person.place(unit)
        db.session.add(person)
        person.update(**fields)
        return person

    def update(self, *, number_is_new: bool = False, **fields) -> None:
        """Change what is given: name, gender, birth_date, ethnicity, id_number, phone, address, occupation, workplace.

        The ID number brings birth date and gender with it. Raises RuleError when another resident of the county has it;
        `number_is_new` says that the caller has just looked for one.
        """
        if number := fields.pop("id_number", None):
            self._take_id_number(number, number_is_new)
        if phone := fields.pop("phone", None):
            self.phone, self.phone_hash = phone, keyring.index(phone, "phone")
        for name, value in fields.items():
            if value not in (None, ""):
                setattr(self, name, value)

    def correct(self, **entries: str) -> list[str]:
        """更正: set `entries` (an empty value clears the field) and return the names of the fields that changed.

        Raises RuleError when another resident of the county has the ID number.
        """
        changed = [name for name, value in entries.items() if (getattr(self, name) or "") != value]
        for name in changed:
            if not entries[name]:
                setattr(self, name, "")
        self.update(**{name: entries[name] for name in changed})
        return changed

    def _take_id_number(self, number: str, is_new: bool) -> None:
        id_hash = keyring.index(number, "id_number")
        twin = None if is_new else self._resident_with(id_hash)
        if twin is not None and twin is not self:
            raise RuleError(f"本旗县区已登记过这个证件号码的居民（{mask_name(twin.name)}），请直接选用。")
        self.id_number, self.id_hash, self.last4 = number, id_hash, number[-4:]
        if self.id_type == "resident":
            parsed = IdNumber.parse(number)
            self.birth_date, self.gender = parsed.birth_date, parsed.gender

    def _resident_with(self, id_hash: str) -> "Person | None":
        with db.session.no_autoflush:
            return db.session.scalar(
                db.select(Person).where(Person.county_id == self.county_id, Person.id_hash == id_hash)
            )

    @property
    def search_terms(self) -> list[dict]:
        """The rows by which the name is found, in the county and in the township."""
        scopes = [scope for scope in {self.county_id, self.township_id} if scope]
        words = terms(self.name) if self.erased_at is None else ()
        return [{"scope": scope, "term": term, "person_id": self.id} for term in words for scope in scopes]

    def forget(self) -> None:
        """删除: clear everything by which the resident could be identified or found; the row stays for its foreign keys."""
        self.name, self.id_type, self.erased_at = ERASED, "resident", clock.now()
        self.gender = self.ethnicity = self.last4 = self.occupation = self.workplace = ""
        self.birth_date = self.id_number = self.id_hash = self.phone = self.phone_hash = self.address = None

    @property
    def id_number_masked(self) -> str:
        if not self.id_number:
            return ""
        return f"{self.id_number[:6]}********{self.last4}" if len(self.id_number) == 18 else f"****{self.last4}"

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone) if self.phone else ""

    @property
    def address_masked(self) -> str:
        return mask_address(self.address) if self.address else ""

    def age_on(self, day: date) -> int | None:
        """Full years (周岁) on `day`."""
        return full_years(self.birth_date, day) if self.birth_date else None


class PersonTerm(db.Model):
    """A search term of a resident: a suffix of the name, of its initials or of its pinyin, within a county or township."""

    __tablename__ = "people_term"
    __table_args__ = (Index("ix_people_term_person", "person_id"),)

    scope: Mapped[int] = mapped_column(primary_key=True)
    term: Mapped[str] = mapped_column(String(80), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), primary_key=True)


@event.listens_for(db.session, "after_flush")
def _index_names(session, context) -> None:
    """Before a flush: rewrite the search terms of new residents and of those whose name or unit changed, in one statement
    for all instead of one per row."""
    moved = [who for who in session.dirty if isinstance(who, Person) and _findable_otherwise(who)]
    if moved:
        session.execute(delete(PersonTerm.__table__).where(PersonTerm.person_id.in_([who.id for who in moved])))
    new = [who for who in session.new if isinstance(who, Person)]
    if rows := [row for who in (*new, *moved) for row in who.search_terms]:
        session.execute(insert(PersonTerm.__table__), rows)


def _findable_otherwise(who: Person) -> bool:
    state = inspect(who)
    return any(state.attrs[name].history.has_changes() for name in ("name", "county_id", "township_id", "erased_at"))


class Organisation(Scoped, db.Model):
    """组织: a company, a cooperative, an owners' committee …"""

    __tablename__ = "people_organisation"
    __table_args__ = (UniqueConstraint("county_id", "uscc"), Index("ix_people_organisation_name", "county_id", "name"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    uscc: Mapped[str | None] = mapped_column(String(18))
    legal_person: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    address: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def enter(cls, unit, **fields) -> "Organisation":
        """Register an organisation of `unit`."""
        organisation = cls(**{name: value or None if name == "uscc" else value or "" for name, value in fields.items()})
        organisation.place(unit)
        db.session.add(organisation)
        return organisation
