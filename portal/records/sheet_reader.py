"""Reads a workbook in a process of its own: a small file may unpack to more cells than there is memory, and a process that asks for
them is ended by the system. Content comes in on standard input, the rows go out as JSON.

Run as a script, by `portal.records.sheets`; imports nothing of the portal.
"""

import base64
import io
import json
import posixpath
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from itertools import chain
from typing import Any
from xml.etree import ElementTree

SECONDS, MEMORY = 15, 1 << 30  # of the process
MOST_COLUMNS, MOST_MERGED = 200, 200_000
MOST_EMPTY = 20_000  # rows one after the other with something below them
MOST_WRITTEN = 128 << 20  # bytes of the answer
EACH_CELL = 16  # bytes that a cell takes besides its text
MOST_UNPACKED = 700 << 20  # bytes that the parts of a file say they have together
DIGITS_KEPT = 10**15  # from here on a sheet keeps no longer each digit of a number
MOST_PICTURES, MOST_BYTES = 200, 4 << 20  # of a sheet; of one picture, and of one part of the file
MOST_TOGETHER = 16 << 20  # bytes of all pictures
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
Span = tuple[int, int]  # the first and the last row
NOWHERE: Span = (0, 0)
SLIVER = 28575  # EMU, three pixels: a picture that reaches no further into a row does not lie on it
DAMAGED = (ElementTree.ParseError, LookupError, ValueError)
COLUMN, HIDDEN = re.compile(rb"<(?:\w+:)?col\s[^>]*>"), re.compile(rb'\shidden="(?:1|true)"')
ATTRIBUTE = re.compile(rb'\s(min|max)="(\d{1,5})"')
IN_CELL, NAMED = "xl/cellimages.xml", re.compile(r'DISPIMG\("(\w+)"')  # how WPS keeps a picture inside a cell


def written(cell: Any) -> str:
    """A cell as text: whole numbers without a point, dates as 2026-11-21. A number of which the sheet has not kept each digit stays
    as it is shown there, 1.5E+17: what stood in it cannot be told."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float):
        return f"{cell:.14E}" if abs(cell) >= DIGITS_KEPT else f"{cell:.15g}"
    return str(cell).strip() if cell is not None else ""


def floating(archive: zipfile.ZipFile, place: int = 0) -> Iterator[tuple[Span, bytes]]:
    """What lies over the cells of the sheet at `place`: the rows over which it reaches, and the picture; NOWHERE and nothing for what
    cannot be read."""
    for anchor, targets in _anchors(archive, place):
        blip = anchor.find(".//{*}blip") if anchor is not None else None
        if anchor is None:
            yield NOWHERE, b""
        elif blip is not None:
            try:
                yield _span(anchor), _part(archive, targets.get(blip.get(f"{RELATED}embed", ""), ""))
            except ValueError:
                yield NOWHERE, b""


def _path(archive: zipfile.ZipFile, place: int) -> str:
    """Where in the file the sheet at `place` is. Raises one of DAMAGED."""
    sheet = _tree(archive, "xl/workbook.xml").findall("{*}sheets/{*}sheet")[place]
    return _targets(archive, "xl/workbook.xml")[sheet.attrib[f"{RELATED}id"]]


def hidden_columns(archive: zipfile.ZipFile, place: int) -> list[int]:
    """The columns of the sheet at `place` that are not shown, from 1: told before its cells are."""
    try:
        with archive.open(_path(archive, place)) as part:
            beginning = part.read(1 << 16).partition(b"<sheetData")[0]
    except (*DAMAGED, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
        return []
    spans = [dict(ATTRIBUTE.findall(each)) for each in COLUMN.findall(beginning) if HIDDEN.search(each)]
    wide = [range(int(each[b"min"]), min(int(each[b"max"]), MOST_COLUMNS) + 1) for each in spans if len(each) == 2]
    return sorted({number for span in wide for number in span})


def _anchors(archive: zipfile.ZipFile, place: int) -> Iterator[tuple[ElementTree.Element | None, dict[str, str]]]:
    """What is placed on the sheet at `place`, and what its drawing refers to; None for a drawing that is damaged."""
    try:
        parts = _targets(archive, _path(archive, place)).values()
    except DAMAGED:
        yield None, {}
        return
    for drawing in parts:
        if "/drawings/" not in drawing or not drawing.endswith(".xml"):
            continue
        try:
            anchors, targets = _tree(archive, drawing), _targets(archive, drawing)
        except DAMAGED:
            yield None, {}
        else:
            yield from ((each, targets) for each in anchors)


def _span(anchor: ElementTree.Element) -> Span:
    """The first and the last row over which it reaches, without a last one that it only touches; NOWHERE for one that is bound
    to no cell."""
    first, last = (anchor.findtext(f"{{*}}{end}/{{*}}row") for end in ("from", "to"))
    if first is None:
        return NOWHERE
    top, bottom = int(first), int(last or first)
    touched = int(anchor.findtext("{*}to/{*}rowOff") or 0) <= SLIVER
    return 1 + top, 1 + (bottom - 1 if touched and bottom > top else bottom)


def named(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of a picture inside a cell → where in the file it is."""
    if IN_CELL not in archive.namelist():
        return {}
    targets, found = _targets(archive, IN_CELL), {}
    for picture in _tree(archive, IN_CELL).iterfind(".//{*}pic"):
        name, blip = picture.find(".//{*}cNvPr"), picture.find(".//{*}blip")
        if name is not None and blip is not None:
            found[name.get("name", "")] = targets.get(blip.get(f"{RELATED}embed", ""), "")
    return found


