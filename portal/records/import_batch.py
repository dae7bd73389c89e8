"""An import as a row: the file as read, its errors, the rows entered, and undoing it."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, delete, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.protection import EncryptedJSON, EncryptedText, keyring
from portal.records.imports import Import, Sheet
from portal.records.record import Record
from portal.web.pages.searching import carries_number

__all__ = ["ImportBatch"]

UNNAMED = "上传的文件"  # for a name with a number in it, which may be a resident's
EMPTY = json.dumps({"headings": [], "rows": []})
KEPT = timedelta(days=7)  # what was read of a file holds personal data: it goes after this
AT_ONCE = 50  # rows entered under one hold of the writers' lock
TRIED_AT_ONCE = 300  # rows tried under one; some 2 s
FEW = 20  # rows with a word in common that may be about the same; a word of more of them, such as that of a choice, tells nothing


class ImportBatch(Scoped, db.Model):  # type: ignore[name-defined]
    """一次导入. `content` is the sheet as read; `mapping` leads from its headings to fields; `wrong` says what is against a row, by
    its number, encrypted because a rule may quote a cell; `made` holds id and fingerprint of the rows entered, `done` how many
    lines were gone through."""

    __tablename__ = "records_import"
    __table_args__ = (Index("ix_records_import_key", "key", "unit_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    owner_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    content: Mapped[str] = mapped_column(EncryptedText("records_import.content"))
    mapping: Mapped[dict] = mapped_column(JSON, default=dict)
    wrong: Mapped[dict] = mapped_column(EncryptedJSON("records_import.wrong"), default=dict)
    made: Mapped[list] = mapped_column(JSON, default=list)
    done: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="checked")
    actor_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    actor: Mapped[User] = relationship()

    @classmethod
    def take_in(
        cls, kind: Import, sheet: Sheet, mapping: dict, wrong: dict, *, owner: Any, name: str, by: User
    ) -> "ImportBatch":
        """Store a checked file."""
        batch = cls(
            key=kind.key,
            owner_id=owner.id,
            name=name[:120] if not carries_number(name) else UNNAMED,
            actor=by,
            state="checked",
            made=[],
            done=0,
            mapping=mapping,
            wrong=wrong,
        )
        batch.content = _written(sheet)
        batch.place(unit_of(owner))
        db.session.add(batch)
        return batch

    @classmethod
    def mapping_before(cls, kind: Import, owner: Any) -> dict[str, str]:
        """The mapping of headings used in the last import of this kind in this unit."""
        query = select(cls.mapping).where(cls.key == kind.key, cls.unit_id == unit_of(owner).id, cls.done > 0)
        return db.session.scalar(query.order_by(cls.id.desc()).limit(1)) or {}

    @property
    def sheet(self) -> Sheet:
        read = json.loads(self.content)
        pictures = {int(number): b64decode(coded) for number, coded in read.get("pictures", {}).items()}
        faults = {int(number): said for number, said in read.get("faults", {}).items()}
        rows = [(number, line) for number, line in read["rows"]]
        return Sheet(read["headings"], rows, pictures, faults, read.get("loose", 0), read.get("unread", 0))

    @property
    def complaints(self) -> list[tuple[str, list[str]]]:
        """`wrong` in the order of the sheet."""
        return sorted(self.wrong.items(), key=lambda each: int(each[0]))

    @property
    def good(self) -> int:
        """How many rows may be entered."""
        return len(self.sheet.rows) - len(self.wrong)

    def enter(self, kind: Import, owner_of: Callable[[], Any], *, by: User, pictures: bool = True) -> None:
        """Enter every good row, with the `pictures` or without, fifty under one hold of the writers' lock; goes on where it
        was interrupted. What is refused is added to `wrong`. Raises WrongState when it was entered before, or somebody else is entering it."""
        ident, done = self.id, self.done
        self.refuse_twice(done)
        sheet = self.sheet if pictures else replace(self.sheet, pictures={})
        lines = islice(kind.lines(sheet, self.mapping), done, None)
        while some := list(islice(lines, AT_ONCE)):
            batch = db.session.get_one(ImportBatch, ident, with_for_update=True, populate_existing=True)
            batch.refuse_twice(done)
            batch.enter_some(kind, owner_of(), some, by)
            done += len(some)
            batch.done, batch.state = done, "entering"
            db.session.commit()
        db.session.get_one(ImportBatch, ident).state = "entered"

    def refuse_twice(self, done: int) -> None:
        """Raises WrongState unless it may be entered, and stands where whoever enters it left off."""
        if self.state not in ("checked", "entering") or self.done != done:
            raise WrongState("这个文件已经导入过，或者正在导入，不能重复导入。")

    def enter_some(self, kind: Import, owner: Any, some: list, by: User) -> None:
        """Enter these rows; what a rule forbids is added to `wrong`."""
        made, wrong = [], dict(self.wrong)
        for number, fields, said in some:
            if said or str(number) in wrong:
                continue
            row, against = entered(kind, owner, fields, by)
            if against:
                wrong[str(number)] = [against]
            else:
                made.append([row.id, fingerprint(row)])
        self.made, self.wrong = [*self.made, *made], wrong

    def undo(self, kind: Import) -> None:
        """Take back all that was entered. Raises WrongState when it was not, RuleError when one of the rows was changed since, or
        something hangs on it."""
        if self.state not in ("entered", "entering"):
            raise WrongState("这次导入已经撤销，或者还没有导入。")
        as_made = dict(self.made)
        rows = db.session.scalars(select(kind.model).where(kind.model.id.in_(as_made))).all()
        if any(fingerprint(each) != as_made[each.id] for each in rows):
            raise RuleError("导入的内容后来修改过，不能整批撤销，请逐个修改。")
        if kind.holds and (held := next(filter(None, map(kind.holds, rows)), "")):
            raise RuleError(held)
        beside = dict.fromkeys(map(kind.beside, rows)) if kind.beside else {}
        try:
            with db.session.begin_nested():
                for row in rows:
                    take_back(row)
                db.session.flush()
                for each in filter(None, beside):
                    each.let_go(since=self.at)
        except IntegrityError as error:
            raise RuleError("导入的内容已经在别处使用，不能整批撤销，请逐个修改。") from error
        self.state, self.content = "undone", EMPTY


def entered(kind: Import, owner: Any, fields: dict, by: User) -> tuple[Any, str]:
    """The row made of `fields`, or None and what a rule has against it; then nothing of the row is left."""
    try:
        with db.session.begin_nested():
            row = kind.add(owner, by=by, **fields)
            db.session.flush()
    except RuleError as error:
        return None, str(error)
    return row, ""


def tried(kind: Import, sheet: Sheet, mapping: dict, owner_of: Callable[[], Any], *, by: User) -> dict[str, list[str]]:
    """The dry run: number of a row → what is wrong with it, by its form, and by the rules of entering it after the rows above it.

    Everything is entered and taken back, but for the pictures: their files would stay. Of a long sheet a part at a time, after those rows
    of earlier parts that have a word in common with it. What the session held before is lost.
    """
    lines = list(kind.lines(replace(sheet, pictures={}), mapping))
    wrong = {number: said for number, _, said in lines if said}
    fitting = (each for each in lines if not each[2])
    before: dict[str, list[tuple[int, dict]]] = {}
    while some := [(number, fields) for number, fields, _ in islice(fitting, TRIED_AT_ONCE)]:
        try:
            owner = owner_of()
            for _, fields in _alike(some, before):
                entered(kind, owner, fields, by)
            found = {number: entered(kind, owner, fields, by)[1] for number, fields in some}
        finally:
            db.session.rollback()
        wrong |= {number: [against] for number, against in found.items() if against}
        for number, fields in some:
            for word in _words(fields) if number not in wrong else ():
                before.setdefault(word, []).append((number, fields))
    return {str(number): wrong[number] for number in sorted(wrong)}


def _alike(some: list[tuple[int, dict]], before: dict[str, list[tuple[int, dict]]]) -> list[tuple[int, dict]]:
    """The rows of earlier parts that have a word in common with `some`, in their order."""
    words = {word for _, fields in some for word in _words(fields)}
    rows = (each for word in words if len(before.get(word, ())) <= FEW for each in before.get(word, ()))
    return sorted(dict(rows).items())


def _words(fields: dict) -> set[str]:
    return {value for value in fields.values() if isinstance(value, str) and value}


def _written(sheet: Sheet) -> str:
    """The sheet as it is stored."""
    held = asdict(sheet)
    held["pictures"] = {number: b64encode(picture).decode() for number, picture in sheet.pictures.items()}
    return json.dumps(held, ensure_ascii=False)


def unit_of(owner: Any) -> OrgUnit:
    """Where the owner of a roster belongs; a unit may own one itself."""
    return owner if isinstance(owner, OrgUnit) else owner.unit


def take_back(row: Any) -> None:
    """Delete a row that nobody has changed since it was entered; of a record also the entry which says that it was."""
    if isinstance(row, Record):
        events = inspect(type(row)).relationships["events"]
        (own,) = events.remote_side
        db.session.execute(delete(events.mapper.class_).where(own == row.id))
        db.session.expire(row, ["events"])
    db.session.delete(row)


def fingerprint(row: Any) -> str:
    """A keyed hash of what `row` holds, to tell later whether it was changed."""
    held = {each.key: str(getattr(row, each.key)) for each in inspect(row).mapper.column_attrs}
    return keyring.index(json.dumps(held, ensure_ascii=False, sort_keys=True), "records_import.made")[:16]


def forget_old(ctx: Any, progress: Any) -> str:
    """Delete what was read of files a week ago and before: a job of every night."""
    old = delete(ImportBatch).where(ImportBatch.at < ctx.now - KEPT)
    return f"删除七天以前导入的文件 {db.session.execute(old).rowcount} 份。"  # type: ignore[attr-defined]
