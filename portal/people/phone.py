"""Telephone numbers as people write them: mobiles, landlines with an extension, 400 numbers, numbers of abroad, several at once, or another
way to reach somebody. Each has one stored form."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["normalise_phone", "PhoneError"]

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212\u200b\ufeff().]+")
_COUNTRY_CODE = re.compile(
    r"^(?:\+|00)?860(?=1[3-9][0-9]{9}$)|^(?:\+|00)86|^86(?=1[3-9][0-9]{9}$)|^0(?=1[3-9][0-9]{9}$)"
)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(010|02[0-9])([2-9][0-9]{7})|(0[3-9][0-9]{2})([2-9][0-9]{6,7})")
_SERVICE = re.compile(r"([48]00)([0-9]{3})([0-9]{4})")
_EXTENSION = re.compile(r"(?:转|轉|分机号?|ext\.?|x|#)[:.]?([0-9]{1,6})$", re.IGNORECASE)
_WITH_PARTS = re.compile(  # 0477-5212345-801: behind a whole number only an extension can stand
    r"(\(?(?:(?:010|02[0-9])\)?[ -]*[2-9][0-9]{7}|0[3-9][0-9]{2}\)?[ -]*[2-9][0-9]{6,7})|[48]00[ -][0-9]{3}[ -][0-9]{4})[ -]+([0-9]{1,6})"
)
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_WORD = re.compile(r"^\s*(?:(?:联系|办公|家庭)?(?:电话|手机|座机|固话)(?:号码?)?)[\s:]*")
_NOTE = re.compile(r"\((?![^()]*(?:转|轉|分机|ext|x|#|\+))([^()0-9]{1,20})\)", re.IGNORECASE)
_NONE = re.compile(r"(?:暂?无|没有|没)(?:联系)?(?:电话|手机|号码)?|不详|不清楚|不知道|未知")
_ABROAD = re.compile(r"(?:\+|00)(?!86)[0-9]")
_OTHER = re.compile(r"(?:其他|其它)(?:联系方式)?[:：]\s*(.+)", re.DOTALL)
_BETWEEN = re.compile(r"[、,;/|\n]|或者?|和")
MOST = 3
AND, OTHER = "、", "其他："
HINT = "分机写成 0477-5212345转801，不是电话的写成 其他：微信号"
NOTES = "备注写在括号里，例如 13800001234（儿子）；不是电话的写成 其他：微信号"


class PhoneError(ValueError):
    """A telephone number that cannot be dialled; the message is Chinese and names the fault."""


def normalise_phone(text: str) -> str:
    """'13800001234', '0477-5212345' or '400-820-8820' from what somebody typed as one number: full width, +86, a 0 before a mobile,
    spaces, dashes, brackets.

    Raises PhoneError.
    """
    digits = _national(_SEPARATORS.sub("", _seen(text)))
    if _MOBILE.fullmatch(digits):
        return digits
    if landline := _LANDLINE.fullmatch(digits):
        return "-".join(part for part in landline.groups() if part)
    if service := _SERVICE.fullmatch(digits):
        return "-".join(service.groups())
    raise PhoneError(_fault(digits))


def read_phones(text: str) -> str:
    """What somebody typed where a telephone number is asked, as it is stored: up to three numbers joined by 「、」, with extension
    ('0477-5212345转801', also typed as 0477-5212345-801) or of abroad ('+852 9123 4567'); '其他：微信号 abc' for what is no number. A word before
    it (手机：) and a note in brackets behind it (`notes_in`) are left out.

    Raises PhoneError.
    """
    if other := _OTHER.fullmatch(text.strip()):
        return OTHER + " ".join(other[1].split())
    if _NONE.fullmatch(text.strip()):
        raise PhoneError("没有电话的请留空")
    parts = [part for part in _BETWEEN.split(_NOTE.sub(" ", _seen(text))) if part.strip()]
    if not parts:
        raise PhoneError("请填写电话号码")
    found = list(dict.fromkeys(number for part in parts for number in _numbers(part)))
    if len(found) > MOST:
        raise PhoneError(f"最多写 {MOST} 个号码，现在是 {len(found)} 个")
    return AND.join(found)


def notes_in(text: str) -> list[str]:
    """What `read_phones` leaves out of `text`: 儿子, of 13800001234（儿子）."""
    return (
        []
        if _OTHER.fullmatch(text.strip())
        else [note for each in _NOTE.findall(_seen(text)) if (note := each.strip())]
    )


def first_phone(stored: str) -> str:
    """The number by which somebody is found, of those stored by `read_phones`."""
    return stored if stored.startswith(OTHER) else stored.partition(AND)[0]


def mask_phone(phone: str) -> str:
    """前 3 后 4 of each number, without its extension; anything too short to hide something in between is hidden whole."""
    if phone.startswith(OTHER):
        return f"{OTHER}****"
    if AND in phone:
        return AND.join(map(mask_phone, phone.split(AND)))
    if "转" in phone:
        return f"{mask_phone(phone.partition('转')[0])}转***"
    if len(phone) < 8:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"


def _seen(text: str) -> str:
    """In ordinary width, without what is not seen."""
    return "".join(each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")


def _numbers(part: str) -> list[str]:
    """The number in `part`, or several between which stands only a space."""
    part = _WORD.sub("", part)
    try:
        return [_number(part)]
    except PhoneError:
        pieces = part.split()
        if len(pieces) < 2:
            raise
    try:
        return [_number(piece) for piece in pieces]
    except PhoneError:
        return [_number(part)]


def _number(text: str) -> str:
    if parts := _WITH_PARTS.fullmatch(" ".join(_DASHES.sub("-", text).split())):
        return f"{normalise_phone(parts[1])}转{parts[2]}"
    together = _SEPARATORS.sub("", text)
    if extension := _EXTENSION.search(together):
        number = normalise_phone(together[: extension.start()])
        if _MOBILE.fullmatch(number):
            raise PhoneError("手机号码没有分机，请核对")
        return f"{number}转{extension[1]}"
    return _abroad(text) if _ABROAD.match(_SEPARATORS.sub("", text)) else normalise_phone(text)


def _abroad(text: str) -> str:
    import phonenumbers  # seldom needed, and 3 MB

    try:
        number = phonenumbers.parse(text.strip(), "CN")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise PhoneError("这个国家或地区没有这样的电话号码，请核对")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


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
        return f"电话号码中的“{wrong[0]}”不是数字（{HINT if wrong[0] == '转' else NOTES}）"
    if digits.startswith("1"):
        if len(digits) != 11:
            return f"手机号码应为11位，现在是{len(digits)}位"
        return "手机号码第二位应为3至9，请核对"
    if digits.startswith("0"):
        return "座机号码应为区号加7至8位号码，例如 0477-5212345"
    if len(digits) in (7, 8):
        return "座机号码请加区号，例如 0477-5212345"
    return f"请填写11位手机号码，或带区号的座机号码，例如 0477-5212345（{HINT}）"
