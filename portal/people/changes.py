"""What was said of known residents and organisations when they were entered again: what the register took over, and what holds for one record only."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, delete, select, update
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.audit.subjects import subject_names
from portal.extensions import Model, db
from portal.people.masking import mask_address, mask_document, mask_name
from portal.people.models import Organisation, Person
from portal.people.phone import first_phone, mask_phone
from portal.people.pinyin import normalise_query
from portal.protection import EncryptedJSON, EncryptedText, KeyedHash, hash_for

__all__ = ["SaysOtherwise"]

FILLED, UPDATED, HERE = "filled", "updated", "here"
WORDS = {FILLED: "补上", UPDATED: "更新档案", HERE: "仅用于这一件，档案不变"}
LABELS = {
    "name": "姓名",
    "id_number": "证件号码",
    "birth_date": "出生日期",
    "phone": "联系电话",
    "address": "住址",
    "ethnicity": "民族",
    "occupation": "职业或职务",
    "workplace": "单位",
    "uscc": "统一社会信用代码",
    "legal_person": "法定代表人",
}
MASKS = {"name": mask_name, "phone": mask_phone, "address": mask_address}
COVERS: dict[str, Callable[[Any], str]] = MASKS | {
    "id_number": mask_document,
    "birth_date": lambda day: f"{day.year} 年",
    "legal_person": mask_name,
}


FOUND_BY = ("name", "phone")
NEVER_KEPT = ("id_number", "birth_date")


def as_sought(entry: str) -> str:
    """A name or a telephone number in the form in which it is looked up."""
    return normalise_query(first_phone(entry) if entry[:1].isdigit() else entry).value


class Change(db.Model):  # type: ignore[name-defined]
    """资料变动: one entry of a resident or an organisation that was said otherwise than the register had it. `before`: what stood there
    when it was updated, or a name or telephone that holds for the one record; by its hash somebody is found under it still. The row in which it was
    said is named by table and id."""

    __tablename__ = "people_change"
    __table_args__ = (CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="of_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("people_organisation.id"), index=True)
    field: Mapped[str] = mapped_column(String(20))
    how: Mapped[str] = mapped_column(String(10))
    before: Mapped[str | None] = mapped_column(EncryptedText("people_change.before"))
    before_hash: Mapped[str | None] = mapped_column(KeyedHash("before", "people_change", form=as_sought), index=True)
    subject_kind: Mapped[str] = mapped_column(String(40), default="")
    subject_id: Mapped[int | None]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    actor: Mapped[User | None] = relationship(lazy="joined")

    @classmethod
    def of(cls, who: Person | Organisation, field: str, how: str, before: str, actor_id: int | None) -> "Change":
        """What became of the `field` of `who`; a name or telephone number can be found by what it was `before`."""
        about = {"person_id" if isinstance(who, Person) else "organisation_id": who.id}
        sought = hash_for(cls.before_hash, before) if field in FOUND_BY else None
        kept = before if how == UPDATED or sought else ""
        return cls(**about, field=field, how=how, before=kept or None, before_hash=sought, actor_id=actor_id)

    @property
    def told(self) -> str:
        """What became of it, for the page of the resident, which names them in full: 联系电话：更新档案（原为 154****0001）."""
        return self._told(str if self.field == "name" else MASKS.get(self.field, str))

    @property
    def told_whole(self) -> str:
        """The same without masks, for whoever gave a reason."""
        return self._told(str)

    def _told(self, mask: Callable[[str], str]) -> str:
        before = f"（原为 {mask(self.before)}）" if self.before and self.how == UPDATED else ""
        here = f"（{mask(said)}）" if (said := self._said_here()) else ""
        return f"{LABELS[self.field]}：{WORDS[self.how]}{before}{here}"

    @property
    def here(self) -> tuple[str, str] | None:
        """`(联系电话（事项昭君街道〔2026〕00001号）, 15400000003)` where it holds for one record."""
        return (f"{LABELS[self.field]}（{self.source}）", said) if (said := self._said_here()) else None

    def _said_here(self) -> str:
        """What holds for the one record, as long as it is kept there."""
        return ((getattr(self._row, "said", None) or {}) if self.how == HERE else {}).get(self.field, "")

    @property
    def _row(self) -> Any:
        model = _models().get(self.subject_kind)
        return db.session.get(model, self.subject_id) if model and self.subject_id else None

    @property
    def source(self) -> str:
        """The record in which it was said, as far as it is still there: 事项昭君街道〔2026〕00001号."""
        row = self._row
        record = getattr(row, "said_in", row)
        if record is None:
            return ""
        return f"{subject_names().get(record.__tablename__, '')}{getattr(record, 'number', '')}"


def corrected(person: Person, *, by: User, **entries: Any) -> list[str]:
    """`Person.correct`; what stood there is kept, as papers and cases of before have it, but for number and birthday, of which is kept
    that they were another. Raises RuleError."""
    before = standing(person)
    changed = person.correct(**entries)
    for name in (each for each in changed if each in before):
        how, was = UPDATED if before[name] else FILLED, "" if name in NEVER_KEPT else before[name]
        db.session.add(Change.of(person, name, how, was, by.id))
    return changed


def standing(who: Person | Organisation) -> dict[str, Any]:
    """What the register has of somebody now, by field."""
    return {name: getattr(who, name) or "" for name in LABELS if hasattr(who, name)}


def for_the_trail(
    before: Mapping[str, Any], who: Person | Organisation, changed: Iterable[str]
) -> list[tuple[str, str, str]]:
    """What became of `changed`, masked, for the audit trail; of somebody's birthday the year (docs/adr/0037)."""
    return [
        (LABELS[name], _covered(name, before.get(name), who), _covered(name, getattr(who, name), who))
        for name in LABELS
        if name in changed
    ]


