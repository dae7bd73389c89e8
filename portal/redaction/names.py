"""The name of one person, taken out of what was written down: of somebody who wants to stay unknown to whoever reads it."""

import re
import unicodedata

from portal.redaction.columns import mark, told_hidden
from portal.typed.characters import UNIFIED, UNSEEN

__all__ = ["without_name"]

KIND = "姓名"
FEWEST = 2  # letters of a name: a single one stands in other words
BETWEEN = r"[\W_]{0,2}"
_PLAIN = UNIFIED | dict.fromkeys(UNSEEN, " ")


def without_name(text: str, name: str) -> str:
    """`text` with 〔姓名已隐去〕 in place of `name` wherever it stands, also with blanks, dots or what is not seen between its letters, and
    in another width."""
    letters = [each for each in _in_place(name) if each.isalnum()]
    if len(letters) < FEWEST:
        return text
    written = BETWEEN.join(map(re.escape, letters))
    alone = rf"(?<![A-Za-z]){written}(?![A-Za-z])" if letters[0].isascii() else written
    found = list(re.finditer(alone, _in_place(text), re.IGNORECASE))
    for each in reversed(found):
        text = f"{text[: each.start()]}{mark(KIND)}{text[each.end() :]}"
    if found:
        told_hidden([KIND])
    return text


def _in_place(text: str) -> str:
    """`text` in one form of each character, each in its place."""
    return "".join(map(_one, text.translate(_PLAIN)))


def _one(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character
