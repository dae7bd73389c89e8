"""A table as somebody sends it: a workbook of Excel or WPS (.xlsx, .xls, .et) or text (.csv, .tsv), read by a process with bounded memory and time."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.errors import RuleError
from portal.records import sheet_reader, text_reader
from portal.records.sheet_pictures import small_pictures
from portal.records.sheet_table import MOST_TEXT, TOO_MUCH, table, told_apart
from portal.typed.characters import cleaned, shown, taken_out
from portal.web.pages.searching import carries_number

MOST_ROWS = 100_000
SEEN = 200  # rows by which a column is told
MOST_BESIDE = 200  # rows that are none of the table's lines
MOST_BYTES = 16 * 1024 * 1024
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENDS_OF_LINES = "\r\x0b\x0c"
UNFIT = "这不是能打开的 Excel 文件，请用 .xlsx 格式保存后再上传。"
ANSWERS = {  # of the readers, for what they do not read
    4: "文件设有打开密码，请去掉密码再上传。",
    5: TOO_MUCH,
    6: f"合并的单元格超过 {sheet_reader.MOST_MERGED} 处，请取消合并，或者分成几个文件导入。",
    8: f"文件展开以后超过 {sheet_reader.MOST_UNPACKED >> 20} MB，或者被改动过，没有读。请用 Excel 或 WPS 打开，只留要导入的表，另存为 .xlsx 后再上传。",
    7: f"表里空了 {sheet_reader.MOST_EMPTY} 多行，下面又有内容。请把最下面多余的内容删掉，或者把数据移到一起。",
}


@dataclass(frozen=True)
class Sheet:
    """A sheet: its headings, and its rows as text, each with its number in the sheet; by that number the
    picture that lies on a row, or why it cannot be taken; how many pictures lie on no row, or cannot be read; what was taken out of the cells;
    which sheet of which (name, whether it is hidden) it is; the rows of the headings; the rows that are titles, sums or notes; the columns that are hidden, by their letters."""

    headings: list[str]
    rows: Sequence[tuple[int, list[str]]]
    pictures: dict[int, bytes] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    loose: int = 0
    unread: int = 0
    removed: list[str] = field(default_factory=list)
    name: str = ""
    all: list[tuple[str, bool]] = field(default_factory=list)
    headed: tuple[int, int] = (1, 1)
    beside: list[int] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def column(self, heading: str) -> list[str]:
        """What stands under a heading in the first rows."""
        place = self.headings.index(heading)
        return [line[place] for _, line in self.rows[:SEEN] if line[place]]

    def samples(self, heading: str, most: int = 3) -> list[str]:
        """Different things that stand under a heading, the first ones."""
        return list(dict.fromkeys(self.column(heading)))[:most]


def read(
    content: bytes,
    *,
    pictures: bool = False,
    known: Callable[[str], bool] = lambda cell: False,
    sheet: str = "",
    headed: tuple[int, int] | None = None,
) -> Sheet:
    """Read a workbook or a text with its `pictures`, those that lie on its rows. known: whether a cell is a heading of what is wanted. sheet, headed: which sheet, and
    the first and the last row of its headings, where somebody has chosen. Raises RuleError in Chinese for what is none, has no rows, or too many
    rows or columns."""
    if len(content) > MOST_BYTES:
        raise RuleError(f"文件超过 {MOST_BYTES >> 20} MB，请分成几个文件导入。")
    found = _read(content, pictures, sheet)
    typed: list[list[str]] = found["rows"]
    seen = set[str]()
    for line in typed:
        seen.update(*line)
    removed = taken_out("".join(sorted(seen)))
    unfit = bool(removed) or not seen.isdisjoint(ENDS_OF_LINES)
    texts = [[cleaned(cell) for cell in line] for line in typed] if unfit else typed
    filled = {number for number, line in enumerate(texts, start=1) if any(line)}
    if len(filled) > MOST_ROWS + MOST_BESIDE:
        raise RuleError(f"一次最多导入 {MOST_ROWS} 行，请分成几个文件。")
    merged = [((row, left), (end, right)) for (row, left), (end, right) in found["merged"]]
    data = table(texts, merged, known, headed)
    if data is None:
        raise RuleError("表里没有这几行，请核对表头在第几行。" if headed else "工作表是空的，请核对文件。")
    if any(carries_number(each) for each in data.headings):
        raise RuleError("第一行应当是表头，现在像是一行数据，请加上表头再上传。")
    if not data.lines:
        raise RuleError("表头下面没有数据行，请核对文件。")
    if len(data.lines) > MOST_ROWS:
        raise RuleError(f"一次最多导入 {MOST_ROWS} 行，请分成几个文件。")
    on = small_pictures(found["pictures"], filled, {number for number, _ in data.lines})
    return Sheet(
        list(told_apart(data.headings)),
        data.lines,
        on.taken,
        on.faults,
        on.loose,
        on.unread,
        [shown(each) for each in removed],
        found["sheet"],
        [(name, hidden) for name, hidden in found["sheets"]],
        data.headed,
        data.beside,
        [letters(number) for number in found["hidden"] if number <= len(data.headings)],
    )


def _read(content: bytes, pictures: bool, sheet: str) -> dict[str, Any]:
    """What a process with bounded memory and time reads. Raises RuleError where it cannot."""
    workbook = _is_workbook(content)
    if not workbook and content.startswith((OLD_WORKBOOK[:4], b"PK\x03\x04", b"%PDF")):
        raise RuleError(UNFIT)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise RuleError("这个文件是网页，不是 Excel 文件，请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。")
    given = [str(MOST_ROWS + MOST_BESIDE), str(MOST_TEXT), *([sheet, *["pictures"] * pictures] if workbook else [])]
    reader = [sys.executable, "-I", str((sheet_reader if workbook else text_reader).__file__), *given]
    try:
        with open(os.memfd_create("sheet"), "w+b") as answer:
            seconds = sheet_reader.SECONDS * 4
            subprocess.run(reader, input=content, stdout=answer, stderr=subprocess.DEVNULL, timeout=seconds, check=True)
            answer.seek(0)
            return json.loads(answer.read(sheet_reader.MOST_WRITTEN))
    except subprocess.CalledProcessError as error:
        raise RuleError(ANSWERS.get(error.returncode, UNFIT)) from error
    except (subprocess.SubprocessError, ValueError) as error:
        raise RuleError(UNFIT) from error


def _is_workbook(content: bytes) -> bool:
    """Whether it says that it is an .xlsx, or an .xls or .et."""
    if content.startswith(OLD_WORKBOOK):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return False


def letters(number: int) -> str:
    """What a sheet calls a column, from 1: A, Z, AA."""
    rest, last = divmod(number - 1, 26)
    return (letters(rest) if rest else "") + chr(ord("A") + last)