def _covered(name: str, value: Any, who: Person | Organisation) -> str:
    if not value:
        return ""
    if name == "name" and isinstance(who, Organisation):
        return str(value)
    return COVERS[name](value) if name in COVERS else str(value)


class SaysOtherwise:
    """A row that names a resident (`person`), or perhaps an organisation, and may know of them what holds for this row only.

    Papers and pages of the row show `as_said`, never the resident. A row that is part of a record names that as `said_in`, and answers
    in `told_to` for whom it may be named beside the resident: where a record can be secret, never then.
    """

    @classmethod
    def opened_by(cls, reader: User) -> Select:
        """The rows that `reader` may see."""
        return cls.visible_to(reader)  # type: ignore[attr-defined]

    @classmethod
    def told_to(cls, reader: User) -> Select:
        """The rows of which the page of the resident may tell `reader`."""
        return cls.opened_by(reader)

    @declared_attr
    def said(cls) -> Mapped[dict | None]:
        return mapped_column(EncryptedJSON(f"{cls.__tablename__}.said"))  # type: ignore[attr-defined]

    @property
    def said_here(self) -> str:
        """Which entries are others than in the register: 联系电话、住址."""
        return "、".join(LABELS[name] for name in LABELS if name in (self.said or {}))

    @property
    def as_said(self) -> "AsSaid":
        """The resident or organisation as this row has it."""
        return AsSaid(getattr(self, "who", None) or self.person, self.said or {})  # type: ignore[attr-defined]


class AsSaid:
    """A resident or an organisation of whom some entries are others in one record: reads like the one it stands for."""

    def __init__(self, who: Person | Organisation, said: dict[str, str]) -> None:
        silent = getattr(who, "erased_at", None) or getattr(who, "restricted_at", None)
        self._who, self._said = who, {} if silent else said

    def __getattr__(self, name: str) -> Any:
        if name in self._said:
            return self._said[name]
        plain = name.removesuffix("_masked")
        return MASKS[plain](self._said[plain]) if name != plain and plain in self._said else getattr(self._who, name)

    def __str__(self) -> str:
        return self.name


class Told(NamedTuple):
    """A change as one reader is told of it. `source` and `actor` are left out with the record in which it was said."""

    at: datetime
    told: str
    told_whole: str
    source: str = ""
    actor: str = ""
    here: tuple[str, str] | None = None  # what, and as which record has it


def latest(person: Person, reader: User, most: int = 20) -> list[Told]:
    """The last changes of what is known of `person`, newest first. What holds for one record is told to who may see that one."""
    changes = _latest(person, most)
    seen = readable(changes, reader)
    return [
        Told(each.at, each.told, each.told_whole, each.source, each.actor.name if each.actor else "", each.here)
        if each in seen
        else Told(each.at, each.told, each.told_whole)
        for each in changes
        if each in seen or each.how != HERE
    ]


def readable(changes: Iterable[Change], reader: User) -> list[Change]:
    """Those of `changes` whose record `reader` may see; with those that were made on the page of the resident itself."""
    changes, models = list(changes), models_saying()
    ids: dict[str, set[int]] = {}
    for each in changes:
        ids.setdefault(each.subject_kind, set()).add(each.subject_id or 0)
    seen = {
        (kind, ident)
        for kind, some in ids.items()
        if (model := models.get(kind)) is not None
        for ident in db.session.scalars(model.told_to(reader).where(model.id.in_(some)).with_only_columns(model.id))
    }
    return [each for each in changes if not each.subject_kind or (each.subject_kind, each.subject_id) in seen]


def _latest(person: Person, most: int) -> list[Change]:
    found = select(Change).where(Change.person_id == person.id).order_by(Change.id.desc()).limit(most)
    return list(db.session.scalars(found))


def held(person: Person) -> list[dict[str, str]]:
    """What was changed, and what is kept in single records, for the copy of the own data."""
    told = [
        {"时间": f"{clock.local(each.at):%Y-%m-%d %H:%M}", "变动": each.told, "记录": each.source}
        for each in _latest(person, 1000)
    ]
    return told + [
        {LABELS[name]: value for name, value in row.said.items()} | {"变动": WORDS[HERE]}
        for model in models_saying().values()
        for row in db.session.scalars(select(model).where(model.person_id == person.id, model.said.is_not(None)))
        if row.said
    ]


def forget(person: Person) -> None:
    """删除: what was said of `person` otherwise goes, wherever it was."""
    db.session.execute(delete(Change).where(Change.person_id == person.id))
    for model in models_saying().values():
        db.session.execute(update(model).where(model.person_id == person.id).values(said=None))


def models_saying() -> dict[str, Any]:
    """Table → model, of all rows that may know something of somebody for themselves only."""
    return {name: each for name, each in _models().items() if issubclass(each, SaysOtherwise)}


def _models() -> dict[str, Any]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Model.registry.mappers}
