"""Where in a sheet the table is: headings over several rows with merged cells, a title above, notes below and between.

What is no line of the table is told by its number, never left out in silence.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.errors import RuleError
from portal.records.sheet_reader import EACH_CELL

MOST_ABOVE, MOST_HEADINGS = 30, 4  # rows looked through for headings; rows of headings
SUMS = "合计|总计|小计|共计"
NOTE = re.compile(rf"(注|备注|说明|填表|制表|审核|填报|经办|联系人|负责人|{SUMS})[^，。]{{0,4}}[:：]")
SUM = re.compile(rf"({SUMS})\W*")
MOST_TEXT = 64 << 20  # bytes of all cells, and again of those that merged ones fill
TOO_MUCH = "表里的文字太多，请删去用不着的列，或者分成几个文件导入。"
LONG = 24  # characters; what stands alone at the end of a table and is longer is a note

Merge = tuple[tuple[int, int], tuple[int, int]]  # first and last (row, column), from 0
Rows = Sequence[list[str]]


@dataclass(frozen=True)
class Table:
    """The headings, the lines with their numbers in the sheet, the numbers of the rows that hold headings, and of those that hold none of
    the table's lines."""

    headings: list[str]
    lines: list[tuple[int, list[str]]]
    headed: tuple[int, int]
    beside: list[int]


def table(
    rows: Rows, merged: Sequence[Merge], known: Callable[[str], bool], headed: tuple[int, int] | None = None
) -> Table | None:
    """The table in `rows`, or None where there is none. known: whether a cell is a heading of what is wanted. headed: the first and the last row of
    the headings, from 1, where somebody has said it. Raises RuleError where merged cells hold more than anybody reads."""
    merged = _there(merged, len(rows), max(map(len, rows), default=0))
    top, bottom = (headed[0] - 1, headed[1] - 1) if headed else _headings(rows, merged, known)
    if not 0 <= top <= bottom < len(rows):
        return None
    headings = _named(rows, merged, top, bottom)
    width, first = len(headings), bottom + 1 + _numbered(rows, bottom + 1)
    _fill_down(rows, merged, first)
    across = {row for (row, left), (_, right) in merged if right - left + 1 > width / 2}
    lines, beside = (
        list[tuple[int, list[str]]](),
        [number for number in range(first, bottom, -1) if number > bottom + 1],
    )
    last = _last(rows, first, width)
    for place in range(first, len(rows)):
        line = (rows[place] + [""] * width)[:width] if len(rows[place]) < width else rows[place][:width]
        if not any(line):
            continue
        alone = sum(map(bool, line)) <= 2 and width > 2
        if (alone and (place in across or place > last or _tells_of_the_table(line))) or line == headings:
            beside.append(place + 1)
        else:
            lines.append((place + 1, line))
    return Table(headings, lines, (top + 1, bottom + 1), sorted(beside))


def _there(merged: Sequence[Merge], height: int, width: int) -> list[Merge]:
    """The merged cells within the sheet, from the top; of those that lie over each other, which no program writes, the first."""
    found, taken = list[Merge](), [-1] * width  # of each column, the last row that is merged
    for (row, left), (end, right) in sorted(merged):
        last, beyond = min(end, height - 1), min(right + 1, width)
        if row <= last and left < beyond and max(taken[left:beyond]) < row:
            taken[left:beyond] = [last] * (beyond - left)
            found.append(((row, left), (last, beyond - 1)))
    return found


def _headings(rows: Rows, merged: Sequence[Merge], known: Callable[[str], bool]) -> tuple[int, int]:
    """The first and the last row of the headings, from 0; (-1, -1) where there are none."""
    early = rows[:MOST_ABOVE]
    filled = [sum(map(bool, line)) for line in early]
    hits = [sum(known(cell) for cell in line if cell) for line in early]
    for place, across in enumerate(_across(merged, len(early))):
        filled[place] += across if filled[place] > 1 else 0
    if max(filled, default=0) < 2:
        return -1, -1
    full = max(count for count in filled)
    top = next(place for place, count in enumerate(filled) if count > 1 and count >= full / 2)
    if max(hits) > 1:
        top = hits.index(max(hits))
    bottom = top
    while bottom - top < MOST_HEADINGS - 1 and bottom + 1 < len(early) and _goes_on(early, merged, hits, top, bottom):
        bottom += 1
    while top and bottom - top < MOST_HEADINGS - 1 and _stands_over(early, merged, hits, top):
        top -= 1
    return top, bottom


