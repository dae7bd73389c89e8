"""Reads a workbook in a process of its own: a small file may unpack to more cells than there is memory, and a process that asks for
them is ended by the system. Content comes in on standard input, the rows go out as JSON.

Run as a script, by `portal.records.imports`; imports nothing of the portal.
"""

import base64
import io
import json
import posixpath
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain
from typing import Any
from xml.etree import ElementTree

SECONDS, MEMORY = 15, 1 << 30  # of the process
MOST_COLUMNS = 200
MOST_PICTURES, MOST_BYTES = 200, 4 << 20  # of a sheet; of one picture, and of one part of the file
MOST_TOGETHER = 16 << 20  # bytes of all pictures
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
IN_CELL, NAMED = "xl/cellimages.xml", re.compile(r'DISPIMG\("(\w+)"')  # how WPS keeps a picture inside a cell


def written(cell: Any) -> str:
    """A cell as text: whole numbers without a point, dates as 2026-11-21."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip() if cell is not None else ""


def floating(archive: zipfile.ZipFile) -> Iterator[tuple[int, bytes]]:
    """(number of the row, picture) of what lies over the cells of the first sheet, by where it begins; one that reaches over several rows
    by its middle."""
    sheet = next(iter(_tree(archive, "xl/workbook.xml").iterfind("{*}sheets/{*}sheet")))
    path = _targets(archive, "xl/workbook.xml")[sheet.attrib[f"{RELATED}id"]]
    for drawing in _targets(archive, path).values():
        if "/drawings/" not in drawing or not drawing.endswith(".xml"):
            continue
        targets = _targets(archive, drawing)
        for anchor in _tree(archive, drawing):
            blip = anchor.find(".//{*}blip")
            place = targets.get(blip.get(f"{RELATED}embed", "") if blip is not None else "")
            first, last = (anchor.findtext(f"{{*}}{end}/{{*}}row") for end in ("from", "to"))
            if place and first is not None:
                top, bottom = int(first), int(last or first)
                yield 1 + (top if bottom - top < 2 else (top + bottom) // 2), _part(archive, place)


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


def pictures(content: bytes, rows: list[list[str]]) -> list[tuple[int, str]]:
    """Number of a row and a picture on it, as base64, "" for one that is too large; at most one more than may be. The formula of
    a picture in a cell is taken out of `rows`."""
    found, room = list[tuple[int, str]](), MOST_TOGETHER
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for number, picture in chain(_inside(archive, rows), floating(archive)):
            room -= len(picture)
            found.append((number, base64.b64encode(picture).decode() if room >= 0 else ""))
            if len(found) > MOST_PICTURES:
                break
    return found


def _inside(archive: zipfile.ZipFile, rows: list[list[str]]) -> Iterator[tuple[int, bytes]]:
    places = named(archive)
    for number, line in enumerate(rows, start=1):
        for place, cell in enumerate(line):
            if hit := NAMED.search(cell):
                line[place] = ""
                yield number, _part(archive, places.get(hit[1], ""))


def _part(archive: zipfile.ZipFile, path: str) -> bytes:
    """The bytes of a part of the file; nothing for one that is not there or too large."""
    there = path in archive.namelist() and archive.getinfo(path).file_size <= MOST_BYTES
    return archive.read(path) if there else b""


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


def main(most_rows: int, *, with_pictures: bool) -> None:
    """Write the first rows of the first sheet, each without the empty cells at its end, and the pictures on them."""
    content = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
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
    found = pictures(content, rows) if with_pictures and content.startswith(b"PK") else []
    json.dump({"rows": rows, "pictures": found}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), with_pictures=len(sys.argv) > 2)
