"""Rules about imports from Excel: a sheet is checked before anything is entered."""

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from sqlalchemy import inspect, select

from portal.extensions import db
from portal.plugin.scale import SILVER
from portal.records.imports import Import
from portal.testing.client import Page, PortalClient
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.walk import Walk
from portal.testing.scale.rules import Moot, rule


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
    kinds = _kinds(subject)
    places = [place for kind in kinds for place in _open(kind, subject, office, walk)]
    yield from (f"{each.key} opens for nobody" for each in kinds if each not in [place.kind for place in places])
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


def _kinds(subject: Subject) -> list[Import]:
    within = [module for name, module in list(sys.modules.items()) if f"{name}.".startswith(f"{subject.package}.")]
    found = {each.key: each for module in within for each in vars(module).values() if isinstance(each, Import)}
    if not found:
        raise Moot("没有从 Excel 导入的名册。")
    return list(found.values())


def _open(kind: Import, subject: Subject, office: Office, walk: Walk) -> Iterator[Place]:
    """The first address at which it opens for somebody."""
    name = f"import_{kind.key.partition('.')[2]}"
    rules = [each for each in subject.rules if each.endpoint.rpartition(".")[2] == name]
    for each in rules:
        for path in walk.paths(each):
            for role in office.may(kind.needs):
                if office.client(role).get(path).status_code == 200:
                    with office.app.test_request_context():
                        headings = tuple(field.label.text for field in kind.fields())
                    yield Place(kind, path, office.client(role), headings)
                    return


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
