"""The pages of an import: upload a file, say which column is what, review the report, enter the rows, undo."""

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select, select

from portal.database import reading_first
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.changes import UPDATED
from portal.people.reconciling import CHOICES
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button
from portal.records.columns import Column
from portal.records.exports import hand_over
from portal.records.import_batch import ENTERED, ImportBatch, unit_of
from portal.records.import_choosing import UploadForm, chosen, read_anew, remember, understood
from portal.records.import_report import marked_sheet, refuse_others, refuse_to_undo, report
from portal.records.import_work import AT_HAND, CHECKING, ENTERING, begin, begin_undo, stop, tell, try_at_once, undo_now
from portal.records.imports import Import
from portal.records.mounted import keep, view_of
from portal.records.sheet_store import coded, decoded, pack
from portal.records.sheets import read
from portal.records.steps import Begun
from portal.web.forms import with_files
from portal.web.forms.idempotency import claim, saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

__all__ = ["mount_import", "begin_or_import"]

CONSENT = "consent"  # the box in the report


class ImportPages:
    """One import, mounted below the page of whoever owns the roster."""

    def __init__(self, bp: Blueprint, kind: Import, at: str, load: Callable[[int], Any], back: str) -> None:
        self.bp, self.kind, self.at, self.load, self.back = bp, kind, at, load, back
        self.ident = re.findall(r"<int:(\w+)>", at)[-1]
        self.name = kind.key.partition(".")[2]

    def mount(self) -> None:
        """Add the addresses."""
        guard, add = requires(self.kind.needs), self.bp.add_url_rule
        for rule, name, view, method in (
            ("", "import", self.ask, "GET"),
            ("", "take_import", self.take, "POST"),
            ("/sheet.xlsx", "blank_import", self.blank, "GET"),
            ("/<int:batch_id>", "import_report", self.report, "GET"),
            ("/<int:batch_id>/sheet.xlsx", "marked_import", self.marked, "GET"),
            ("/<int:batch_id>", "enter_import", self.enter, "POST"),
            ("/<int:batch_id>/mapping", "map_import", self.choose, "POST"),
            ("/<int:batch_id>/stopping", "stop_import", self.stop, "POST"),
            ("/<int:batch_id>/undoing", "undo_import", self.undo, "POST"),
        ):
            add(
                f"{self.at}/import/{self.name}{rule}",
                f"{name}_{self.name}",
                guard(view_of(view, view.__doc__ or "")),
                methods=[method],
            )

    def ask(self, **ids: int) -> ResponseReturnValue:
        """Which file."""
        return self._form(self.load(ids[self.ident]), UploadForm())

    def take(self, **ids: int) -> ResponseReturnValue:
        """Read the file without holding the writers' lock, try its rows where they are few, then store it for review."""
        unit_id = unit_of(self.load(ids[self.ident])).id
        form = UploadForm(with_files())
        try:
            upload = form.upload.data
            if not (form.validate() and upload):
                raise RuleError("请选择文件。")
            content = upload.read()
            with reading_first():
                sheet = read(content, pictures=bool(self.kind.picture), known=self.kind.knows())
                mapping, gone = understood(self.kind, sheet, unit_id)
            asks = bool(gone) or len(sheet.rows) > AT_HAND
            run = (
                None
                if asks
                else try_at_once(self.kind, sheet, mapping, lambda: self.load(ids[self.ident]), current_user)
            )
        except RuleError as error:
            form.upload.errors = [str(error)]
            return self._form(self.load(ids[self.ident]), form, 422)
        packed, file = pack(sheet), coded(content)
        db.session.rollback()
        if sent_before := claim():
            return sent_before
        batch = ImportBatch.take_in(
            self.kind,
            sheet,
            mapping,
            run.wrong if run else {},
            differs=run.differs if run else {},
            owner=self.load(ids[self.ident]),
            name=upload.filename or "",
            by=current_user,
            state="asking" if asks else "checked",
            packed=packed,
            file=file,
            gone=gone,
        )
        db.session.flush()
        return saved(self._url("import_report", ids[self.ident], batch_id=batch.id))

    def report(self, **ids: int) -> ResponseReturnValue:
        """What would be entered, what is wrong, which headings are not known; how far it is."""
        return self._report(ids)

    def blank(self, **ids: int) -> ResponseReturnValue:
        """An empty sheet with the headings, and what each takes."""
        self.load(ids[self.ident])
        columns = [Column(each.short_name, self.kind.blank_heading(each)) for each in self.kind.fields()]
        return hand_over(f"{self.kind.title}（空表）", columns, [], form="xlsx", count=0)

    def marked(self, **ids: int) -> ResponseReturnValue:
        """The uploaded sheet with a column of errors, to be corrected and uploaded again."""
        _, batch = self._batch(ids, refuse_others)
        return marked_sheet(self.kind, batch)

    def choose(self, **ids: int) -> ResponseReturnValue:
        """Which sheet, which rows are headings, which column holds which field; then checked anew."""
        _, batch = self._batch(ids, refuse_others)
        if batch.state not in ("asking", "checked"):
            return redirect(self._url("import_report", ids[self.ident], batch_id=batch.id), 303)
        batch_id, unit_id, rows, packed = batch.id, batch.unit_id, batch.rows, ""
        with reading_first():
            asked = chosen(self.kind, batch.outline)
            file = batch.file if asked.elsewhere else ""
            sheet = batch.sheet if rows <= AT_HAND else batch.outline
        mapping, wrong = asked.mapping, asked.wrong
        try:
            if asked.elsewhere and not wrong:
                with reading_first():
                    sheet = read_anew(self.kind, decoded(file), asked)
                    mapping, _ = understood(self.kind, sheet, unit_id)
                packed, rows = pack(sheet), len(sheet.rows)
            at_once = rows <= AT_HAND and not wrong
            run = (
                try_at_once(self.kind, sheet, mapping, lambda: self.load(ids[self.ident]), current_user)
                if at_once
                else None
            )
        except RuleError as error:
            wrong = str(error)
        db.session.rollback()
        _, batch = self._batch(ids)
        if wrong:
            return self._report(ids, wrong=wrong, mapping=asked.mapping)
        if batch.state in ("asking", "checked"):
            if packed:
                batch.hold(sheet, packed)
            batch.mapping, batch.wrong, batch.differs = mapping, run.wrong if run else {}, run.differs if run else {}
            batch.gone, batch.looked, batch.state = [], run.looked if run else 0, "checked" if run else "asking"
            if not asked.elsewhere:
                remember(batch)
                if not run:
                    begin(batch, CHECKING, by=current_user)
        db.session.commit()
        return redirect(self._url("import_report", ids[self.ident], batch_id=batch_id), 303)

    def enter(self, **ids: int) -> ResponseReturnValue:
        """Enter the good rows: at once, or behind the pages where they are many."""
        owner, batch = self._batch(ids, refuse_others)
        if batch.state == "checked":
            batch.choices = {
                name: how for name in batch.differing if (how := request.form.get(f"differs-{name}")) in CHOICES
            }
            batch.pictures = not self.kind.consent or CONSENT in request.form
            remember(batch)
        if batch.state == "stopped" or (batch.state == "checked" and batch.rows > AT_HAND):
            begin(batch, ENTERING, by=current_user)
            return saved(self._url("import_report", owner.id, batch_id=batch.id))
        batch.enter(self.kind, lambda: self.load(owner.id), by=current_user, pictures=batch.pictures)
        owner, batch = self._batch(ids)
        tell(batch, self.kind)
        return saved(self._url("import_report", owner.id, batch_id=batch.id), f"已导入 {batch.entered} 行。")

    def stop(self, **ids: int) -> ResponseReturnValue:
        """Go no further; what was entered stays until it is taken back."""
        owner, batch = self._batch(ids, refuse_to_undo)
        db.session.refresh(batch, with_for_update=True)
        said = "已停下。" if stop(batch, self.kind) else ""
        return saved(self._url("import_report", owner.id, batch_id=batch.id), said)

    def undo(self, **ids: int) -> ResponseReturnValue:
        """Take it back."""
        _, batch = self._batch(ids, refuse_to_undo)
        here = self._url("import_report", ids[self.ident], batch_id=ids["batch_id"])
        if batch.state in ENTERED and batch.entered > AT_HAND:
            begin_undo(batch, self.kind, by=current_user)
            return saved(here)
        try:
            batch.check_undo(self.kind)
            if sent_before := claim():  # the key of the form was given back meanwhile
                return sent_before
            _, batch = self._batch(ids)
            undo_now(batch, self.kind)
        except RuleError as error:
            if error.status != 422:
                raise
            db.session.rollback()
            flash(str(error), "warning")
            return redirect(here, 303)
        return saved(here, "已撤销这次导入。")

    def _choices(self) -> dict[str, str]:
        """What may be done with what differs, the mildest first."""
        may_update = current_user.can("people.edit")
        return {how: words for how, words in reversed(CHOICES.items()) if how != UPDATED or may_update}

    def _batch(self, ids: dict, refuse: Callable[[ImportBatch], None] | None = None) -> tuple[Any, ImportBatch]:
        owner = self.load(ids[self.ident])
        mine = select(ImportBatch).where(ImportBatch.key == self.kind.key, ImportBatch.owner_id == owner.id)
        batch = get_or_404(mine, ids["batch_id"])
        if refuse:
            refuse(batch)
        return owner, batch

    def _report(self, ids: dict, *, wrong: str = "", mapping: dict | None = None) -> ResponseReturnValue:
        owner, batch = self._batch(ids)
        return render(
            "records/import_report.html",
            status=422 if wrong else 200,
            kind=self.kind,
            refused=wrong,
            choices=self._choices(),
            back=self._back(),
            here=self._url("import_report", owner.id, batch_id=batch.id),
            marked=self._url("marked_import", owner.id, batch_id=batch.id),
            **report(self.kind, batch, mapping),
        )

    def _form(self, owner: Any, form: UploadForm, status: int = 200) -> ResponseReturnValue:
        return render(
            "records/import.html",
            status=status,
            kind=self.kind,
            form=form,
            fields=self.kind.fields(),
            blank=self._url("blank_import", owner.id),
            back=self._back(),
        )

    def _back(self) -> str:
        return url_for(self.back)

    def _url(self, name: str, owner_id: int, **values: Any) -> str:
        values[self.ident] = owner_id
        return url_for(f"{self.bp.name}.{name}_{self.name}", **values)


