"""Whatever is on record can be printed: a character that no font draws stands in the paper by its code, 〔U+1F8B2〕.

Fonts are there for the scripts of China, rare characters of names, signs and emoji (portal.documents.fonts.faces); what is left are dead
scripts, private places and characters younger than the fonts.
"""

import unicodedata
from collections.abc import Iterable

from portal.documents.fonts.charset import Coverage
from portal.typed.characters import UNIFIED

__all__ = ["drawable", "replaced", "undrawn"]


def drawable(text: str, coverage: Coverage) -> str:
    """`text` with every character replaced that `coverage` lacks."""
    return replaced(text, coverage.missing(text), coverage)


def undrawn(text: str, coverage: Coverage) -> list[str]:
    """The characters of `text` that a paper shows by their code."""
    return [each for each in coverage.missing(text) if _stand_in(each, coverage).startswith("〔")]


def replaced(text: str, characters: Iterable[str], coverage: Coverage) -> str:
    """`text` with `characters` replaced: by the same character in its public place, or its code in brackets; what has no shape goes."""
    return text.translate({ord(each): _stand_in(each, coverage) for each in characters})


def _stand_in(character: str, coverage: Coverage) -> str:
    if character.isspace():
        return character
    public = UNIFIED.get(ord(character))
    if public and chr(public) in coverage:
        return chr(public)
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and not coverage.missing(plain):
        return plain
    return "" if unicodedata.category(character) in ("Cc", "Cf") else f"〔U+{ord(character):04X}〕"
