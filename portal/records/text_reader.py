"""Reads a table saved as text: commas, tabs, semicolons or bars between the cells; UTF-8, UTF-16, or GB 18030 (with GBK in it).

Run as a script in a process of its own, like `sheet_reader`, whose answer it gives; imports nothing of the portal.
"""

import codecs
import csv
import io
import json
import re
import resource
import sys
from collections import Counter

SECONDS, MEMORY = 15, 1 << 30  # of the process
MOST_COLUMNS, LONGEST_CELL = 200, 32_767
MOST_EMPTY = 20_000  # rows one after the other with something below them
MOST_WRITTEN = 128 << 20  # bytes of the answer
EACH_CELL = 16  # bytes that a cell takes besides its text
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
BETWEEN = "\t,;|，"
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
AS_TEXT = re.compile(
    r'="(.*)"|[\'’]([=+\-@\d＝＋－＠].*)', re.DOTALL
)  # how a sheet keeps a number, or what looks like a formula, as text


def decoded(content: bytes) -> str:
    """The text. Raises ValueError for what is none."""
    beginning = content[:400]
    coding = next((name for mark, name in MARKS if content.startswith(mark)), "")
    if not coding and b"\0" in beginning:
        coding = "utf-16-le" if beginning[1::2].count(0) >= beginning[::2].count(0) else "utf-16-be"
    for each in (coding,) if coding else ("utf-8", "gb18030"):
        try:
            text = content.decode(each)
        except UnicodeDecodeError:
            continue
        if not CONTROLS.search(text):
            return text
    raise ValueError("no text")


def between(text: str) -> str:
    """What stands between the cells: the sign by which most of the first lines fall into equally many. Raises ValueError where
    none does."""
    first = text[:20_000].splitlines()[:40]
    best: tuple[int, int, str] = (0, 0, "")
    for sign in BETWEEN:
        widths = Counter(len(line) for line in csv.reader(first, delimiter=sign) if len(line) > 1)
        if widths:
            width, lines = max(widths.items(), key=lambda each: (each[1], each[0]))
            best = max(best, (lines, width, sign))
    if not best[2]:
        raise ValueError("one column")
    return best[2]


def lines(content: bytes, most: int, room: int) -> list[list[str]]:
    """The cells of each line, without the empty ones at its end, until more than `most` hold something. room: bytes that all cells may
    take. Raises ValueError."""
    text = decoded(content)
    csv.field_size_limit(LONGEST_CELL)
    found, filled, empty = [], 0, 0
    for line in csv.reader(io.StringIO(text), delimiter=between(text)):
        cells = [_cell(each) for each in line]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise ValueError("too many columns")
        room -= len("".join(cells).encode()) + EACH_CELL * len(cells)
        if room < 0:
            sys.exit(5)
        if cells and empty > MOST_EMPTY:
            sys.exit(7)
        empty = 0 if cells else empty + 1
        found.append(cells)
        filled += bool(cells)
        if filled > most:
            break
    return found


def _cell(text: str) -> str:
    text = text.strip()
    kept = AS_TEXT.fullmatch(text)
    return (kept[1] or kept[2] or "").strip() if kept else text


def main(most_rows: int, room: int) -> None:
    """Write the lines."""
    content = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        rows = lines(content, most_rows, room)
    except (ValueError, csv.Error):
        sys.exit(3)
    answer = {"sheets": [], "sheet": "", "rows": rows, "merged": [], "hidden": [], "pictures": []}
    with io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8") as out:
        json.dump(answer, out, ensure_ascii=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
