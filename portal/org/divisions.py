"""A divisions file: columns code, parent_code, level, name; each row checked before anything is stored."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.org.codebook import is_code, level_of
from portal.org.csv_file import ImportRefused, Row, Table, quoted, read_table

COLUMNS = ("code", "parent_code", "level", "name")
NAME_LENGTH = 80
NOT_A_CODE = "不是 12 位数字（Excel 会把长数字改成科学计数，请把该列设为文本格式）"


@dataclass(frozen=True, slots=True)
class Division:
    """One place of the file."""

    code: str
    parent_code: str
    level: int
    name: str
    line: int

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@dataclass
class Divisions:
    """All places of a file by code, rows that said nothing new, and the table they came from."""

    table: Table
    by_code: dict[str, Division]
    repeated: list[Division]


def read_divisions(data: bytes) -> Divisions:
    """Parse and check a file by itself; whether an outside parent exists is for the importer to see.

    Raises ImportRefused with every problem found.
    """
    divisions = Divisions(read_table(data, COLUMNS), {}, [])
    problems: list[str] = []
    for row in divisions.table.rows:
        faults = list(_faults(row.cells))
        problems += [f"第 {row.line} 行：{fault}" for fault in faults]
        if not faults:
            problems += _add(divisions, _division(row))
    if not problems:
        problems = [problem for row in divisions.by_code.values() for problem in _kinship(row, divisions.by_code)]
    if problems:
        raise ImportRefused(problems)
    return divisions


def _division(row: Row) -> Division:
    code, parent_code, level, name = (row.cells[column] for column in COLUMNS)
    return Division(code, parent_code, int(level), name, row.line)


def _faults(cells: dict[str, str]) -> Iterable[str]:
    code, parent_code, level, name = (cells[column] for column in COLUMNS)
    if not is_code(code):
        yield f"代码 {quoted(code)} {NOT_A_CODE}。"
    elif level in ("1", "2", "3", "4", "5") and level_of(code) != int(level):
        yield f"代码 {code} 属于第 {level_of(code)} 级，与级别 {level} 不符。"
    if parent_code and not is_code(parent_code):
        yield f"上级代码 {quoted(parent_code)} {NOT_A_CODE}。"
    if level not in ("1", "2", "3", "4", "5"):
        yield f"级别 {quoted(level)} 应当是 1 至 5（省、市、县、乡、村）。"
    elif (level == "1") == bool(parent_code):
        yield "省级不应有上级代码。" if parent_code else "没有上级代码。"
    yield from _name_faults(name)


def _name_faults(name: str) -> Iterable[str]:
    if not name:
        yield "名称是空的。"
    elif len(name) > NAME_LENGTH:
        yield f"名称超过 {NAME_LENGTH} 个字：{quoted(name)}。"
    elif not name.isprintable():
        yield f"名称里有换行或控制字符：{quoted(name)}。"


def _add(divisions: Divisions, row: Division) -> Iterable[str]:
    first = divisions.by_code.setdefault(row.code, row)
    if first is row:
        return
    if (first.name, first.parent_code) == (row.name, row.parent_code):
        divisions.repeated.append(row)
        return
    said = "名称" if first.name != row.name else "上级"
    yield (
        f"第 {row.line} 行：代码 {row.code} 与第 {first.line} 行重复，但{said}不同"
        f"（{quoted(first.name)}、{quoted(row.name)}）。"
    )


def _kinship(row: Division, by_code: dict[str, Division]) -> Iterable[str]:
    if not row.parent_code or level_of(row.parent_code) < row.level:
        return
    circle = _circle(row, by_code)
    if circle:
        yield f"第 {row.line} 行：上下级绕成了一圈：{' → '.join(circle)}。"
    else:
        above = level_of(row.parent_code)
        yield f"第 {row.line} 行：上级 {row.parent_code}（第 {above} 级）应当高于 {row}（第 {row.level} 级）。"


def _circle(start: Division, by_code: dict[str, Division]) -> list[str]:
    """The codes from `start` up and back to it, or nothing when the way up ends elsewhere."""
    way, row = [start.code], by_code.get(start.parent_code)
    while row is not None and row.code not in way:
        way.append(row.code)
        row = by_code.get(row.parent_code)
    return [*way, start.code] if row is start else []
