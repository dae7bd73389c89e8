"""Telephone numbers of the mainland: one stored form for mobiles (11 digits) and landlines (区号-号码)."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["normalise_phone", "PhoneError"]

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212\u200b\ufeff().]+")
_COUNTRY_CODE = re.compile(r"^(?:\+|00)86|^86(?=1[3-9][0-9]{9}$)")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(010|02[0-9])([2-9][0-9]{7})|(0[3-9][0-9]{2})([2-9][0-9]{6,7})")


class PhoneError(ValueError):
    """A telephone number that cannot be dialled; the message is Chinese and names the fault."""


def normalise_phone(text: str) -> str:
    """'13800001234' or '0477-5212345' from what somebody typed: full width, +86, spaces, dashes, brackets.

    Raises PhoneError.
    """
    digits = _national(_SEPARATORS.sub("", unicodedata.normalize("NFKC", text)))
    if _MOBILE.fullmatch(digits):
        return digits
    if landline := _LANDLINE.fullmatch(digits):
        return "-".join(part for part in landline.groups() if part)
    raise PhoneError(_fault(digits))


def mask_phone(phone: str) -> str:
    """前 3 后 4; anything too short to hide something in between is hidden whole."""
    if len(phone) < 8:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"


def _national(number: str) -> str:
    """Without the country code; abroad a landline loses its leading 0, so it is given back."""
    national, removed = _COUNTRY_CODE.subn("", number)
    if removed and not _MOBILE.fullmatch(national) and not national.startswith("0"):
        return f"0{national}"
    return national


def _fault(digits: str) -> str:
    if not digits:
        return "请填写电话号码"
    if not re.fullmatch(r"[0-9]+", digits):
        wrong = re.search(r"[^0-9]", digits)
        return f"电话号码中的“{wrong[0]}”不是数字（分机号请写在备注里）"
    if digits.startswith("1"):
        if len(digits) != 11:
            return f"手机号码应为11位，现在是{len(digits)}位"
        return "手机号码第二位应为3至9，请核对"
    if digits.startswith("0"):
        return "座机号码应为区号加7至8位号码，例如 0477-5212345"
    if len(digits) in (7, 8):
        return "座机号码请加区号，例如 0477-5212345"
    return "请填写11位手机号码，或带区号的座机号码，例如 0477-5212345"
