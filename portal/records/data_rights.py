"""People named in records (`portal.records.people.Contact`): found for whoever asks for the own data, wherever they are named.

Certain is who has the same ID number, or the same telephone number and name. The same name alone, or a telephone number that
others share, is only likely: it is shown with its record, so that somebody may look, and neither handed over nor erased.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Select, literal, or_, select, union_all
from sqlalchemy.orm import Mapper

from portal.audit.subjects import subject_names
from portal.extensions import Model, db
from portal.org.models import Scoped
from portal.people.models import Person
from portal.people.phone import first_phone
from portal.personal_names import name_key
from portal.plugin.contributions import OpenRecord
from portal.records.people import Contact, alike

__all__ = ["Mention", "mentions_as", "mentions_of"]

HEADING, LIKELY_HEADING = "在其他记录中的身份", "可能与本人有关的记录"
ONLY_LIKELY = "只有姓名或者电话相同，不能确定是本人，没有列出内容"


@dataclass(frozen=True)
class Mention:
    """One place where somebody is named: the contact, by which row, as what (见证人), and in which record. `kept`: what the row keeps
    of a person who is forgotten."""

    contact: Contact
    row: Any
    role: str
    kept: str
    record: Any
    certain: bool

    @property
    def kind(self) -> str:
        return subject_names().get(self.record.__tablename__, "记录")

    @property
    def number(self) -> str:
        return getattr(self.record, "number", "") or getattr(self.record, "name", "")

    @property
    def open(self) -> bool:
        """Whether the record is still under way; one that has no states never is."""
        return bool(getattr(self.record, "open", False))

    def __str__(self) -> str:
        return f"{self.kind}{self.number}（{self.role}）"


def held(person: Person) -> dict[str, list[dict[str, str]]]:
    """What records tell of `person`; of those that are only likely no more than which they are."""
    mentions = mentions_of(person)
    certain = [_told(each) for each in mentions if each.certain]
    likely = [
        {"记录": each.kind, "编号": each.number, "身份": each.role, "说明": ONLY_LIKELY}
        for each in mentions
        if not each.certain
    ]
    return {heading: rows for heading, rows in ((HEADING, certain), (LIKELY_HEADING, likely)) if rows}


def under_way(person: Person) -> list[OpenRecord]:
    """The records that name `person` and are not done."""
    return [
        OpenRecord(f"正在办理的{each.kind}", f"{each.number}（{each.role}）", "办结")
        for each in mentions_of(person)
        if each.certain and each.open
    ]


def erase(person: Person) -> list[str]:
    """Make `person` anonymous where certain; says where, and at how many other places somebody alike stands: whose those are is nothing for the answer."""
    mentions = mentions_of(person)
    erased = [each for each in mentions if each.certain]
    likely = [each for each in mentions if not each.certain]
    for each in erased:
        each.contact.forget()
    told = [f"{_list(erased)}中的姓名、电话、证件号码、住址已删除。"] if erased else []
    told += dict.fromkeys(f"{each}：{each.kept}" for each in erased if each.kept)
    return [*told, f"另有 {len(likely)} 处登记了同名或同电话的人，不能确定是本人，没有删除。"] if likely else told


def restrict(person: Person, at: datetime | None) -> None:
    """限制处理 from the moment `at` on of whoever records name and is certainly `person`; None: no longer."""
    for each in mentions_of(person):
        if each.certain:
            each.contact.restricted_at = at


def mentions_of(person: Person) -> list[Mention]:
    """Everywhere in the records of the resident's county where `person` is named, certainly or likely."""
    contacts = {each.id: each for each in db.session.scalars(_alike(person)) if not _is_another(each, person)}
    found = [
        Mention(contact, row, **column.info, record=record, certain=_is_certain(contact, person))
        for row, column in (_naming(person) if contacts else ())
        if (contact := contacts.get(getattr(row, column.key))) and (record := record_of(row)) is not None
    ]
    return [each for each in found if _is_near(each.record, person)]


def mentions_as(person: Person, model: type[Any]) -> list[Mention]:
    """Where rows or records of `model` name `person` for certain."""
    return [
        each
        for each in mentions_of(person)
        if each.certain and any(isinstance(at, model) for at in (each.row, each.record))
    ]


def record_of(row: Any) -> Any:
    """The record that `row` is or belongs to, along its foreign keys to tables of the same plugin; None where there is none."""
    if isinstance(row, Scoped):
        return row
    own = type(row).__tablename__.partition("_")[0]
    for column in type(row).__table__.columns:
        for key in column.foreign_keys:
            model, ident = _models().get(key.column.table.name), getattr(row, column.key)
            if model and ident and model.__tablename__.startswith(f"{own}_"):
                return record_of(db.session.get(model, ident))
    return None


def _alike(person: Person) -> Select:
    """Contacts with the number, the telephone number or the name of `person`."""
    same = {"id_number": person.id_number, "phone": person.phone, "name": person.name}
    return select(Contact).where(or_(*(alike(name, value) for name, value in same.items() if value)))


def _is_another(contact: Contact, person: Person) -> bool:
    """Another ID number is another person, whatever else is the same."""
    return bool(contact.id_number and person.id_number) and contact.id_number != person.id_number


def _is_certain(contact: Contact, person: Person) -> bool:
    if contact.id_number and contact.id_number == person.id_number:
        return True
    same_phone = bool(contact.phone) and first_phone(contact.phone or "") == first_phone(person.phone or "")
    return same_phone and name_key(contact.name) == name_key(person.name)


def _is_near(record: Any, person: Person) -> bool:
    """Whether the record lies where the resident does: another county has its own register, and its own director."""
    return record.county_id is None or record.county_id == person.county_id


def _naming(person: Person) -> Iterator[tuple[Any, Column[Any]]]:
    """Every row that names a contact like `person`, with the column that does; one statement finds them, whatever the number of tables."""
    places = _places(Model.registry.mappers)
    alike = _alike(person).with_only_columns(Contact.id)
    each = (select(literal(at), model.id).where(column.in_(alike)) for at, (model, column) in enumerate(places))
    found = sorted(tuple(row) for row in db.session.execute(union_all(*each))) if places else []
    for at, rows in groupby(found, key=itemgetter(0)):
        model, column = places[at]
        named = select(model).where(model.id.in_([ident for _, ident in rows])).order_by(model.id)
        yield from ((row, column) for row in db.session.scalars(named).unique())


@cache
def _places(mappers: frozenset[Mapper[Any]]) -> list[tuple[type[Any], Column[Any]]]:
    """Every model with a column that names a contact, of whatever plugin."""
    return [
        (model, column)
        for model in sorted((each.class_ for each in mappers), key=lambda each: each.__tablename__)
        for column in model.__table__.columns
        if "role" in column.info and any(key.column.table.name == Contact.__tablename__ for key in column.foreign_keys)
    ]


def _models() -> dict[str, type[Any]]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Model.registry.mappers}


def _told(mention: Mention) -> dict[str, str]:
    contact = mention.contact
    return {
        "记录": mention.kind,
        "编号": mention.number,
        "身份": mention.role,
        "姓名": contact.name,
        "性别": contact.gender,
        "联系电话": contact.phone or "",
        "证件号码": contact.id_number or "",
        "住址": contact.address or "",
    }


def _list(mentions: list[Mention]) -> str:
    return "、".join(str(each) for each in mentions)
