"""文字几乎相同: how much of two agreements is the same, names, figures and days apart.

The measure: of all pieces of five characters that stand in either of two texts, the share that stands in both (Jaccard), nine tenths or more. It is estimated from a MinHash
sketch of 64 values, of which that share agree; eight bands of eight values each lead by an index to what may be alike (chance of being found at nine tenths: 99 %).
"""

import re
import unicodedata
from hashlib import blake2b
from struct import Struct

from plugins.mediation.checking.draft import LONGEST

__all__ = ["MEASURE", "are_alike", "bands", "sketch"]

MEASURE = "去掉姓名、数字、日期和标点，每五个字一组，九成以上相同"
PIECE, VALUES, ROWS = 5, 64, 8  # characters of a piece; values of a sketch, and of a band
ALIKE = 58  # of VALUES that agree: nine tenths
SKETCH = Struct(f"<{VALUES}I")
PRIME = (1 << 31) - 1
FACTORS = [
    tuple(1 + int.from_bytes(blake2b(f"{place}{name}".encode()).digest()) % (PRIME - 1) for name in "ab")
    for place in range(VALUES)
]
FIGURES = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟圆元角分整年月日号]++")
NO_WORDS = re.compile(r"[\W_]++")


def sketch(texts: list[str], names: list[str]) -> bytes:
    """The sketch of `texts`, in which `names` stand; b"" where too little is left to compare."""
    plain = _blanked(texts, names)
    pieces = {plain[at : at + PIECE] for at in range(len(plain) - PIECE + 1)}
    if not pieces:
        return b""
    hashed = [int.from_bytes(blake2b(each.encode(), digest_size=4).digest()) for each in pieces]
    return SKETCH.pack(*(min((a * each + b) % PRIME for each in hashed) for a, b in FACTORS))


def bands(sketched: bytes) -> list[int]:
    """One number a band, which texts that are alike have in common."""
    step = SKETCH.size // VALUES * ROWS
    cut = (sketched[at : at + step] for at in range(0, len(sketched), step))
    return [
        int.from_bytes(blake2b(each, digest_size=7, salt=bytes([place])).digest()) for place, each in enumerate(cut)
    ]


def are_alike(one: bytes, other: bytes) -> bool:
    return sum(left == right for left, right in zip(SKETCH.unpack(one), SKETCH.unpack(other), strict=True)) >= ALIKE


def _blanked(texts: list[str], names: list[str]) -> str:
    """What is compared: as far as it is read, without what differs between two disputes that are told alike."""
    text = unicodedata.normalize("NFKC", "".join(each[:LONGEST] for each in texts)[:LONGEST])
    for each in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(each, "")
    return NO_WORDS.sub("", FIGURES.sub("", text))
