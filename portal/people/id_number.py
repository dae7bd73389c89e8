"""公民身份号码 (GB 11643): reading, checking and masking the 18 digits.

The date of birth and the check digit decide whether a number is valid; the first six digits never do, for old county
codes stay in their holders' numbers for life.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import mul

from portal import clock
from portal.people.masking import mask_document

__all__ = ["IdNumber", "IdNumberError"]

EARLIEST_BIRTH_YEAR = 1850
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # 2^(17-i) mod 11
_CHECK_CHARACTERS = "10X98765432"
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХ×✕✖", "ABEKMHOPCTXXXX")  # Cyrillic, and the signs that stand in for X
_CENTENARIANS = ("996", "997", "998", "999")  # sequences of 15-digit numbers of those born before 1900
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212\u200b\ufeff]+")


class IdNumberError(ValueError):
    """An identity document number that cannot be right; the message is Chinese and names the fault."""


def compact(text: str) -> str:
    """`text` in half width and capitals, without spaces and dashes, a Cyrillic Х as X: how any document number is compared."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper().translate(_LOOK_ALIKE)


def second_generation(digits: str) -> str:
    """The 18 characters of whoever has the 15-digit number `digits`: the century before the year, the check digit behind
    (GB 11643-1999, 国发〔1999〕15号). Old files still have such numbers. The century is the 19th for the sequences given to those over a
    hundred, else the 20th: nobody born later ever had one."""
    body = f"{digits[:6]}{'18' if digits[12:] in _CENTENARIANS else '19'}{digits[6:]}"
    return body + check_character(body)


def check_character(body: str) -> str:
    """The 18th character for the first 17 digits (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(map(mul, map(int, body), _WEIGHTS))
    return _CHECK_CHARACTERS[total % 11]


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A valid 18-digit number of GB 11643 form, whoever issued it."""

    value: str
    birth_date: date
    gender: str
    prefix: str

    @classmethod
    def parse(cls, text: str, today: date | None = None) -> IdNumber:
        """Read what somebody typed or pasted; `today` (default: now in China) bounds the date of birth.

        Numbers of 15 digits are refused, not converted: they have been void since 2013 and their two-digit
        year does not say which century.

        Raises IdNumberError.
        """
        value = compact(text)
        _require_shape(value)
        birth_date = _birth_date(value[6:14], today or clock.today())
        if check_character(value[:17]) != value[17]:
            raise IdNumberError("身份证号码校验不通过，请对照证件逐位核对（常见的是看错一位或前后两位写反）")
        return cls(value, birth_date, "男" if int(value[16]) % 2 else "女", value[:6])

    @property
    def masked(self) -> str:
        """前 6, as lists show it (`portal.people.masking`)."""
        return mask_document(self.value)


def _require_shape(value: str) -> None:
    if _SHAPE.fullmatch(value):
        return
    if not value:
        raise IdNumberError("请填写身份证号码")
    if re.fullmatch(r"[0-9]{15}", value):
        raise IdNumberError("这是15位的第一代身份证号码，2013年起已停止使用，请填写18位号码")
    if len(value) != 18:
        raise IdNumberError(f"身份证号码应为18位，现在是{len(value)}位")
    for position, character in enumerate(value[:17], start=1):
        if character not in "0123456789":
            raise IdNumberError(f"身份证号码第{position}位“{character}”不是数字")
    raise IdNumberError(f"身份证号码最后一位只能是数字或X，现在是“{value[17]}”")


def _birth_date(digits: str, today: date) -> date:
    try:
        birth_date = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        fault = "不存在"
    else:
        if birth_date.year >= EARLIEST_BIRTH_YEAR and birth_date <= today:
            return birth_date
        fault = "晚于今天" if birth_date > today else f"早于{EARLIEST_BIRTH_YEAR}年"
    said = f"{digits[:4]}年{digits[4:6]}月{digits[6:]}日"
    raise IdNumberError(f"身份证号码中的出生日期{said}{fault}，请核对第7至14位")