def pictures(content: bytes, rows: list[list[str]], sheet: int = 0) -> list[tuple[Span, str]]:
    """The rows over which a picture reaches, and the picture as base64, "" for one that is too large or damaged; at most one more
    than may be. The formula of a picture in a cell is taken out of `rows`."""
    found, room = list[tuple[Span, str]](), MOST_TOGETHER
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for span, picture in chain(_inside(archive, rows), floating(archive, sheet)):
            room -= len(picture)
            found.append((span, base64.b64encode(picture).decode() if room >= 0 else ""))
            if len(found) > MOST_PICTURES:
                break
    return found


def _inside(archive: zipfile.ZipFile, rows: list[list[str]]) -> Iterator[tuple[Span, bytes]]:
    places = named(archive)
    for number, line in enumerate(rows, start=1):
        for place, cell in enumerate(line):
            if hit := NAMED.search(cell):
                line[place] = ""
                yield (number, number), _part(archive, places.get(hit[1], ""))


def _part(archive: zipfile.ZipFile, path: str) -> bytes:
    """The bytes of a part of the file; nothing for one that is not there, too large or damaged."""
    there = path in archive.namelist() and archive.getinfo(path).file_size <= MOST_BYTES
    try:
        return archive.read(path) if there else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
        return b""


def _tree(archive: zipfile.ZipFile, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(_part(archive, path))  # noqa: S314  bounded memory and time


def _targets(archive: zipfile.ZipFile, path: str) -> dict[str, str]:
    """Id → path of what a part of the file refers to within the file."""
    folder, name = posixpath.split(path)
    own = f"{folder}/_rels/{name}.rels"
    if own not in archive.namelist():
        return {}
    inside = (each for each in _tree(archive, own) if each.get("TargetMode") != "External")
    return {
        each.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
        for each in inside
    }


def bulges(content: bytes) -> bool:
    """Whether a small file says that it unpacks to more than anybody reads."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(each.file_size for each in archive.infolist()) > MOST_UNPACKED
    except zipfile.BadZipFile:
        return True


def lines(sheet: Any, most: int, room: int) -> list[list[str]]:
    """The rows of a sheet as text, each without the empty cells at its end, until more than `most` hold something. room: bytes that all
    cells may take."""
    rows, filled, empty = [], 0, 0
    for line in sheet.iter_rows():
        texts = [written(cell) for cell in line]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            sys.exit(3)
        room -= len("".join(texts).encode()) + EACH_CELL * len(texts)
        if room < 0:
            sys.exit(5)
        if texts and empty > MOST_EMPTY:
            sys.exit(7)
        empty = 0 if texts else empty + 1
        rows.append(texts)
        filled += bool(texts)
        if filled > most:
            break
    while rows and not rows[-1]:
        rows.pop()
    return rows


def main(most_rows: int, room: int, wanted: str, *, with_pictures: bool) -> None:
    """Write the rows of the sheet called `wanted`, else of the first that is shown and has a table, with its merged cells and what is
    hidden, the names of all sheets, and the pictures."""
    content = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine as calamine

    zipped = content.startswith(b"PK")
    if zipped and bulges(content):
        sys.exit(8)
    try:
        book = calamine.load_workbook(io.BytesIO(content))
    except calamine.PasswordError:
        sys.exit(4)
    sheets = [(each.name, each.visible != calamine.SheetVisibleEnum.Visible) for each in book.sheets_metadata]
    names = [name for name, _ in sheets]
    shown = [name for name, hidden in sheets if not hidden] or names
    for name in [wanted] if wanted in names else shown:
        sheet = book.get_sheet_by_name(name)
        rows = lines(sheet, most_rows, room)
        if sum(sum(map(bool, line)) > 1 for line in rows) > 1:
            break
    place, merged = names.index(name), sheet.merged_cell_ranges or []
    if len(merged) > MOST_MERGED:
        sys.exit(6)
    hidden, found = list[int](), list[tuple[Span, str]]()
    if zipped:
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as archive:
            hidden = hidden_columns(archive, place)
        found = pictures(content, rows, place) if with_pictures else []
    answer = {"sheets": sheets, "sheet": name, "rows": rows, "merged": merged, "hidden": hidden, "pictures": found}
    with io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8") as out:
        json.dump(answer, out, ensure_ascii=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], with_pictures=len(sys.argv) > 4)
