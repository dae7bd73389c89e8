"""Money is an integer of 分: reading it, writing it, and writing it in Chinese capitals.

Capitals follow 正确填写票据和结算凭证的基本规定 (annex to 支付结算办法, 银发〔1997〕393号). Where it leaves
a choice we always write the first of its two examples: 零 after 元 when the yuan end in 0 and there are 角
(壹仟陆佰捌拾元零叁角贰分), no 零 between 万 and a 仟 that is not zero (壹拾万柒仟元), and 整 both after 元
and after 角. `parse_capitals` reads every form the rule allows and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import product

__all__ = ["format_yuan", "parse_yuan", "capitals", "parse_capitals", "MoneyError", "MAX_FEN"]

MAX_FEN = 9_999_999_999_999  # the largest amount that is taken, in 分
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_SECTIONS = ("", "万", "亿")
_CURRENCY = re.compile(r"^(?:人民币|RMB|CNY)?¥?|元$")
_VARIANTS = str.maketrans("圆圓正參参叄貳弍陸萬億〇○", "元元整叁叁叁贰贰陆万亿零零")
_CAPITALS = re.compile(
    r"(?:([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?零?"
    r"(?:([壹贰叁肆伍陆柒捌玖])角)?零?(?:([壹贰叁肆伍陆柒捌玖])分)?整?"
)


class MoneyError(ValueError):
    """An amount that cannot be read; the message is Chinese and names the fault."""


def parse_yuan(text: str) -> int:
    """An amount in yuan as typed ('3000', '3,000.00', '３０００元', '￥3000') in 分, 0 to 99,999,999,999.99.

    Raises MoneyError.
    """
    number = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("\u2212", "-")
    number = _CURRENCY.sub("", number)
    if fault := _fault(number):
        raise MoneyError(fault)
    yuan, _, fraction = number.replace(",", "").partition(".")
    fen = int(yuan) * 100 + int(fraction.ljust(2, "0"))
    if fen > MAX_FEN:
        raise MoneyError(f"金额不能超过{format_yuan(MAX_FEN)}元")
    return fen


def format_yuan(fen: int) -> str:
    """'3,000.00'."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan:,}.{rest:02d}"


def capitals(fen: int) -> str:
    """'叁仟元整', in the one form described above. ValueError outside 0 to 99,999,999,999.99."""
    if not 0 <= fen <= MAX_FEN:
        raise ValueError(f"no capitals for {fen} fen")
    return _render(fen, zero_after_yuan=True, zero_between=False, closed=True)


def parse_capitals(text: str) -> int:
    """The 分 of an amount in capitals; 圆, 正, 人民币 and old forms of the digits are understood.

    Raises MoneyError, also where a required 零 is missing or one stands where none may.
    """
    said = re.sub(r"[\s:：￥¥]+", "", text).removeprefix("人民币").translate(_VARIANTS)
    match = _CAPITALS.fullmatch(said) if len(said) <= 60 else None
    if not said or not match or not any(match.groups()):
        raise MoneyError("大写金额无法识别，请按“壹仟肆佰零玖元伍角整”的样式填写")
    yuan, jiao, fen = match.groups()
    amount = _integer(yuan or "") * 100 + _digit(jiao) * 10 + _digit(fen)
    if amount > MAX_FEN or said not in _legal_forms(amount):
        example = f"，{format_yuan(amount)}元应写作“{capitals(amount)}”" if amount <= MAX_FEN else ""
        raise MoneyError(f"大写金额写法不规范{example}")
    return amount


def _fault(number: str) -> str | None:
    if not number:
        return "请填写金额"
    if number.startswith("-"):
        return "金额不能为负数"
    if re.fullmatch(r"[0-9.]+[eE][+-]?[0-9]+", number):
        return "金额请写成普通数字，不要用科学计数法"
    if re.fullmatch(r"[0-9.,]+[十百千万亿]+", number):
        return "请把“万”“千”等换算成元，例如 3万 写成 30000"
    if not re.fullmatch(r"[0-9][0-9,]*(?:\.[0-9]*)?", number):
        return "金额只能填数字，例如 3000 或 3000.50"
    yuan, _, fraction = number.partition(".")
    if "," in yuan and not re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+", yuan):
        return "金额中逗号的位置不对，应为每三位一个，例如 3,000.00"
    if len(fraction) > 2:
        return "金额最多精确到分（小数点后两位）"
    return f"金额不能超过{format_yuan(MAX_FEN)}元" if len(yuan) > 20 else None


def _render(fen: int, *, zero_after_yuan: bool, zero_between: bool, closed: bool) -> str:
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    text = f"{_yuan(yuan, zero_between)}元" if yuan or not rest else ""
    if yuan and ((cents and not jiao) or (jiao and yuan % 10 == 0 and zero_after_yuan)):
        text += "零"
    text += f"{_DIGITS[jiao]}角" if jiao else ""
    text += f"{_DIGITS[cents]}分" if cents else ""
    return text + "整" * (closed and not cents)


def _yuan(yuan: int, zero_between: bool) -> str:
    """Four digits at a time, 零 before a group that begins with 0 and, if wanted, after one that ends in 0."""
    if not yuan:
        return "零"
    text, gap = "", False
    for power in reversed(range(len(_SECTIONS))):
        section = yuan // 10_000**power % 10_000
        if not section:
            gap = True
            continue
        ends_in_zero = yuan // 10_000 ** (power + 1) % 10 == 0
        if text and (gap or section < 1000 or (zero_between and ends_in_zero)):
            text += "零"
        text += _four_digits(section) + _SECTIONS[power]
        gap = False
    return text


def _four_digits(section: int) -> str:
    text = "".join(
        f"{_DIGITS[digit]}{place if digit else ''}"
        for digit, place in zip(map(int, f"{section:04d}"), reversed(_PLACES), strict=True)
    )
    return re.sub("零+", "零", text).strip("零")


def _integer(yuan: str) -> int:
    """The value of the part before 元, read without regard to where its 零 stand."""
    total, _, below = yuan.rpartition("亿")
    upper, _, lower = below.rpartition("万")
    return _group(total) * 10_000**2 + _group(upper) * 10_000 + _group(lower)


def _group(section: str) -> int:
    pairs = re.findall(r"([壹贰叁肆伍陆柒捌玖]?)([拾佰仟]?)", section)
    return sum((_digit(digit) or (place != "")) * 10 ** _PLACES.index(place) for digit, place in pairs)


def _digit(character: str | None) -> int:
    return _DIGITS.index(character) if character else 0


def _legal_forms(fen: int) -> set[str]:
    choices = product((True, False), repeat=3)
    return {_render(fen, zero_after_yuan=a, zero_between=b, closed=c) for a, b, c in choices}
