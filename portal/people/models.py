"""Residents (居民) and organisations (组织): entered once, found again."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, String, UniqueConstraint, delete, event, insert, inspect, select
from sqlalchemy.orm import Mapped, mapped_column, validates

from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import Scoped
from portal.people.id_number import IdNumber
from portal.people.id_types import KINDS, carries_birth_date, document_name, read_document
from portal.people.masking import ERASED, mask_name
from portal.people.page_titles import NamesAPerson
from portal.people.phone import first_phone, mask_phone
from portal.people.pinyin import LONGEST_TERM, terms
from portal.people.shown import RESTRICTED, Shown, only_stored
from portal.protection import EncryptedDate, EncryptedText, KeyedHash, hash_for, hashed
from portal.workdays.arithmetic import full_years

__all__ = ["Person", "Organisation"]

OF_THE_NUMBER = "出生日期以证件号码为准，不单独更正。号码登记错了的，请在“身份证号”里填写正确的号码。"
DIED, LEFT = "died", "left"
GONE = {DIED: "已故", LEFT: "已迁出"}
BY_LETTER = String(LONGEST_TERM).with_variant(String(LONGEST_TERM, collation="C"), "postgresql")
FOUND_BY = ("name", "county_id", "township_id", "community_id", "unit_id", "erased_at", "merged_into_id")
GENDERS = {"男": "男", "女": "女", "": "未填"}


class Person(Shown, NamesAPerson, Scoped, db.Model):
    """居民. ID number, birthday, phone and address are encrypted; keyed hashes serve exact search, and of the birthday the year is kept
    for lists and statistics: nothing from which the number follows (docs/adr/0037)."""

    __tablename__ = "people_person"
    __table_args__ = (
        UniqueConstraint("county_id", "id_hash"),
        Index("ix_people_person_phone", "county_id", "phone_hash"),
        Index("ix_people_person_recent", "township_id", "created_at", "id"),
        Index("ix_people_person_recent_community", "community_id", "created_at", "id"),
        Index("ix_people_person_recent_county", "county_id", "created_at", "id"),
        Index("ix_people_person_recent_city", "city_id", "created_at", "id"),
        only_stored("people_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    gender: Mapped[str] = mapped_column(String(1), default="")
    birth_date: Mapped[date | None] = mapped_column(EncryptedDate("people_person.birth_date"))
    birth_year: Mapped[int | None]
    ethnicity: Mapped[str] = mapped_column(String(20), default="")
    id_type: Mapped[str] = mapped_column(String(20), default="resident")
    id_note: Mapped[str] = mapped_column(String(40), default="")
    id_number: Mapped[str | None] = mapped_column(EncryptedText("people_person.id_number"))
    id_hash: Mapped[str | None] = mapped_column(KeyedHash("id_number", "id_number"))
    phone: Mapped[str | None] = mapped_column(EncryptedText("people_person.phone"))
    phone_hash: Mapped[str | None] = mapped_column(KeyedHash("phone", "phone", form=first_phone))
    address: Mapped[str | None] = mapped_column(EncryptedText("people_person.address"))
    occupation: Mapped[str] = mapped_column(String(40), default="")
    workplace: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    erased_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"), index=True)
    gone: Mapped[str] = mapped_column(String(8), default="", server_default="")  # follows from the movements

    @validates("birth_date")
    def _keep_year(self, _: str, day: date | None) -> date | None:
        """Lists and statistics know the year alone."""
        self.birth_year = day.year if day else None
        return day

    @property
    def about(self) -> str:
        """Who it is, on the page of what begins from here."""
        return self.name

    @classmethod
    def visible_to(cls, user) -> Select:
        """Residents of the user's subtrees; what was merged into another entry too, for its address leads there."""
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
        """Change what is given: name, gender, birth_date, ethnicity, id_type, id_number, phone, address, occupation, workplace, and
        `id_note`: why there is no document.

        A number of GB 11643 brings birth date and gender with it; without `id_type` it tells of what kind it is. Raises RuleError when another resident of the county has it;
        `number_is_new` says that the caller has just looked for one. Raises RuleError for somebody erased, of whom nothing may be kept again, and while the data is restricted.
        """
        if self.erased_at:
            raise RuleError("这位居民的信息已依法删除，不能再登记到他名下。")
        self.admit_use()
        if number := fields.pop("id_number", None):
            self._take_id_number(number, fields.get("id_type") or read_document(number)[0], number_is_new)
        if phone := fields.pop("phone", None):
            self.phone, self.phone_hash = phone, hash_for(Person.phone_hash, phone)
        for name, value in fields.items():
            if value not in (None, ""):
                setattr(self, name, value)

    def correct(self, *, id_type: str = "", **entries: str | date) -> list[str]:
        """更正: set `entries` (an empty value clears the field) and return the names of the fields that changed.

        `id_type`: of the ID number, where that is given. Raises RuleError when another resident of the county has the number, for a
        birthday that is not that of the number, and for any without the number where the number tells it: whether it is the right one
        is not said, for there are 365 of a year (docs/adr/0037).
        """
        number = entries.get("id_number") or ""
        if entries.get("birth_date") and carries_birth_date(number or self.id_number or ""):
            if not number:
                raise RuleError(OF_THE_NUMBER, at="birth_date")
            if IdNumber.parse(number).birth_date != entries["birth_date"]:
                raise RuleError("和证件号码里的出生日期不同，请核对。", at="birth_date")
            del entries["birth_date"]
        changed = [name for name, value in entries.items() if (getattr(self, name) or "") != value]
        for name in changed:
            if not entries[name]:
                setattr(self, name, "")
        self.update(id_type=id_type, **{name: entries[name] for name in changed})
        return changed

    def _take_id_number(self, number: str, id_type: str, is_new: bool) -> None:
        twin = None if is_new else self._resident_with(number)
        if twin is not None and twin is not self:
            raise RuleError(f"本旗县区已登记过这个证件号码的居民（{mask_name(twin.name)}），请直接选用。")
        self.id_number = number
        self.id_hash = hash_for(Person.id_hash, number)
        self.id_type, self.id_note = id_type, ""
        if carries_birth_date(number):
            parsed = IdNumber.parse(number)
            self.birth_date, self.gender = parsed.birth_date, parsed.gender

    def _resident_with(self, number: str) -> "Person | None":
        with db.session.no_autoflush:
            return db.session.scalar(
                db.select(Person).where(Person.county_id == self.county_id, hashed(Person.id_hash, number))
            )

    @property
    def lasting(self) -> "Person":
        """Who stands for the resident: itself, or the one that it was merged into."""
        return (db.session.get(Person, self.merged_into_id) if self.merged_into_id else None) or self

    @property
    def absorbed(self) -> list["Person"]:
        """The entries that were merged into this one; their numbers and names find it."""
        return list(db.session.scalars(select(Person).where(Person.merged_into_id == self.id).order_by(Person.id)))

    def bears(self, number: str) -> bool:
        """Whether the resident has this number, or had it in an entry that was merged into this one."""
        return number == self.id_number or any(each.id_number == number for each in self.absorbed)

    def search_terms(self, *names: str) -> list[dict]:
        """The rows by which the resident is found by the own name and `names`, in the county, the township and the village or neighbourhood; who
        is registered by a department, in that."""
        if self.erased_at or self.merged_into_id:
            return []
        scopes = [each for each in {self.county_id, self.township_id or self.unit_id, self.community_id} if each]
        words = frozenset[str]().union(*(terms(name) for name in (self.name, *names)))
        return [{"scope": scope, "term": term, "person_id": self.id} for term in words for scope in scopes]

    def forget(self) -> None:
        """删除: clear everything by which the resident could be identified or found; the row stays for its foreign keys."""
        self.name, self.id_type, self.erased_at = ERASED, "resident", clock.now()
        self.gone = self.gender = self.ethnicity = self.occupation = self.workplace = self.id_note = ""
        self.birth_date = self.id_number = self.id_hash = None
        self.phone = self.phone_hash = self.address = self.restricted_at = None

    @property
    def id_name(self) -> str:
        """How a paper calls the number: 公民身份号码, 护照号码 …"""
        return document_name(self.id_type)

    @property
    def id_kind(self) -> str:
        """How a paper calls the document: 居民身份证, 护照 …"""
        return KINDS[self.id_type].label

    @property
    def document_shown(self) -> str:
        """What a page says of the document: the masked number, or 无证件 and why."""
        if self.id_note and not self.id_number and not self.restricted_at:
            return f"无证件（{self.id_note}）"
        return self.id_number_masked

    @property
    def gone_shown(self) -> str:
        """已故, 已迁出, 限制处理, wherever the resident is chosen; "" for who is here."""
        return "、".join(filter(None, (GONE.get(self.gone, ""), self.restricted_at and RESTRICTED)))

    @property
    def name_shown(self) -> str:
        """The name in lists and over the own page."""
        return mask_name(self.name) if self.restricted_at else self.name

    @property
    def birth_masked(self) -> str:
        """The year (1957年): neither the day nor an age, which tells the day to whoever looks again."""
        return f"{self.birth_year}年" if self.birth_year and not self.restricted_at else ""

    def age_on(self, day: date) -> int | None:
        """Full years (周岁) on `day`."""
        return full_years(self.birth_date, day) if self.birth_date else None

    def age_in_year(self, day: date) -> int | None:
        """Full years (周岁) by the end of the year of `day`: what decides whether somebody is entered anywhere. A refusal that turned on
        the birthday, or with its month, would tell that to whoever tries one day after another; the year is shown anyway
        (docs/adr/0037)."""
        return day.year - self.birth_year if self.birth_year else None

    @property
    def number_tells_birthday(self) -> bool:
        """Whether the birthday follows from the number, and is put right with that alone."""
        return carries_birth_date(self.id_number or "")


