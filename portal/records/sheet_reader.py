"""Reads a workbook in a process of its own: a small file may unpack to more cells than there is memory, and a process that asks for
them is ended by the system. Content comes in on standard input, the rows go out as JSON.

Run as a script, by `portal.records.imports`; imports nothing of the portal.
"""

import json
import resource
import sys
from datetime import date, datetime
from typing import Any

SECONDS, MEMORY = 15, 1 << 30  # of the process
MOST_COLUMNS = 200


def written(cell: Any) -> str:
    """A cell as text: whole numbers without a point, dates as 2026-11-21."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip() if cell is not None else ""


def main(most_rows: int) -> None:
    """Write the first rows of the first sheet, each without the empty cells at its end."""
    content = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import io

    import python_calamine

    sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
    rows = []
    for line in sheet.to_python(skip_empty_area=False, nrows=most_rows):
        texts = [written(cell) for cell in line]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            sys.exit(3)
        rows.append(texts)
    json.dump(rows, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
