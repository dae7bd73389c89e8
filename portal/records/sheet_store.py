"""How a sheet is stored while it is looked through: as JSON, made small. Its rows stand in parts of their own, of which one at a time is read: a hundred
thousand of them as lists of text would take 150 MB."""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any

from portal.records.sheets import Sheet

TOGETHER = 200  # rows of a part
AT_HAND = 4  # parts that are kept read
END = "."  # of a part: base64 does not use it


class Rows(Sequence[tuple[int, list[str]]]):
    """The rows of a stored sheet, read a part at a time."""

    def __init__(self, parts: list[str], many: int) -> None:
        self._parts, self._many = parts, many
        self._part = lru_cache(AT_HAND)(self._read)

    def _read(self, place: int) -> list[tuple[int, list[str]]]:
        return [(number, line) for number, line in json.loads(decoded(self._parts[place]))]

    def __len__(self) -> int:
        return self._many

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(self._many))]
        place = range(self._many)[at]
        return self._part(place // TOGETHER)[place % TOGETHER]

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        for place in range(len(self._parts)):
            yield from self._part(place)


def pack(sheet: Sheet) -> str:
    """The sheet as it is stored."""
    held = {each.name: getattr(sheet, each.name) for each in fields(sheet)}
    held["pictures"] = {number: b64encode(picture).decode() for number, picture in sheet.pictures.items()}
    held["rows"] = len(sheet.rows)
    parts = (sheet.rows[first : first + TOGETHER] for first in range(0, len(sheet.rows), TOGETHER))
    return END.join(coded(json.dumps(each, ensure_ascii=False).encode()) for each in (held, *parts))


def coded(content: bytes) -> str:
    """Bytes as they are stored, before they are encrypted."""
    return b64encode(zlib.compress(content, 1)).decode()


def decoded(held: str) -> bytes:
    return zlib.decompress(b64decode(held))


def unpack(held: str) -> Sheet:
    """The sheet that was stored; without a line where it was forgotten. One stored by an earlier version has its rows beside the rest."""
    if not held:
        return Sheet([], [])
    head, *parts = held.split(END)
    read = json.loads(decoded(head))
    pairs = {name: {int(number): each for number, each in read[name].items()} for name in ("pictures", "faults")}
    pairs["pictures"] = {number: b64decode(each) for number, each in pairs["pictures"].items()}
    many = read["rows"]
    rows = Rows(parts, many) if isinstance(many, int) else [(number, line) for number, line in many]
    sheets = [(name, hidden) for name, hidden in read["all"]]
    return Sheet(**read | pairs | {"rows": rows, "all": sheets, "headed": tuple(read["headed"])})