class PersonTerm(db.Model):
    """A search term of a resident: a suffix of the name, of its initials or of its pinyin, within a county, township or community. What begins so is read
    as a range of the index, which only an order by letters makes one: not that of the language a server was set up for."""

    __tablename__ = "people_term"
    __table_args__ = (Index("ix_people_term_person", "person_id"),)

    scope: Mapped[int] = mapped_column(primary_key=True)
    term: Mapped[str] = mapped_column(BY_LETTER, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), primary_key=True)


@event.listens_for(db.session, "after_flush")
def _index_names(session, context) -> None:
    """Before a flush: rewrite the search terms of new residents and of those whose name or unit changed, in one statement
    for all instead of one per row."""
    if moved := [who for who in session.dirty if isinstance(who, Person) and _findable_otherwise(who)]:
        find_anew(moved, session)
    if rows := [row for who in session.new if isinstance(who, Person) for row in who.search_terms()]:
        session.execute(insert(PersonTerm.__table__), rows)


def find_anew(people: Iterable[Person], session: Any = db.session) -> None:
    """Rewrite the search terms of residents who are there already, with the names of what was merged into them."""
    ids = [who.id for who in people]
    session.execute(delete(PersonTerm.__table__).where(PersonTerm.person_id.in_(ids)))
    names: dict[int, list[str]] = {}
    merged = Person.merged_into_id.in_(ids), Person.erased_at.is_(None)
    for into, name in session.execute(select(Person.merged_into_id, Person.name).where(*merged)):
        names.setdefault(into, []).append(name)
    if rows := [row for who in people for row in who.search_terms(*names.get(who.id, ()))]:
        session.execute(insert(PersonTerm.__table__), rows)


