"""Reads CSV files of unknown origin: detects the encoding, checks the header, numbers the rows."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

MAX_BYTES = 64 * 1024 * 1024
SHOWN_PROBLEMS = 20


class ImportRefused(Exception):
    """The file cannot be imported. `problems` say where and why, in Chinese."""

    def __init__(self, problems: Sequence[str]):
        super().__init__("\n".join(problems))
        self.problems = list(problems)

    def shown(self) -> list[str]:
        """The first problems and how many more there are."""
        more = len(self.problems) - SHOWN_PROBLEMS
        return self.problems[:SHOWN_PROBLEMS] + ([f"另有 {more} 处问题未列出。"] if more > 0 else [])


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file: its number there and its cells, stripped, by column."""

    line: int
    cells: dict[str, str]


@dataclass
class Table:
    """The rows of a file, and remarks on how it was read."""

    rows: list[Row] = field(default_factory=list)
    blank_lines: int = 0
    notes: list[str] = field(default_factory=list)


def quoted(text: str) -> str:
    """A cell as it may be shown in a message: short, and without control characters."""
    shown = "".join(char if char.isprintable() else "□" for char in text[:40])
    return f"“{shown}{'…' if len(text) > 40 else ''}”"


def read_table(data: bytes, columns: Sequence[str]) -> Table:
    """Rows of a CSV that has at least `columns`, in any order; other columns are ignored.

    Raises ImportRefused for any other file.
    """
    table = Table()
    reader = csv.reader(io.StringIO(_decode(data, table), newline=""), strict=True)
    try:
        header = _header(next(reader, []), columns)
        for cells in reader:
            _take(table, reader.line_num, [cell.strip() for cell in cells], header)
    except csv.Error as error:
        raise ImportRefused([f"第 {reader.line_num} 行：{_csv_fault(error)}"]) from error
    if not table.rows:
        raise ImportRefused(["文件里只有表头，没有任何单位。"])
    return table


def _decode(data: bytes, table: Table) -> str:
    if not data.strip():
        raise ImportRefused(["文件是空的。"])
    if len(data) > MAX_BYTES:
        raise ImportRefused([f"文件超过 {MAX_BYTES // 1024 // 1024} MB。"])
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ImportRefused(["这是 Excel 或压缩文件，请在 Excel 中另存为“CSV UTF-8（逗号分隔）”后再导入。"])
    text = _as_text(data, table)
    if "\0" in text:
        raise ImportRefused(["这不是文本文件，请导入 CSV 文件。"])
    return text


def _as_text(data: bytes, table: Table) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8-sig":
            table.notes.append(f"文件不是 UTF-8 编码，已按 {'GBK' if encoding == 'gb18030' else 'UTF-16'} 读取。")
        return text
    raise ImportRefused(["无法识别文件的编码（不是 UTF-8，也不是 GBK），请另存为 UTF-8 编码的 CSV。"])


def _header(cells: list[str], columns: Sequence[str]) -> list[str]:
    header = [cell.strip().lower() for cell in cells]
    missing = [column for column in columns if column not in header]
    if missing:
        found = quoted(",".join(cells))
        raise ImportRefused([f"表头缺少 {'、'.join(missing)}。第一行应当是 {','.join(columns)}，实际是 {found}。"])
    twice = [column for column in columns if header.count(column) > 1]
    if twice:
        raise ImportRefused([f"表头中 {'、'.join(twice)} 出现了两次。"])
    return header


def _take(table: Table, line: int, cells: list[str], header: list[str]) -> None:
    if not any(cells):
        table.blank_lines += 1
    elif len(cells) != len(header):
        raise ImportRefused([f"第 {line} 行：应有 {len(header)} 列，实际 {len(cells)} 列。"])
    else:
        table.rows.append(Row(line, dict(zip(header, cells, strict=True))))


def _csv_fault(error: csv.Error) -> str:
    if "field larger" in str(error):
        return "有一格内容过长（超过 13 万字）。"
    return "引号不成对，读不下去了。"
