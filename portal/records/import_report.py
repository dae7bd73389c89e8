"""What the page of an import shows, and the sheet that goes back with what is wrong."""

from collections import Counter
from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.people.changes import LABELS
from portal.permissions import UNDO_IMPORTS
from portal.records.columns import Column
from portal.records.exports import hand_over
from portal.records.import_batch import TAKING_BACK, ImportBatch
from portal.records.import_work import CHECKING, ENTERING, UNDOING
from portal.records.imports import Import, mark
from portal.records.sheets import MOST_ROWS
from portal.typed.dates import DateError, read_date
from portal.web.pages.searching import carries_number

SHOWN, REASONS = 50, 8
WORKING = {CHECKING: "正在核对", ENTERING: "正在导入", UNDOING: "正在撤销", TAKING_BACK: "正在撤销"}


def report(kind: Import, batch: ImportBatch, mapping: dict[str, str] | None = None) -> dict[str, Any]:
    """What the template needs of the batch; mapping: as it was chosen just now, where that did not fit."""
    sheet, labels = batch.outline, {each.short_name: each.label.text for each in kind.fields()}
    entered = batch.entered if batch.state not in ("asking", "checked") else 0
    read_as = batch.mapping if mapping is None else mapping
    return {
        "batch": batch,
        "own": is_own(batch),
        "may_undo": may_undo(batch),
        "sheet": sheet,
        "entered": entered,
        "wrong": [(number, in_one(said)) for number, said in batch.complaints[:SHOWN]]
        if is_own(batch)
        else [],  # a reason may quote a cell
        "reasons": reasons(batch),
        "working": WORKING.get(batch.state, ""),
        "gone_through": {CHECKING: batch.looked, ENTERING: batch.done}.get(batch.state, batch.done - entered),
        "differing": [(name, LABELS[name], numbers) for name, numbers in batch.differing.items()],
        "columns": [
            (place, heading, [_shown(each) for each in sheet.samples(heading)], read_as.get(mark(heading), ""))
            for place, heading in enumerate(sheet.headings)
        ],
        "fields": [(each.short_name, each.label.text, bool(each.flags.required)) for each in kind.fields()],
        "gone": [labels[name] for name in batch.gone if name in labels],
    }


def is_own(batch: ImportBatch) -> bool:
    """Whether the reader uploaded it. What stands in the file is for nobody else: it has numbers that are withheld from others."""
    return batch.actor_id == current_user.id


def may_undo(batch: ImportBatch) -> bool:
    """Whether the reader stops it and takes it back."""
    return is_own(batch) or current_user.can(UNDO_IMPORTS, batch)


def refuse_others(batch: ImportBatch) -> None:
    """403 unless the reader uploaded it."""
    if not is_own(batch):
        abort(403, f"这份表是{batch.actor.name}上传的，只有本人可以下载、选列、导入。")


def refuse_to_undo(batch: ImportBatch) -> None:
    """403 unless the reader stops it and takes it back."""
    if not may_undo(batch):
        abort(403, f"这是{batch.actor.name}的导入，只有本人和可以撤销别人导入的人能停下、撤销。")


def reasons(batch: ImportBatch) -> list[tuple[str, int]]:
    """Why rows are left out, with their numbers, the commonest first."""
    return Counter(said[0] for said in batch.wrong.values() if said).most_common(REASONS)


def _shown(cell: str) -> str:
    """A cell as a sample: a day as it is written, a number of somebody only as far as it tells what it is."""
    short = cell if len(cell) <= 20 else f"{cell[:20]}…"
    return f"{cell[:3]}{'*' * min(len(cell) - 3, 12)}" if carries_number(cell) and not _is_day(cell) else short


def _is_day(cell: str) -> bool:
    try:
        read_date(cell)
    except DateError:
        return False
    return True


def in_one(said: list[str]) -> str:
    """What is wrong with a row, as one sentence."""
    return "；".join(each.rstrip("。") for each in said) + "。" if said else ""


def marked_sheet(kind: Import, batch: ImportBatch) -> ResponseReturnValue:
    """The uploaded sheet as a workbook, its columns in their order, with one more of what is wrong."""
    sheet, wrong = batch.sheet, batch.wrong
    columns = [Column(f"c{place}", heading) for place, heading in enumerate([*sheet.headings, "问题"])]
    width = len(sheet.headings)
    lines = ((*(line + [""] * width)[:width], in_one(wrong.get(str(number), []))) for number, line in sheet.rows)
    places = {number: place for place, (number, _) in enumerate(sheet.rows)}
    return hand_over(
        f"{kind.title}（标出问题）",
        columns,
        lines,
        form="xlsx",
        count=len(sheet.rows),
        most=MOST_ROWS,
        purpose="改正后重新导入",
        unit=batch.unit,
        pictures={places[number]: each for number, each in sheet.pictures.items() if number in places},
    )