def _findable_otherwise(who: Person) -> bool:
    state = inspect(who)
    return any(state.attrs[name].history.has_changes() for name in FOUND_BY)


class Organisation(Scoped, db.Model):
    """组织: a company, a cooperative, an owners' committee … Its telephone is encrypted: a shop's is often the owner's own."""

    __tablename__ = "people_organisation"
    __table_args__ = (UniqueConstraint("county_id", "uscc"), Index("ix_people_organisation_name", "county_id", "name"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    uscc: Mapped[str | None] = mapped_column(String(18))
    legal_person: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(EncryptedText("people_organisation.phone"), default="")
    address: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone) if self.phone else ""

    @classmethod
    def enter(cls, unit, **fields) -> "Organisation":
        """Register an organisation of `unit`."""
        organisation = cls(**{name: value or None if name == "uscc" else value or "" for name, value in fields.items()})
        organisation.place(unit)
        db.session.add(organisation)
        return organisation

    def correct(self, **entries: str) -> list[str]:
        """更正: set `entries` (name, uscc, legal_person, phone, address; an empty value clears the field) and return the names of those that
        changed. Raises RuleError for nothing changed, and when another organisation of the county has the code."""
        changed = [name for name, value in entries.items() if (getattr(self, name) or "") != value]
        if not changed:
            raise RuleError("每一项都和原来登记的一样，没有需要更正的内容。", at="reason")
        if (code := entries.get("uscc")) and "uscc" in changed:
            same = select(Organisation).where(Organisation.county_id == self.county_id, Organisation.uscc == code)
            if other := db.session.scalars(same).first():
                raise RuleError(f"本旗县区已登记过这个代码的组织：{other.name}，请核对。", at="uscc")
        for name in changed:
            setattr(self, name, entries[name] or (None if name == "uscc" else ""))
        return changed