def _across(merged: Sequence[Merge], count: int) -> list[int]:
    """Of each row, how many further cells its merged ones cover."""
    found = [0] * count
    for (row, left), (_, right) in merged:
        if row < count:
            found[row] += right - left
    return found


def _goes_on(rows: Rows, merged: Sequence[Merge], hits: list[int], top: int, bottom: int) -> bool:
    """Whether the row below `bottom` holds headings, too."""
    below = bottom + 1
    if any(top <= start <= bottom and end >= below for (start, _), (end, _) in merged):
        return True
    under = {
        column
        for (row, left), (_, right) in merged
        if row == bottom and right > left
        for column in range(left, right + 1)
    }
    filled = {column for column, cell in enumerate(rows[below]) if cell}
    return bool(filled) and (filled <= under if under else hits[below] >= max(1, len(filled) / 2))


def _stands_over(rows: Rows, merged: Sequence[Merge], hits: list[int], top: int) -> bool:
    """Whether the row above `top` holds headings, too, and no title."""
    over = top - 1
    spans = [each for each in merged if each[0][0] <= over <= each[1][0]]
    reaching = any(end >= top for _, (end, _) in spans)
    several = sum(map(bool, rows[over])) > 1
    return reaching or (several and (hits[over] > 0 or any(right > left for (_, left), (_, right) in spans)))


def _named(rows: Rows, merged: Sequence[Merge], top: int, bottom: int) -> list[str]:
    """A heading for each column: the lowest word over it, with those above where several columns have the same one."""
    width = max(len(line) for line in rows[top : bottom + 1])
    grid = [(line + [""] * width)[:width] for line in rows[top : bottom + 1]]
    for (row, left), (end, right) in merged:
        if top <= row <= bottom and left < width:
            for line in grid[row - top : end - top + 1]:
                line[left : right + 1] = [grid[row - top][left]] * (min(right + 1, width) - left)
    for line, below in pairwise(grid):  # as text, a merged cell is followed by empty ones
        for column in range(1, width):
            if not line[column] and below[column] and not merged:
                line[column] = line[column - 1]
    over = [list(dict.fromkeys(filter(None, column))) for column in zip(*grid, strict=True)]
    lowest = [words[-1] if words else "" for words in over]
    return [
        words[-1] if lowest.count(words[-1]) == 1 else "：".join(words) if words else ""
        for words in (each or [""] for each in over)
    ]


def _numbered(rows: Rows, first: int) -> int:
    """1 where below the headings stands a row that only numbers the columns, else 0."""
    cells = [cell for cell in rows[first] if cell] if first < len(rows) else []
    return int(len(cells) > 2 and cells == [str(number) for number in range(1, len(cells) + 1)])


def _fill_down(rows: Rows, merged: Sequence[Merge], first: int) -> None:
    """What stands in a cell that was merged over several lines stands in each of them."""
    room = MOST_TEXT
    for (row, column), (end, _) in merged:
        if row >= first and end > row and column < len(rows[row]):
            room -= (end - row) * (len(rows[row][column].encode()) + EACH_CELL)
            if room < 0:
                raise RuleError(TOO_MUCH)
            for line in rows[row + 1 : end + 1]:
                line.extend([""] * (column + 1 - len(line)))
                line[column] = rows[row][column]


def _last(rows: Rows, first: int, width: int) -> int:
    """The last row that is surely a line: what stands below it, alone in its row and long, is a note."""
    places = range(len(rows) - 1, first - 1, -1)
    return next((place for place in places if not _is_note(rows[place], width)), first - 1)


def _is_note(line: list[str], width: int) -> bool:
    words = [cell for cell in line if cell]
    return not words or (width > 2 and len(words) == 1 and len(words[0]) > LONG)


def _tells_of_the_table(line: list[str]) -> bool:
    words = [cell for cell in line if cell]
    return bool(NOTE.match(words[0]) or SUM.fullmatch("".join(words[0].split())))


def told_apart(cells: Sequence[str]) -> Iterator[str]:
    """Headings as keys: an empty one is named by its column, one that comes twice is numbered."""
    found: set[str] = set()
    for place, cell in enumerate(cells, start=1):
        name = cell or f"第 {place} 列"
        name = name if name not in found else f"{name}（{place}）"
        found.add(name)
        yield name
