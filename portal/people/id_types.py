"""Identity documents a person may show at the window, and how the number of each is checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from portal.people.id_number import IdNumber, IdNumberError, compact

_HONG_KONG_MACAO_TAIWAN = ("810000", "820000", "830000")


@dataclass(frozen=True, slots=True)
class IdType:
    """A kind of document. `check(text)` returns the number in its one stored form or raises IdNumberError."""

    key: str
    label: str
    check: Callable[[str], str]


def _resident(text: str) -> str:
    number = IdNumber.parse(text)
    if number.prefix in _HONG_KONG_MACAO_TAIWAN:
        raise IdNumberError("这是港澳台居民居住证的号码，请把证件类型改为“港澳台居民居住证”")
    if number.prefix.startswith("9"):
        raise IdNumberError("这是外国人永久居留身份证的号码，请把证件类型改为“外国人永久居留身份证”")
    return number.value


def _residence_permit(text: str) -> str:
    number = IdNumber.parse(text)
    if number.prefix not in _HONG_KONG_MACAO_TAIWAN:
        raise IdNumberError("港澳台居民居住证号码应以810000（香港）、820000（澳门）或830000（台湾）开头")
    return number.value


def _permanent_residence(text: str) -> str:
    """18 digits beginning with 9 (cards since 2023), or three letters and 12 digits (older cards)."""
    value = compact(text)
    if re.fullmatch(r"[A-Z]{3}[0-9]{12}", value):
        return value
    number = IdNumber.parse(value)
    if not number.prefix.startswith("9"):
        raise IdNumberError("外国人永久居留身份证号码应为以9开头的18位数字，旧版为3个字母加12位数字")
    return number.value


def _pattern(label: str, pattern: str, form: str) -> Callable[[str], str]:
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        value = compact(text)
        if not value:
            raise IdNumberError(f"请填写{label}号码")
        if not compiled.fullmatch(value):
            raise IdNumberError(f"{label}号码应为{form}，请对照证件核对")
        return value

    return check


ID_TYPES: tuple[IdType, ...] = (
    IdType("resident", "居民身份证", _resident),
    IdType("residence_permit", "港澳台居民居住证", _residence_permit),
    IdType(
        "travel_permit",
        "港澳台居民来往内地（大陆）通行证",
        _pattern("通行证", r"[HM][0-9]{8}(?:[0-9]{2})?|[0-9]{8}", "H或M加8位数字（港澳）或8位数字（台湾）"),
    ),
    IdType("passport", "护照", _pattern("护照", r"(?=.*[0-9])[A-Z0-9]{5,15}", "5至15位字母和数字")),
    IdType("permanent_residence", "外国人永久居留身份证", _permanent_residence),
)
_BY_KEY = {kind.key: kind for kind in ID_TYPES}


def check_document(key: str, text: str) -> str:
    """Check `text` as the number of document type `key`; the stored form. Raises IdNumberError, KeyError."""
    return _BY_KEY[key].check(text)
