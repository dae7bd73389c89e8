"""A Word document (.docx): a package of the parts that text consists of, packed anew. What acts, what hides behind it and what leads
elsewhere is refused; who wrote it, on which machine, is not kept.
"""

import io
import re
import zipfile
from xml.parsers import expat

import filetype

from .refusal import Refused

__all__ = ["WORD", "is_word", "checked_word"]

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIN = "word/document.xml"
TYPES = "[Content_Types].xml"
MOST_PARTS, MOST_BYTES, MOST_RATIO = 1_000, 100 * 1024 * 1024, 200
BROKEN = "这个 Word 文件已损坏或者加了密，打不开。请另存为 .docx 后再上传。"
ACTIVE = "这个 Word 文件里有宏、嵌入的文件、自动更新的域或者指向外面的链接，不能上传。请把文字复制到新文件里再上传。"
TOO_LARGE = "这个 Word 文件太大，请删去图片或者分成几个文件。"
BEGINS, ENDS, END_BYTES = b"PK\3\4", b"PK\5\6", 22
TEXT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|app|custom)\.xml|customXml/(_rels/)?item(Props)?\d+\.xml(\.rels)?"
    r"|word/(_rels/)?(document|styles|stylesWithEffects|numbering|settings|webSettings|fontTable|footnotes|endnotes|people"
    r"|comments\w*|header\d*|footer\d*)\.xml(\.rels)?|docMetadata/LabelInfo\.xml|word/theme/(_rels/)?theme\d*\.xml(\.rels)?"
)
PICTURE = re.compile(r"(word/media/[\w.-]+|docProps/thumbnail)\.(png|jpe?g|gif|bmp)")
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/bmp"}
ABOUT = {  # what is put in the place of who wrote it
    "docProps/core.xml": b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
ACTS = {"object", "control", "altChunk", "subDoc", "OLEObject", "movie", "attachedTemplate", "mailMerge"}
FIELDS = {
    *(
        "PAGE",
        "NUMPAGES",
        "SECTIONPAGES",
        "DATE",
        "TIME",
        "CREATEDATE",
        "SAVEDATE",
        "PRINTDATE",
        "TOC",
        "REF",
        "PAGEREF",
        "SEQ",
    ),
    *(
        "TITLE",
        "AUTHOR",
        "FILENAME",
        "STYLEREF",
        "HYPERLINK",
        "=",
        "EQ",
        "SECTION",
        "NUMWORDS",
        "FORMTEXT",
        "FORMCHECKBOX",
    ),
}


def is_word(content: bytes) -> bool:
    """Whether it is a package with the main part of a text document, and nothing before or behind it."""
    if not content.startswith(BEGINS) or content[-END_BYTES:-18] != ENDS:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return {MAIN, TYPES} <= set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def checked_word(content: bytes) -> bytes:
    """The same text in a new package. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [each for each in package.infolist() if not each.is_dir()]
            _within_bounds(parts)
            bodies = {each.filename: package.read(each) for each in parts}
        for name, body in bodies.items():
            _look_over(name, body)
    except Refused:
        raise
    except Exception as error:  # a hostile package may break anywhere
        raise Refused(BROKEN) from error
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in bodies.items():
            package.writestr(zipfile.ZipInfo(name), ABOUT.get(name, body), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _within_bounds(parts: list[zipfile.ZipInfo]) -> None:
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if len(parts) > MOST_PARTS or whole > MOST_BYTES or whole > MOST_RATIO * max(packed, 10_000):
        raise Refused(TOO_LARGE)
    if any(part.flag_bits & 1 for part in parts) or len({part.filename for part in parts}) < len(parts):
        raise Refused(BROKEN)


def _look_over(name: str, body: bytes) -> None:
    """Raises Refused for a part that text does not consist of, and for what acts in it; ExpatError for what is no XML."""
    if PICTURE.fullmatch(name):
        if filetype.guess_mime(body) not in PICTURES:
            raise Refused(ACTIVE)
    elif not TEXT.fullmatch(name) or (name == TYPES and b"macroEnabled" in body):
        raise Refused(ACTIVE)
    else:
        Reader().read(body)


class Reader:
    """Reads one part and refuses what acts: elements, fields that fetch, relations to what lies outside."""

    def __init__(self) -> None:
        self._fields: list[str] = []  # those that are open, with their instruction so far
        self._instruction = False

    def read(self, body: bytes) -> None:
        reader = expat.ParserCreate(namespace_separator="\n")
        reader.StartDoctypeDeclHandler = self._declares
        reader.StartElementHandler = self._begins
        reader.EndElementHandler = self._ends
        reader.CharacterDataHandler = self._says
        reader.Parse(body, True)

    def _declares(self, *_) -> None:
        raise Refused(ACTIVE)

    def _begins(self, element: str, attributes: dict[str, str]) -> None:
        name, told = _local(element), {_local(key): value for key, value in attributes.items()}
        if name in ACTS or (name == "Relationship" and not _stays(told)):
            raise Refused(ACTIVE)
        if name == "fldSimple":
            _known(told.get("instr", ""))
        if name == "fldChar":
            self._field(told.get("fldCharType", ""))
        self._instruction = name in ("instrText", "delInstrText")

    def _field(self, mark: str) -> None:
        if mark == "begin":
            self._fields.append("")
        elif self._fields and mark in ("separate", "end"):
            _known(self._fields[-1])
            if mark == "end":
                self._fields.pop()

    def _says(self, text: str) -> None:
        if self._instruction:
            if not self._fields:
                raise Refused(ACTIVE)
            self._fields[-1] += text

    def _ends(self, _element: str) -> None:
        self._instruction = False


def _local(name: str) -> str:
    return name.rpartition("\n")[2]


def _known(instruction: str) -> None:
    """Raises Refused for a field that fetches something, or of which nobody knows what it does."""
    words = instruction.split()
    if not words or (words[0].upper() not in FIELDS and not words[0].startswith("=")):
        raise Refused(ACTIVE)


def _stays(relation: dict[str, str]) -> bool:
    """Whether it is to another part, or a link that somebody would have to follow."""
    outside = relation.get("TargetMode") == "External"
    return not outside or relation.get("Type", "").endswith("/hyperlink")
