"""Tables of papers as Word has them: each cell in its column, merged cells in every row, and a width for each column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

FONT, MM = 20, 1440 / 25.4  # twentieths of a point in a point, in a millimetre
WIDTH = re.compile(r"width:\s*([\d.]+)(em|mm|pt|%)")
COLUMNS = {"ordinal": "3em", "due": "9.5em", "amount": "7em"}  # as in document.css
LABEL = 6.5  # em, of a form
SIGNED = (0.47, 8)  # who signs, of the whole; the day, in em
LEAST = 200


@dataclass
class Cell:
    """One cell from `column` on. `merged`: whether it is the "first" or a "later" row of one that spans rows. `bare`: it has no lines."""

    element: object
    column: int
    across: int = 1
    merged: str = ""
    bare: bool = False
    kinds: set[str] = field(default_factory=set)


@dataclass
class Row:
    """Cells in their order. head: repeated overleaf; tall: may be cut."""

    cells: list[Cell]
    head: bool
    tall: bool


def twips(length: float, unit: str, em: float = 15, room: int = 0) -> int:
    """`length` in twentieths of a point. `em` in points, `room`: what a hundred per cent are."""
    return round(length * {"em": em * FONT, "mm": MM, "pt": FONT, "%": room / 100}[unit])


def cells_of(table) -> list[Row]:
    """The rows of `table`; where a cell spans rows, those below have an empty one there."""
    rows, above = [], {}  # column → (rows left, across)
    for line, head in ((each, part.tag == "thead") for part in table for each in part if each.tag == "tr"):
        cells: list[Cell] = []
        waiting, column = [each for each in line if each.tag in ("td", "th")], 0
        while waiting or column in above:
            if column in above:
                left, across = above.pop(column)
                cells.append(Cell(None, column, across, "later"))
                if left > 1:
                    above[column] = (left - 1, across)
                column += across
                continue
            element = waiting.pop(0)
            across, down = (int(element.get(name) or 1) for name in ("colspan", "rowspan"))
            kinds = set((element.get("class") or "").split())
            bare = "caption" in (line.get("class") or "").split()
            cells.append(Cell(element, column, across, "first" if down > 1 else "", bare, kinds))
            if down > 1:
                above[column] = (down - 1, across)
            column += across
        rows.append(Row(cells, head, "tall" in (line.get("class") or "").split()))
    return [each for each in rows if each.cells]


def widths_of(table, rows: Sequence[Row], kinds: set[str], em: float, room: int) -> list[int]:
    """The width of each column; those of which nothing is said share what is left."""
    count = max((each.cells[-1].column + each.cells[-1].across for each in rows), default=1)
    said: list[int | None] = [_said(each, em, room) for each in table.iter("col")][:count]
    said += [None] * (count - len(said))
    if "signatures" in kinds and count == len(SIGNED) + 1:
        said = [round(room * SIGNED[0]), None, twips(SIGNED[1], "em", em)]
    elif "form" in kinds and not any(said):
        first = max(rows, key=lambda each: len(each.cells))
        for each in first.cells:
            if each.across == 1 and each.element is not None and each.element.tag == "th":
                said[each.column] = twips(LABEL, "em", em)
    open_ones = said.count(None)
    left = max(LEAST * open_ones, room - sum(each or 0 for each in said))
    widths = [each or left // open_ones for each in said]
    whole = sum(widths)
    return [each * room // whole for each in widths] if whole > room else widths


def _said(column, em: float, room: int) -> int | None:
    kind = next((COLUMNS[each] for each in (column.get("class") or "").split() if each in COLUMNS), "")
    found = WIDTH.search(column.get("style") or "") or WIDTH.match(f"width:{kind}")
    return twips(float(found[1]), found[2], em, room) if found else None
