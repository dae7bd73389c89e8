"""When two things typed are the same: letters that look alike, numbers of papers and of platforms."""

import unicodedata

from portal.typed.characters import folded, same_letters

__all__ = ["number_key", "same_letters"]

_DASHES = "−ー＿_~"  # besides those that Unicode calls dashes


def number_key(text: str) -> str:
    """A number that somebody else gave (工单编号, 文号), in the one form in which it is compared: without spaces and what is not seen, in
    small letters of usual width, all dashes and all brackets one. For matching; never for storing in its place."""
    return "".join(map(_sign, folded(text)))


def _sign(character: str) -> str:
    kind = unicodedata.category(character)
    if character.isspace():
        return ""
    if kind == "Pd" or character in _DASHES:
        return "-"
    return {"Ps": "(", "Pe": ")"}.get(kind, character)
