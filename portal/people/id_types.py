"""Identity documents a person may show at the window, and how the number of each is checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from portal.people.id_number import IdNumber, IdNumberError, compact, second_generation

NONE = "none"
_HONG_KONG_MACAO_TAIWAN = ("810000", "820000", "830000")


class IdType(NamedTuple):
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


def _none(text: str) -> str:
    """Nothing was shown: what stands there is the reason, in words."""
    reason = " ".join(text.split())
    if not re.search(r"[^\W\d_]{2}", reason):
        raise IdNumberError("没有证件的，请在证件号码处用文字写明原因，例如：证件遗失、尚未办理")
    return reason


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
    IdType(
        "officer",
        "军官证、士兵证、警官证",
        _pattern("证件", r"[\u4e00-\u9fff]{1,3}字?第?[0-9]{4,12}号?", "“南字第1234567号”这样的字号"),
    ),
    IdType("household", "户口簿", _pattern("户口簿", r"[0-9]{6,20}", "6至20位数字的户号")),
    IdType(NONE, "无证件", _none),
)
KINDS = {kind.key: kind for kind in ID_TYPES}


# What a number looks like, for whoever chose no kind: of each of these shapes there is but one kind in use.
_SHAPES = (
    (re.compile(r"[A-Z]{3}[0-9]{12}"), "permanent_residence"),
    (re.compile(r"[HM](?:[0-9]{8}|[0-9]{10})"), "travel_permit"),
    (re.compile(r"[A-Z]{1,2}[0-9]{6,9}|[A-Z][0-9A-Z][0-9]{7}"), "passport"),
    (re.compile(r"[\u4e00-\u9fff]{1,3}字第?[0-9]{4,12}号?"), "officer"),
)


def check_document(key: str, text: str) -> str:
    """Check `text` as the number of document type `key`; the stored form. Raises IdNumberError, KeyError."""
    return KINDS[key].check(text)


def read_document(text: str, key: str = "") -> tuple[str, str]:
    """Kind and stored number of what somebody typed, of the kind `key` where one was chosen.

    Cards with an 18-digit number tell by it which of them they are, whatever was chosen. The 15 digits of a first-generation card are
    read as the 18 of the same person. Raises IdNumberError; for a number of no known kind with what is wrong with it as that of an
    ID card.
    """
    value = compact(text)
    if carries_birth_date(value) and key != NONE:
        key = _of_card(value)
    elif key in ("", "resident"):
        value = second_generation(value) if re.fullmatch(r"[0-9]{15}", value) else value
        key = next((kind for shape, kind in _SHAPES if shape.fullmatch(value)), "") or _of_card(value)
    return key, check_document(key, text if key == NONE else value)


def carries_birth_date(number: str) -> bool:
    """Whether the stored `number` is one of GB 11643: that of an ID card, of a residence permit, of a permanent resident's new card."""
    try:
        return IdNumber.parse(number).value == number
    except IdNumberError:
        return False


def document_name(key: str) -> str:
    """How a paper calls the number of a document of the kind `key`."""
    return "公民身份号码" if key == "resident" else f"{KINDS[key].label}号码"


def _of_card(value: str) -> str:
    """The kind of a card, by its first digits (GB 11643; 港澳台居民居住证申领发放办法 §7; 2023年版外国人永久居留身份证)."""
    if value.startswith(_HONG_KONG_MACAO_TAIWAN):
        return "residence_permit"
    return "permanent_residence" if value.startswith("9") else "resident"
