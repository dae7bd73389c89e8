"""The pages of an import: upload and check a file, review the report, enter the rows, undo."""

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select, select
from wtforms import FileField

from portal.audit import trail
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people import guesses
from portal.people.changes import LABELS, UPDATED
from portal.people.finding import ANOTHERS
from portal.people.reconciling import CHOICES
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button
from portal.records.columns import Column
from portal.records.dry_run import tried
from portal.records.exports import hand_over
from portal.records.import_batch import ImportBatch
from portal.records.imports import Import, Sheet, mark
from portal.records.mounted import view_of
from portal.records.sheets import read
from portal.records.steps import Begun
from portal.web.forms import Form, with_files
from portal.web.forms.idempotency import claim, saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

__all__ = ["mount_import", "begin_or_import"]

SHOWN = 50
CONSENT = "consent"  # the box in the report


class UploadForm(Form):
    """选择文件."""

    upload = FileField(
        "Excel 文件", description="表头下面一行登记一条，表头可以有几行；.xlsx、.xls、.et、.csv 都可以，不超过 16 MB。"
    )


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
        """Read the file without holding the writers' lock, try its rows, then store it for review."""
        owner = self.load(ids[self.ident])
        form, known = UploadForm(with_files()), ImportBatch.mapping_before(self.kind, owner)
        db.session.rollback()  # reading takes a while: nobody shall wait for the lock meanwhile
        try:
            upload = form.upload.data
            if not (form.validate() and upload):
                raise RuleError("请选择文件。")
            sheet = read(upload.read(), pictures=bool(self.kind.picture), known=self.kind.knows())
            mapping = self.kind.matching(sheet.headings, known)
            wrong, differs = self._tried(ids, sheet, mapping)
        except RuleError as error:
            form.upload.errors = [str(error)]
            return self._form(self.load(ids[self.ident]), form, 422)
        if sent_before := claim():
            return sent_before
        batch = ImportBatch.take_in(
            self.kind,
            sheet,
            mapping,
            wrong,
            differs=differs,
            owner=self.load(ids[self.ident]),
            name=upload.filename or "",
            by=current_user,
        )
        db.session.flush()
        return saved(self._url("import_report", ids[self.ident], batch_id=batch.id))

    def report(self, **ids: int) -> ResponseReturnValue:
        """What would be entered, what is wrong, which headings are not known."""
        owner, batch = self._batch(ids)
        sheet = batch.sheet
        chosen = {batch.mapping[mark(each)]: each for each in sheet.headings if mark(each) in batch.mapping}
        return render(
            "records/import_report.html",
            kind=self.kind,
            batch=batch,
            sheet=sheet,
            wrong=batch.complaints[:SHOWN],
            differing=[(name, LABELS[name], numbers) for name, numbers in batch.differing.items()],
            choices=self._choices(),
            fields=[(each, chosen.get(each.short_name, "")) for each in self.kind.fields()],
            back=self._back(),
            here=self._url("import_report", owner.id, batch_id=batch.id),
            marked=self._url("marked_import", owner.id, batch_id=batch.id),
        )

    def blank(self, **ids: int) -> ResponseReturnValue:
        """An empty sheet with the headings."""
        self.load(ids[self.ident])
        columns = [Column(each.short_name, each.label.text) for each in self.kind.fields()]
        return hand_over(f"{self.kind.title}（空表）", columns, [], form="xlsx", count=0)

    def marked(self, **ids: int) -> ResponseReturnValue:
        """The uploaded sheet with a column of errors, to be corrected and uploaded again."""
        _, batch = self._batch(ids)
        sheet, wrong = batch.sheet, batch.wrong
        columns = [Column(f"c{place}", heading) for place, heading in enumerate([*sheet.headings, "问题"])]
        width = len(sheet.headings)
        lines = [(*(line + [""] * width)[:width], "；".join(wrong.get(str(number), []))) for number, line in sheet.rows]
        places = {number: place for place, (number, _) in enumerate(sheet.rows)}
        return hand_over(
            f"{self.kind.title}（标出问题）",
            columns,
            lines,
            form="xlsx",
            count=len(lines),
            unit=batch.unit,
            pictures={places[number]: each for number, each in sheet.pictures.items() if number in places},
        )

    def choose(self, **ids: int) -> ResponseReturnValue:
        """Which column holds which field; then checked anew."""
        _, batch = self._batch(ids)
        sheet = batch.sheet
        known = {each.short_name for each in self.kind.fields()}
        mapping = {
            mark(heading): name
            for name in known
            if (heading := request.form.get(f"column-{name}", "")) in sheet.headings
        }
        db.session.rollback()
        wrong, differs = self._tried(ids, sheet, mapping)
        _, batch = self._batch(ids)
        if batch.state == "checked":
            batch.mapping, batch.wrong, batch.differs = mapping, wrong, differs
        db.session.commit()
        return redirect(self._url("import_report", ids[self.ident], batch_id=batch.id), 303)

    def enter(self, **ids: int) -> ResponseReturnValue:
        """Enter the good rows."""
        owner, batch = self._batch(ids)
        if batch.state == "checked":
            batch.choices = {
                name: how for name in batch.differing if (how := request.form.get(f"differs-{name}")) in CHOICES
            }
        agreed = not self.kind.consent or CONSENT in request.form
        batch.enter(self.kind, lambda: self.load(owner.id), by=current_user, pictures=agreed)
        owner, batch = self._batch(ids)
        trail.record("import", subject=batch, unit=batch.unit, detail=f"{self.kind.title}：{len(batch.made)} 行")
        return saved(self._url("import_report", owner.id, batch_id=batch.id), f"已导入 {len(batch.made)} 行。")

    def undo(self, **ids: int) -> ResponseReturnValue:
        """Take it back."""
        _, batch = self._batch(ids)
        try:
            batch.check_undo(self.kind)
            if sent_before := claim():  # the key of the form was given back meanwhile
                return sent_before
            owner, batch = self._batch(ids)
            batch.undo(self.kind)
        except RuleError as error:
            if error.status != 422:
                raise
            db.session.rollback()
            flash(str(error), "warning")
            return redirect(self._url("import_report", ids[self.ident], batch_id=ids["batch_id"]), 303)
        trail.record("import_undo", subject=batch, unit=batch.unit, detail=f"{self.kind.title}：{len(batch.made)} 行")
        return saved(self._url("import_report", owner.id, batch_id=batch.id), "已撤销这次导入。")

    def _tried(self, ids: dict, sheet: Sheet, mapping: dict) -> tuple[dict, dict]:
        differs: dict = {}
        guesses.admit_sheet()
        db.session.rollback()  # the forms of the rows are filled before anybody has to wait
        wrong = tried(self.kind, sheet, mapping, lambda: self.load(ids[self.ident]), by=current_user, differs=differs)
        others = [number for number, said in wrong.items() if ANOTHERS in said]
        guesses.note_sheet(len(others), len(sheet.rows))
        if len(others) >= guesses.MOST_IN_A_SHEET:
            raise RuleError(f"第 {'、'.join(others)} 行的证件号码登记过，但姓名不同。请先核对这几行，再上传整个文件。")
        return wrong, differs

    def _choices(self) -> dict[str, str]:
        """What may be done with what differs, the mildest first."""
        may_update = current_user.can("people.edit")
        return {how: words for how, words in reversed(CHOICES.items()) if how != UPDATED or may_update}

    def _batch(self, ids: dict) -> tuple[Any, ImportBatch]:
        owner = self.load(ids[self.ident])
        mine = select(ImportBatch).where(ImportBatch.key == self.kind.key, ImportBatch.owner_id == owner.id)
        return owner, get_or_404(mine, ids["batch_id"])

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
