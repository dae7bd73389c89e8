"""OFD (GB/T 33190): the format official documents arrive in. Kept byte for byte, for a seal in it would break otherwise.

Looked over like every upload: a package of the kinds of parts the standard names, of bounded size, without entities.
"""

import io
import zipfile
from pathlib import PurePosixPath
from xml.parsers import expat

from .refusal import Refused

__all__ = ["is_ofd", "checked_ofd"]

ROOT = "OFD.xml"
PARTS = frozenset(
    ".xml .png .jpg .jpeg .bmp .tif .tiff .gif .jb2 .jp2 .gbig2 .ttf .otf .ttc .cff .pfb .dat .esl .ofd .asn1 .sign .der .cer".split()
)
MOST_PARTS, MOST_BYTES, MOST_RATIO = 5_000, 200 * 1024 * 1024, 200
BROKEN = "这个 OFD 文件已损坏或者不完整，打不开。请重新导出后再上传。"
ACTIVE = "这个 OFD 文件里带有附件、脚本或者多媒体，不能上传。请另存为不带附件的 OFD，或者打印成 PDF。"
BEGINS, ENDS = b"PK\3\4", b"PK\5\6"
END_BYTES = 22  # of the record that ends a package, without a comment
ACTS = frozenset({"Attachment", "Sound", "Movie", "GotoA"})  # elements, without their prefix


def is_ofd(content: bytes) -> bool:
    """Whether it is a package with the root part of an OFD, and nothing before or behind it."""
    if not content.startswith(BEGINS) or content[-END_BYTES:-18] != ENDS:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return ROOT in package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def checked_ofd(content: bytes) -> bytes:
    """The same bytes, looked over. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [each for each in package.infolist() if not each.is_dir()]
            _within_bounds(parts)
            for part in parts:
                body = package.read(part)  # checks its length and sum: a package cut short does not pass
                if part.filename.lower().endswith(".xml"):
                    _only_shows(body)
            if not any(part.filename.endswith("Content.xml") for part in parts):
                raise Refused("这个 OFD 文件没有页面，请重新导出。")
    except Refused:
        raise
    except Exception as error:  # a hostile package may break anywhere
        raise Refused(BROKEN) from error
    return content


def _only_shows(part: bytes) -> None:
    """Raises Refused where an element does something, or entities are declared; ExpatError for what is no XML."""
    reader = expat.ParserCreate(namespace_separator="\n")
    reader.StartDoctypeDeclHandler = _refuse
    reader.StartElementHandler = _look_at
    reader.Parse(part, True)


def _refuse(*declared) -> None:
    raise Refused(ACTIVE)


def _look_at(element: str, attributes: dict[str, str]) -> None:
    name = element.rpartition("\n")[2]
    if name in ACTS or (name == "MultiMedia" and attributes.get("Type") != "Image"):
        raise Refused(ACTIVE)
    if any(value.lstrip().lower().startswith(("javascript:", "data:")) for value in attributes.values()):
        raise Refused(ACTIVE)


def _within_bounds(parts: list[zipfile.ZipInfo]) -> None:
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if len(parts) > MOST_PARTS or whole > MOST_BYTES or whole > MOST_RATIO * max(packed, 10_000):
        raise Refused("这个 OFD 文件太大，请分成几个文件。")
    for part in parts:
        path = PurePosixPath(part.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in part.filename or part.flag_bits & 1:
            raise Refused(BROKEN)
        if path.suffix.lower() not in PARTS:
            raise Refused(ACTIVE)
