"""An import as a row: the file as read, its errors, the rows entered, and undoing it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic, thread_time
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, delete, func, select
from sqlalchemy.orm import Mapped, defer, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.database import reading_first
from portal.errors import WrongState
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.protection import EncryptedJSON, EncryptedText
from portal.records.entering import all_entered
from portal.records.import_piece import ImportPiece
from portal.records.import_undoing import fingerprint, refuse_changed, take_back_rows
from portal.records.imports import Import, Sheet
from portal.records.sheet_store import pack, unpack
from portal.redaction import RedactedText
from portal.web.pages.searching import carries_number

__all__ = ["ImportBatch"]

UNNAMED = "上传的文件"  # for a name with a number in it, which may be a resident's
KEPT = timedelta(days=7)  # what was read of a file holds personal data: it goes after this
AT_ONCE = 20  # rows entered, or taken back, under one hold of the writers' lock: 30 to 70 ms
TOGETHER, MOST_TOGETHER = 40, 240  # the same of rows that are entered together, at first and at most
MOST_WORK = 0.08  # seconds of the processor for those that are entered together
HOLD = 0.04  # seconds by the clock, after which the rest of rows to enter waits for its turn: a busy machine takes longer for twenty
OUTLINED = 50  # rows of the outline: what a page shows of a file
MAY_BE_ENTERED = ("checked", "entering")
TAKING_BACK, PARTLY = "taking", "partly"
ENTERED = ("entered", "entering", "stopped", "undoing", TAKING_BACK, PARTLY)  # wholly or in part


@dataclass
class Turn:
    """How `many` rows that are entered together are taken at once: as many as there is time for, by what those before cost the processor."""

    many: int

    def took(self, seconds: float) -> None:
        if seconds > MOST_WORK:
            self.many = max(AT_ONCE, self.many // 2)
        elif seconds < MOST_WORK / 2:
            self.many = min(MOST_TOGETHER, 2 * self.many)


class ImportBatch(Scoped, db.Model):  # type: ignore[name-defined]
    """一次导入. `content` is the sheet as read, `outline` its beginning, `file` what was uploaded; `mapping` leads from its headings to fields;
    `wrong` says what is against a row, by its number, encrypted because a rule may quote a cell; `differs` which fields of a row are not as the
    register of residents has them, and `choices` what is done with each field then; `looked` how many rows were tried, `done` how many
    lines were gone through, and `pictures` whether their pictures are entered, too; `said` why it did not go on.

    asking → (checking) → checked → entering → entered → (undoing → taking) → undone; a long one may be stopped and go on. partly: taking back
    was left off, and nothing else is done than to go on with it. refused: nothing of it is told.
    """

    __tablename__ = "records_import"
    happened = True
    __table_args__ = (Index("ix_records_import_key", "key", "unit_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    owner_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    content: Mapped[str] = mapped_column(EncryptedText("records_import.content"), deferred=True)
    file: Mapped[str] = mapped_column(EncryptedText("records_import.file"), default="", deferred=True)
    outlined: Mapped[str] = mapped_column(EncryptedText("records_import.outlined"), default="")
    rows: Mapped[int] = mapped_column(default=0)
    mapping: Mapped[dict] = mapped_column(JSON, default=dict)
    gone: Mapped[list] = mapped_column(JSON, default=list)
    wrong: Mapped[dict] = mapped_column(EncryptedJSON("records_import.wrong"), default=dict)
    differs: Mapped[dict] = mapped_column(JSON, default=dict)
    choices: Mapped[dict] = mapped_column(JSON, default=dict)
    pictures: Mapped[bool] = mapped_column(default=True)
    looked: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    said: Mapped[str] = mapped_column(RedactedText(300), default="")
    state: Mapped[str] = mapped_column(String(10), default="checked")
    actor_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    actor: Mapped[User] = relationship()

    @classmethod
    def take_in(
        cls,
        kind: Import,
        sheet: Sheet,
        mapping: dict,
        wrong: dict,
        *,
        owner: Any,
        name: str,
        by: User,
        differs: dict | None = None,
        state: str = "checked",
        packed: str = "",
        file: str = "",
        gone: Sequence[str] = (),
    ) -> "ImportBatch":
        """Store a file that was read. packed: the sheet as `pack` makes it, where that was done before others had to wait; file: what was
        uploaded, as `coded` makes it; gone: fields that the last file had."""
        batch = cls(
            key=kind.key,
            owner_id=owner.id,
            name=name[:120] if not carries_number(name) else UNNAMED,
            actor=by,
            state=state,
            done=0,
            looked=len(sheet.rows) if state == "checked" else 0,
            mapping=mapping,
            gone=list(gone),
            wrong=wrong,
            differs=differs or {},
            choices={},
            file=file,
        )
        batch.hold(sheet, packed or pack(sheet))
        batch.place(unit_of(owner))
        db.session.add(batch)
        return batch

    def hold(self, sheet: Sheet, packed: str) -> None:
        """Keep the sheet, as `pack` makes it."""
        self.content, self.rows = packed, len(sheet.rows)
        self.outlined = pack(replace(sheet, rows=sheet.rows[:OUTLINED], pictures=dict.fromkeys(sheet.pictures, b"")))

    @property
    def sheet(self) -> Sheet:
        return unpack(self.content)

    @property
    def outline(self) -> Sheet:
        """The beginning of the sheet, with the numbers of its pictures."""
        return unpack(self.outlined or self.content)

    @property
    def made(self) -> list:
        """Id and fingerprint of each row entered."""
        return [each for piece in db.session.scalars(self._pieces()) for each in piece]

    @property
    def before_undoing(self) -> str:
        """The state in which it stands where all that was entered is there."""
        return "entered" if self.done >= self.rows else "stopped"

    @property
    def entered(self) -> int:
        """How many rows were entered."""
        return (
            db.session.scalar(
                select(func.coalesce(func.sum(ImportPiece.rows), 0)).where(ImportPiece.batch_id == self.id)
            )
            or 0
        )

    def _pieces(self):
        return select(ImportPiece.made).where(ImportPiece.batch_id == self.id).order_by(ImportPiece.id)

    @property
    def complaints(self) -> list[tuple[str, list[str]]]:
        """`wrong` in the order of the sheet."""
        return sorted(self.wrong.items(), key=lambda each: int(each[0]))

    @property
    def differing(self) -> dict[str, list[str]]:
        """Field → numbers of the rows in which it differs from the register of residents."""
        names = dict.fromkeys(name for each in self.differs.values() for name in each)
        return {name: [number for number, each in self.differs.items() if name in each] for name in names}

    @property
    def good(self) -> int:
        """How many rows may be entered."""
        return self.rows - len(self.wrong)

    def enter(
        self,
        kind: Import,
        owner_of: Callable[[], Any],
        *,
        by: User,
        pictures: bool = True,
        seconds: float | None = None,
    ) -> bool:
        """Enter every good row, with the `pictures` or without, some under one hold of the writers' lock, for so many seconds or to the end; goes on
        where it was interrupted, and ends where somebody stops it. What is refused is added to `wrong`. Answers whether all are entered. Raises WrongState
        when it was entered before, or somebody else is entering it."""
        ident, began, until = self.id, self.done, monotonic() + seconds if seconds is not None else None
        done = began
        self.refuse_twice(done)
        db.session.commit()
        with reading_first():
            sheet, mapping, wrong = self.sheet, self.mapping, dict(self.wrong)
        sheet = sheet if pictures else replace(sheet, pictures={})
        lines, some = kind.lines(sheet, mapping, after=done), list[tuple]()
        turn = Turn(many=TOGETHER if kind.beforehand else AT_ONCE)
        while some := some or list(islice(lines, turn.many)):
            batch = db.session.get_one(ImportBatch, ident, options=SLIM, with_for_update=True, populate_existing=True)
            if batch.state == "stopped" or (until is not None and done > began and monotonic() > until):
                db.session.rollback()
                return False
            batch.refuse_twice(done)
            gone = batch.enter_some(kind, owner_of(), some, by, turn, wrong)
            done, some = done + gone, some[gone:]
            batch.done, batch.state = done, "entering"
            db.session.commit()
        batch = db.session.get_one(ImportBatch, ident, with_for_update=True, populate_existing=True)
        if batch.state != "stopped":
            batch.refuse_twice(done)
        batch.state, batch.file = "entered", ""
        return True

    def refuse_twice(self, done: int) -> None:
        """Raises WrongState unless it may be entered, and stands where whoever enters it left off."""
        if self.state not in MAY_BE_ENTERED or self.done != done:
            raise WrongState("这个文件已经导入过，或者正在导入，不能重复导入。")

    def enter_some(self, kind: Import, owner: Any, some: list, by: User, turn: "Turn", wrong: dict) -> int:
        """Enter these rows, as many as there is time for, and answer how many; what a rule forbids is added to `wrong`, which is what was against rows
        so far: read once, for of many errors it is long."""
        made, gone, until, began, before = [], 0, monotonic() + HOLD, thread_time(), len(wrong)
        part = len(some) if kind.beforehand else 1
        while gone < len(some) and not (gone and monotonic() > until):
            now, gone = some[gone : gone + part], gone + part
            good = [(str(number), fields) for number, fields, said in now if not said and str(number) not in wrong]
            rows = all_entered(kind, owner, [fields for _, fields in good], by, self.choices)
            for (number, _), (row, against, _) in zip(good, rows, strict=True):
                if against:
                    wrong[number] = [against]
                else:
                    made.append([row.id, fingerprint(row)])
        if kind.beforehand:
            turn.took(thread_time() - began)
        if made:
            db.session.add(ImportPiece(batch_id=self.id, rows=len(made), made=made))
        if len(wrong) > before:
            self.wrong = dict(wrong)
        return gone

    def check_undo(self, kind: Import) -> None:
        """Try to take back all that was entered, a piece at a time, and keep nothing of that: what was done in the transaction under way is
        undone, too. Raises WrongState when it was not entered, RuleError when one of the rows was changed since, or something hangs on it."""
        if self.state not in ENTERED:
            raise WrongState("这次导入已经撤销，或者还没有导入。")
        since = self.at
        with reading_first():
            made = self.made
            pieces = [dict(made[max(0, end - AT_ONCE) : end]) for end in range(len(made), 0, -AT_ONCE)]
            for piece in pieces:
                refuse_changed(kind, piece)
        for piece in pieces:
            try:
                take_back_rows(kind, piece, since=since)
            finally:
                db.session.rollback()

    def undo(self, kind: Import, *, seconds: float | None = None) -> bool:
        """Take back all that is entered, some rows under one hold of the writers' lock, the last entered first; called again after an interruption,
        it goes on. With `seconds`: for so long, and while it stands at taking back. Call `check_undo` first. Answers whether all is taken
        back. Raises as `check_undo` does, for what happened meanwhile."""
        ident, until = self.id, monotonic() + seconds if seconds is not None else None
        while True:
            batch = db.session.get_one(ImportBatch, ident, with_for_update=True, populate_existing=True)
            if batch.state not in (ENTERED if until is None else (TAKING_BACK,)):
                raise WrongState("这次导入已经撤销，或者还没有导入。")
            last = db.session.scalars(
                select(ImportPiece).where(ImportPiece.batch_id == ident).order_by(ImportPiece.id.desc()).limit(1)
            ).one_or_none()
            if last is None:
                batch.forget("undone")
                return True
            refuse_changed(kind, some := last.shorten(AT_ONCE))
            take_back_rows(kind, some, since=batch.at)
            if batch.state != TAKING_BACK:
                batch.state = PARTLY
            db.session.commit()
            if until is not None and monotonic() > until:
                return False

    def forget(self, state: str) -> None:
        """Keep nothing of what was read."""
        self.state, self.content, self.outlined, self.file, self.wrong = state, "", "", "", {}


SLIM = [
    defer(each) for each in (ImportBatch.outlined, ImportBatch.wrong, ImportBatch.differs)
]  # not read anew for each hold


def unit_of(owner: Any) -> OrgUnit:
    """Where the owner of a roster belongs; a unit may own one itself."""
    return owner if isinstance(owner, OrgUnit) else owner.unit


def forget_old(ctx: Any, progress: Any) -> str:
    """Delete what was read of files a week ago and before: a job of every night."""
    old = delete(ImportBatch).where(ImportBatch.at < ctx.now - KEPT)
    return f"删除七天以前导入的文件 {db.session.execute(old).rowcount} 份。"  # type: ignore[attr-defined]
