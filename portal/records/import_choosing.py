"""What somebody chose on the pages of an import: the file, the sheet, the rows of its headings, which column is which field."""

from dataclasses import dataclass

from flask import request
from wtforms import FileField

from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.import_batch import ImportBatch
from portal.records.import_mapping import ColumnMapping
from portal.records.imports import Import, Sheet, mark
from portal.records.sheets import read
from portal.web.forms import Form


class UploadForm(Form):
    """选择文件."""

    upload = FileField(
        "Excel 文件",
        description="表头下面一行登记一条，表头可以有几行；.xlsx、.xls、.et、.csv 都可以，不超过 16 MB、十万行。",
    )


@dataclass(frozen=True)
class Chosen:
    """mapping: mark of a heading → field. elsewhere: whether another `sheet` or other rows of headings (`headed`) are meant. wrong: what does not fit."""

    mapping: dict[str, str]
    sheet: str
    headed: tuple[int, int] | None
    elsewhere: bool
    wrong: str


def chosen(kind: Import, sheet: Sheet) -> Chosen:
    """Read from the form that was sent about `sheet`."""
    labels = {each.short_name: each.label.text for each in kind.fields()}
    mapping, wrong = dict[str, str](), list[str]()
    for place, heading in enumerate(sheet.headings):
        name = request.form.get(f"column-{place}", "")
        if name in mapping.values():
            wrong.append(f"“{labels[name]}”选了两列，请只留一列。")
        elif name in labels:
            mapping[mark(heading)] = name
    name = request.form.get("sheet", sheet.name)
    name = name if name in dict(sheet.all) else sheet.name
    first, last = (
        _row(request.form.get(each, ""), known) for each, known in zip(("first", "last"), sheet.headed, strict=True)
    )
    if not 0 < first <= last <= first + 9:
        wrong.append("表头的起止行不对，请核对。")
    other_rows = (first, last) != tuple(sheet.headed)
    headed = None if name != sheet.name and not other_rows else (first, last)
    return Chosen(mapping, name, headed, name != sheet.name or other_rows, "".join(dict.fromkeys(wrong)))


def _row(typed: str, known: int) -> int:
    """The number of a row; 0 for what is none."""
    typed = typed.strip() or str(known)
    return int(typed) if typed.isdecimal() and len(typed) < 7 else 0


def understood(kind: Import, sheet: Sheet, unit_id: int) -> tuple[dict[str, str], list[str]]:
    """Which column is which field, and the fields that the sheet before had and this one has not."""
    unit = db.session.get_one(OrgUnit, unit_id)
    known = ColumnMapping.before(kind.key, unit, map(mark, sheet.headings))
    mapping = kind.matching(sheet.headings, known, sheet)
    return mapping, sorted({name for name in known.values() if name} - set(mapping.values()))


def remember(batch: ImportBatch) -> None:
    """A sheet with the same headings is read in the same way from now on."""
    marks = map(mark, batch.outline.headings)
    ColumnMapping.remember(batch.key, batch.unit, {each: batch.mapping.get(each, "") for each in marks})


def read_anew(kind: Import, content: bytes, asked: Chosen) -> Sheet:
    """Another sheet of the file, or the same with other headings."""
    return read(content, pictures=bool(kind.picture), known=kind.knows(), sheet=asked.sheet, headed=asked.headed)
