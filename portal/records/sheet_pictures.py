"""Pictures that lie on the rows of a sheet: distrusted and re-encoded like every upload, then made small."""

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from PIL import Image
from werkzeug.datastructures import FileStorage

from portal.errors import RuleError
from portal.files.intake import inspect
from portal.records.sheet_reader import MOST_PICTURES, Span

LONGEST_SIDE = 480
MOST_PIXELS = 120_000_000  # of all pictures of a file


@dataclass
class Pictures:
    """By the number of a row: `taken`, its picture as a small JPEG; `faults`, why its picture cannot be taken. How many lie on no
    row (`loose`), or cannot be read (`unread`)."""

    taken: dict[int, bytes] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    loose: int = 0
    unread: int = 0


def small_pictures(found: Iterable[tuple[Span, str]], filled: set[int], rows: set[int]) -> Pictures:
    """Which picture belongs to which row. `found`: as the reader of sheets wrote them; `filled`: the numbers of all rows on which
    something stands, `rows`: of those that are data. One that reaches over several of the filled belongs to none: it would be
    guessed whose face it is. Raises RuleError for too many, or too large ones."""
    coded = [(span, base64.b64decode(each)) for span, each in found]
    if len(coded) > MOST_PICTURES:
        raise RuleError(f"一次最多导入 {MOST_PICTURES} 张照片，请分成几个文件。")
    if sum(_pixels(each) for _, each in coded) > MOST_PIXELS:
        raise RuleError("照片尺寸过大，请缩小后再上传，或者分成几个文件。")
    pictures, on_rows = Pictures(), dict[int, list[bytes]]()
    for (top, bottom), each in coded:
        covered = sorted(number for number in filled if top <= number <= bottom)
        number = next((each for each in covered if each in rows), None)
        if number is None:
            pictures.loose, pictures.unread = pictures.loose + bool(each), pictures.unread + (not each)
        elif len(covered) > 1:
            pictures.faults[number] = f"照片：盖住第 {covered[0]} 至 {covered[-1]} 行，请缩小到一行之内。"
        else:
            on_rows.setdefault(number, []).append(each)
    for number, several in on_rows.items():
        try:
            if len(several) > 1:
                raise RuleError(f"这一行有 {len(several)} 张照片，请只留一张。")
            if number not in pictures.faults:
                pictures.taken[number] = _small(several[0])
        except RuleError as error:
            pictures.faults[number] = f"照片：{error}"
    return pictures


def _pixels(content: bytes) -> int:
    """How large it says it is; what cannot be opened is refused with its row."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.width * picture.height
    except Exception:  # noqa: BLE001  Pillow raises many kinds for hostile pictures
        return 0


def _small(content: bytes) -> bytes:
    if not content:
        raise RuleError("超过 4 MB 或者已经损坏，请换一张。")
    clean = inspect(FileStorage(io.BytesIO(content), filename="photo"))
    if not clean.mime.startswith("image/"):
        raise RuleError("这不是照片，请用 JPG 或 PNG 照片。")
    drawn = io.BytesIO()
    with Image.open(io.BytesIO(clean.content)) as picture:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        picture.save(drawn, "JPEG", quality=85)
    return drawn.getvalue()
