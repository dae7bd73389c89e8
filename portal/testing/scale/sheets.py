"""Rules about imports from Excel: a sheet is checked before anything is entered."""

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import xlsxwriter
from sqlalchemy import inspect, select
from werkzeug.routing import Rule

from portal.extensions import db
from portal.plugin.scale import SILVER
from portal.records.imports import Import
from portal.records.people import Contact
from portal.testing.client import Page, PortalClient
from portal.testing.conformance.contents import Contents, changed, contents
from portal.testing.conformance.office import Office
from portal.testing.conformance.records import Records
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.walk import Walk
from portal.testing.scale.rules import Moot, rule
from portal.testing.scale.sheet_rows import rows_for


@dataclass(frozen=True)
class Place:
    """Where an import begins, for whom it opens."""

    kind: Import
    path: str
    client: PortalClient
    headings: tuple[str, ...]


@rule(
    "imports-checked",
    SILVER,
    "导入前先核对：不是表格的、空的、填错的，当场说明，什么也不登记。",
    "A file that is no sheet, is empty or wrong is refused in words.",
)
def checks_before_entering(subject: Subject, office: Office, walk: Walk):
    found = kinds(subject)
    places = [place for kind in found for place in islice(_open(kind, subject, office, walk), 1)]
    yield from (f"{each.key} opens for nobody" for each in found if each not in [place.kind for place in places])
    for place in places:
        before = _idents(place.kind)
        for what, content in (("no sheet", b"no sheet"), ("an empty one", _workbook(place, [])), ("none", b"")):
            page = _sent(place, content)
            if page.status != 422 or ("Excel" not in page.text and "表" not in page.text):
                yield f"{place.path} answers {page.status} to {what}"
        page = _sent(place, _workbook(place, [["〇%"] * len(place.headings)]))
        if page.status != 200 or ("可以导入 0 行" not in page.text and "导入 1 行" in page.text):
            yield f"{place.path} would enter a row of nonsense"
        if _idents(place.kind) != before:
            yield f"{place.path} enters what was only checked"


@rule(
    "imports-undo",
    SILVER,
    "导入错了能整批撤销：撤销后，模块的数据和导入前一样。",
    "An import that is taken back leaves all its tables as they were.",
)
def takes_imports_back(subject: Subject, office: Office, walk: Walk):
    for kind in kinds(subject):
        found, refused = None, ""
        for place in _open(kind, subject, office, walk):  # not every owner is in a state to take rows
            found, refused = checked(place, office)
            if found:
                yield from entered_and_undone(place, found, subject)
                break
        if not found:
            yield f"{kind.key} takes no row that was guessed, so nothing could be taken back: let it give an `example`; {refused}"


def checked(place: Place, office: Office) -> tuple[Page | None, str]:
    """The report on rows that fit the form, or None and what it says where it would take none of them."""
    with office.app.test_request_context():
        rows = rows_for(place.kind)
    report = _sent(place, _workbook(place, rows))
    if "可以导入" in report.text and "可以导入 0 行" not in report.text:
        return report, ""
    return None, report.text[report.text.find("有问题的行") :][:300]


def entered_and_undone(place: Place, report: Page, subject: Subject) -> Iterator[str]:
    """What is wrong when the rows of the report are entered by the page and taken back."""
    before = _held(subject)
    entered = place.client.fill(report, report.url)
    if "已导入" not in entered.text or _held(subject) == before:
        yield f"{report.url} enters nothing of what could be entered: {entered.text[:200]}"
        return
    undone = place.client.fill(entered, f"{entered.url}/undoing")
    if "已经撤销" not in undone.text:
        yield f"{entered.url} cannot be taken back: {undone.text[:200]}"
    for said in changed(before, _held(subject)):
        yield f"{entered.url} was taken back, but {said} is not as before"


def _held(subject: Subject) -> Contents:
    own = {Contact.__tablename__, *(table.name for table in subject.tables)}
    return {name: held for name, held in contents().items() if name in own}


def kinds(subject: Subject) -> list[Import]:
    """The imports of its modules. Moot where there is none."""
    within = [module for name, module in list(sys.modules.items()) if f"{name}.".startswith(f"{subject.package}.")]
    found = {each.key: each for module in within for each in vars(module).values() if isinstance(each, Import)}
    if not found:
        raise Moot("没有从 Excel 导入的名册。")
    return list(found.values())


def _open(kind: Import, subject: Subject, office: Office, walk: Walk) -> Iterator[Place]:
    """Each address at which it opens for somebody: those the walk was led to, and those of all records of the demo."""
    name = f"import_{kind.key.partition('.')[2]}"
    rules = [each for each in subject.rules if each.endpoint.rpartition(".")[2] == name]
    for each in rules:
        for path in dict.fromkeys([*walk.paths(each), *_of_all_records(each, subject)]):
            role = next((role for role in office.may(kind.needs) if _opens(office, role, path)), None)
            if role:
                with office.app.test_request_context():
                    headings = tuple(field.label.text for field in kind.fields())
                yield Place(kind, path, office.client(role), headings)


def _opens(office: Office, role: str, path: str) -> bool:
    return office.client(role).get(path).status_code == 200


def _of_all_records(rule: Rule, subject: Subject) -> list[str]:
    records, (argument,) = Records(subject), rule.arguments
    table = records.table_of(argument)
    return [re.sub(r"<int:\w+>", str(ident), rule.rule) for ident in (records.rows(table) if table else ())]


def _idents(kind: Import) -> set[Any]:
    db.session.rollback()
    return set(db.session.scalars(select(inspect(kind.model).primary_key[0])))


def _sent(place: Place, content: bytes) -> Page:
    page = place.client.page(place.path)
    return place.client.fill(page, place.path, upload=(io.BytesIO(content), "试导.xlsx") if content else None)


def _workbook(place: Place, rows: list[list[str]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, place.headings)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
    return stream.getvalue()
