"""Pictures that lie on the rows of a sheet: distrusted and re-encoded like every upload, then made small."""

import base64
import io
from collections.abc import Iterable

from PIL import Image
from werkzeug.datastructures import FileStorage

from portal.errors import RuleError
from portal.files.intake import inspect
from portal.records.sheet_reader import MOST_PICTURES

LONGEST_SIDE = 480
MOST_PIXELS = 120_000_000  # of all pictures of a file


def small_pictures(found: Iterable[tuple[int, str]]) -> tuple[dict[int, bytes], dict[int, str]]:
    """Number of a row → its picture as a small JPEG; number of a row → why its picture cannot be taken. `found`: as the reader of
    sheets wrote them. Raises RuleError for too many, or too large ones."""
    on_rows: dict[int, list[bytes]] = {}
    for number, coded in found:
        on_rows.setdefault(number, []).append(base64.b64decode(coded))
    if sum(map(len, on_rows.values())) > MOST_PICTURES:
        raise RuleError(f"一次最多导入 {MOST_PICTURES} 张照片，请分成几个文件。")
    if sum(_pixels(each) for several in on_rows.values() for each in several) > MOST_PIXELS:
        raise RuleError("照片尺寸过大，请缩小后再上传，或者分成几个文件。")
    pictures, faults = dict[int, bytes](), dict[int, str]()
    for number, several in on_rows.items():
        try:
            if len(several) > 1:
                raise RuleError(f"这一行有 {len(several)} 张照片，请只留一张。")
            pictures[number] = _small(several[0])
        except RuleError as error:
            faults[number] = f"照片：{error}"
    return pictures, faults


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
