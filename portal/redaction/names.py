"""The name of one person, taken out of what was written down: of somebody who wants to stay unknown to whoever reads it."""

import re
import unicodedata

from portal.personal_names import normalise_name, split_name
from portal.redaction.columns import mark, told_hidden
from portal.typed.characters import UNIFIED, UNSEEN

__all__ = ["KeptUnknown"]

KIND = "姓名"
FEWEST = 2  # letters of a name: a single one stands in other words
BETWEEN = r"[\W_]{0,2}"
_PLAIN = UNIFIED | dict.fromkeys(UNSEEN, " ")


class KeptUnknown:
    """A record of which somebody stays unknown to whoever reads it."""

    @property
    def unnamed(self) -> str:
        """The name of who stays unknown; "" where nobody does."""
        raise NotImplementedError

    def kept_apart(self, text: str) -> str:
        """`text` as it may be read."""
        return without_name(text, self.unnamed)

    def keep_apart(self, *columns: str) -> None:
        """Let the texts in `columns` stand as they may be read."""
        for each in columns:
            setattr(self, each, self.kept_apart(getattr(self, each) or ""))


def without_name(text: str, name: str) -> str:
    """`text` with 〔姓名已隐去〕 in place of `name` wherever it stands, or the given name alone where that has two letters; also with blanks, dots or
    what is not seen between its letters, and in another width."""
    called = [each for each in (name, split_name(normalise_name(name))[1]) if len(_letters(each)) >= FEWEST]
    if not called:
        return text
    found = list(re.finditer("|".join(map(_written, called)), _in_place(text), re.IGNORECASE))
    for each in reversed(found):
        text = f"{text[: each.start()]}{mark(KIND)}{text[each.end() :]}"
    if found:
        told_hidden([KIND])
    return text


def _letters(name: str) -> list[str]:
    return [each for each in _in_place(name) if each.isalnum()]


def _written(name: str) -> str:
    """The pattern of `name`."""
    letters = _letters(name)
    written = BETWEEN.join(map(re.escape, letters))
    return rf"(?<![A-Za-z]){written}(?![A-Za-z])" if letters[0].isascii() else written


def _in_place(text: str) -> str:
    """`text` in one form of each character, each in its place."""
    return "".join(map(_one, text.translate(_PLAIN)))


def _one(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character
