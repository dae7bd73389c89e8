"""Where numbers of people stand in a text, however they are written: in full width, in Chinese digits, with blanks and dashes between."""

import re
import unicodedata
from collections.abc import Iterator

OTHERS = dict(zip("〇一二三四五六七八九零幺壹贰叁肆伍陆柒捌玖Ｘｘ", "012345678901123456789XX", strict=True))
DIGIT, SHORTEST = re.compile("[0-9]"), 10  # of a number that is looked for
BETWEEN = r"[\s\u200b-\u200f\u2060\ufeff\-\u2010-\u2015_.·,，、/()（）]{0,2}"
BIRTH = "".join(
    f"{each}{BETWEEN}"
    for each in (
        f"(?:1{BETWEEN}9|2{BETWEEN}0)",
        r"\d",
        r"\d",
        f"(?:0{BETWEEN}[1-9]|1{BETWEEN}[0-2])",
        r"[0-3]",
        r"\d",
    )
)
KINDS = {
    "id": re.compile(rf"(?<!\d)(?:\d{{17}}[\dXx]|(?:\d{BETWEEN}){{6}}{BIRTH}(?:\d{BETWEEN}){{3}}[\dXx])(?!\d)"),
    "phone": re.compile(rf"(?<!\d)1{BETWEEN}[3-9](?:{BETWEEN}\d){{9}}(?!\d)"),
    "account": re.compile(r"(?<!\d)[3-6]\d{3}(?: ?\d{4}){3}(?: ?\d{1,3})?(?!\d)"),
    "landline": re.compile(rf"(?<!\d)0\d{{2,3}}{BETWEEN}\d{{7,8}}(?!\d)"),
}


def numbers_in(text: str) -> Iterator[tuple[int, int, str, str]]:
    """From left to right, where in `text` each stands, from and until, what it is (a key of `KINDS`), and the number itself."""
    plain, done = text.translate(PLAIN), 0
    if len(DIGIT.findall(plain)) < SHORTEST:
        return
    found = [
        (each.start(), order, each.end(), kind)
        for order, (kind, shape) in enumerate(KINDS.items())
        for each in shape.finditer(plain)
    ]
    for start, _, end, kind in sorted(found):
        if start >= done:
            yield start, end, kind, re.sub(r"[^\dXx]", "", plain[start:end]).upper()
            done = end


class _Plain(dict):
    """Code point → a digit, or X, as ASCII has it; anything else stays. For `str.translate`; always one character."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        digit = unicodedata.digit(character, None)
        self[point] = found = str(digit) if digit is not None else OTHERS.get(character, character)
        return found


PLAIN = _Plain()