def mount_import(
    bp: Blueprint,
    kind: Import,
    *,
    at: str,
    back: str,
    load: Callable[[int], Any] | None = None,
    kinds: tuple[str, ...] = (),
) -> ImportPages:
    """Mount the import `kind` on `bp` below the address `at` of the owner of the roster.

    load: finds the owner by id for the reader, with the right to import, or answers 404; without it, a unit is the owner, of one of
    `kinds` where not every kind of unit has such a roster. back: endpoint of the roster's page.
    """
    pages = ImportPages(bp, kind, at, load or (lambda unit_id: get_or_404(_units_for(kind, kinds), unit_id)), back)
    pages.mount()
    keep(bp, pages)
    return pages


def begin_or_import(
    begun: Begun, bp: Blueprint, kind: Import, kinds: tuple[str, ...] = ()
) -> Callable[[], list[Action]]:
    """What `actions` of a list may be: the button that leads to the form of `begun` (`begin_button`) and, before it, the one to the import
    `kind` into the unit one works in, mounted on `bp` for a unit of one of `kinds`."""
    one = begin_button(begun)

    def offered() -> list[Action]:
        button, unit = one(), current_unit()
        if (
            not button
            or unit is None
            or db.session.scalar(_units_for(kind, kinds).where(OrgUnit.id == unit.id)) is None
        ):
            return button
        address = url_for(f"{bp.name}.import_{kind.key.partition('.')[2]}", unit_id=unit.id)
        return [Action("从 Excel 导入", address, "folder"), *button]

    return offered


def _units_for(kind: Import, kinds: tuple[str, ...]) -> Select:
    """Units, of one of `kinds`, for which the reader may enter a roster."""
    found = select(OrgUnit).where(current_user.reach(OrgUnit, kind.needs))
    return found.where(OrgUnit.kind.in_(kinds)) if kinds else found
