"""How a sheet is stored while it is looked through: as JSON, made small."""

import json
import zlib
from base64 import b64decode, b64encode
from dataclasses import fields

from portal.records.sheets import Sheet


def pack(sheet: Sheet) -> str:
    """The sheet as it is stored."""
    held = {each.name: getattr(sheet, each.name) for each in fields(sheet)}
    held["pictures"] = {number: b64encode(picture).decode() for number, picture in sheet.pictures.items()}
    return coded(json.dumps(held, ensure_ascii=False).encode())


def coded(content: bytes) -> str:
    """Bytes as they are stored, before they are encrypted."""
    return b64encode(zlib.compress(content, 1)).decode()


def decoded(held: str) -> bytes:
    return zlib.decompress(b64decode(held))


def unpack(held: str) -> Sheet:
    """The sheet that was stored; without a line where it was forgotten."""
    if not held:
        return Sheet([], [])
    read = json.loads(decoded(held))
    pairs = {name: {int(number): each for number, each in read[name].items()} for name in ("pictures", "faults")}
    pairs["pictures"] = {number: b64decode(each) for number, each in pairs["pictures"].items()}
    rows = [(number, line) for number, line in read["rows"]]
    sheets = [(name, hidden) for name, hidden in read["all"]]
    return Sheet(**read | pairs | {"rows": rows, "all": sheets, "headed": tuple(read["headed"])})
