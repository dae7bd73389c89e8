"""统一社会信用代码 (GB 32100-2015): the 18 characters that identify an organisation."""

from __future__ import annotations

from portal.people.id_number import compact

__all__ = ["parse_uscc"]

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
_LOOK_ALIKE = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}


class UsccError(ValueError):
    """A code that cannot be right; the message is Chinese and names the fault."""


def check_character(body: str) -> str:
    """The 18th character for the first 17: weights 3^i mod 31 (GB 32100-2015, annex A)."""
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return ALPHABET[-total % 31]


def parse_uscc(text: str) -> str:
    """The code in half width and capitals, without spaces and dashes.

    Only the last character is checked: the 组织机构代码 inside (characters 9-17) has its own check digit,
    but codes in use do not all keep to it. Raises UsccError.
    """
    code = compact(text)
    if not code:
        raise UsccError("请填写统一社会信用代码")
    if len(code) != 18:
        raise UsccError(f"统一社会信用代码应为18位，现在是{len(code)}位")
    _require_alphabet(code)
    if not code[2:8].isdigit():
        raise UsccError("统一社会信用代码第3至8位（登记机关行政区划）应为数字")
    if check_character(code[:17]) != code[17]:
        raise UsccError("统一社会信用代码校验不通过，请对照证照逐位核对")
    return code


def _require_alphabet(code: str) -> None:
    for position, character in enumerate(code, start=1):
        if character in ALPHABET:
            continue
        hint = f"，请核对是否为“{_LOOK_ALIKE[character]}”" if character in _LOOK_ALIKE else ""
        raise UsccError(f"统一社会信用代码第{position}位不会是“{character}”{hint}")
