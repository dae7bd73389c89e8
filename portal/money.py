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
_CURRENCY = re.compile(r"^(?:人民币:?|RMB|CNY)?¥?|元$")
_ROUND = re.compile(r"(?<=[0-9元角千万亿])[整正]$")
_UNITS = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3}
_IN_UNITS = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)(亿|千万|百万|万|千)")
_ONLY_FIGURES = "金额只能填数字，例如 3000 或 3000.50（也认 3千元、1.2万元、叁仟元整；“三千”“3000块”请改写）"
_VARIANTS = str.maketrans("圆圓正參参叄貳弍陸萬億〇○", "元元整叁叁叁贰贰陆万亿零零")
_CAPITALS = re.compile(
    r"(?:([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?零?"
    r"(?:([壹贰叁肆伍陆柒捌玖])角)?零?(?:([壹贰叁肆伍陆柒捌玖])分)?整?"
)


_IN_CAPITALS = re.compile("[壹贰叁肆伍陆柒捌玖]|^(?:人民币)?零元")  # 三千零五 is not


class MoneyError(ValueError):
    """An amount that cannot be read; the message is Chinese and names the fault."""


def parse_yuan(text: str) -> int:
    """An amount in yuan as typed, in 分, 0 to 99,999,999,999.99: '3000', '3,000.00', '３０００元整', '￥3000', '1.2万元', '3万5千',
    '3000元5角', '叁仟元整'.

    Raises MoneyError, also for what may mean two amounts (3万5).
    """
    number = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("\u2212", "-")
    if _IN_CAPITALS.search(number.translate(_VARIANTS)) and not re.search("[0-9]", number):
        return parse_capitals(number)
    number = _CURRENCY.sub("", _ROUND.sub("", re.sub("[圆圓]", "元", number)))
    number, small = _small_change(number)
    fen = _in_units(number) if re.match("[0-9].*[千万亿]", number) else _in_figures(number)
    if small and (fen % 100 or "." in number):
        raise MoneyError(_ONLY_FIGURES)
    if fen > MAX_FEN:  # 99 分 fit behind all whole yuan up to there
        raise MoneyError(f"金额不能超过{format_yuan(MAX_FEN)}元")
    return fen + small


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


def _in_figures(number: str) -> int:
    if fault := _fault(number):
        raise MoneyError(fault)
    yuan, _, fraction = number.replace(",", "").partition(".")
    return int(yuan) * 100 + int(fraction.ljust(2, "0"))


def _small_change(number: str) -> tuple[str, int]:
    """`number` without the 角 and 分 at its end, and those in 分."""
    found = re.fullmatch(r"(.*?)元?(?:([0-9])角)?(?:([0-9])分)?", number)
    if not found or not (found[2] or found[3]) or not re.search("[元角分]", number):
        return number, 0
    return found[1] or "0", int(found[2] or 0) * 10 + int(found[3] or 0)


def _in_units(number: str) -> int:
    """分 of 1.2万, 3万5千, 1万2000: each part smaller than the one before."""
    total, below, at = 0, MAX_FEN, 0
    for part in _IN_UNITS.finditer(number):
        whole, _, fraction = part[1].partition(".")
        times = _UNITS[part[2]] * 100
        if part.start() != at or len(part[1]) > 20 or times >= below or _fault(whole) or (int(fraction or 0) and at):
            raise MoneyError(_ONLY_FIGURES)
        fen, rest = divmod(int(whole.replace(",", "") + fraction) * times, 10 ** len(fraction))
        if rest:
            raise MoneyError("金额最多精确到分（小数点后两位）")
        if at and fen >= below:
            raise MoneyError(_ONLY_FIGURES)
        total, below, at = total + fen, times, part.end()
    if not (tail := number[at:]):
        return total
    if re.fullmatch("[1-9]", tail):
        likely, other = total + int(tail) * below // 10, total + int(tail) * 100
        raise MoneyError(f"“{number}”可能是{format_yuan(likely)}元，也可能是{format_yuan(other)}元，请写成数字")
    if not re.fullmatch("[1-9][0-9]*", tail) or (rest := _in_figures(tail)) >= below:
        raise MoneyError(_ONLY_FIGURES)
    return total + rest


def _fault(number: str) -> str | None:
    if not number:
        return "请填写金额"
    if number.startswith("-"):
        return "金额不能为负数"
    if re.fullmatch(r"[0-9.]+[eE][+-]?[0-9]+", number):
        return "金额请写成普通数字，不要用科学计数法"
    if not re.fullmatch(r"[0-9][0-9,]*(?:\.[0-9]*)?", number):
        return _ONLY_FIGURES
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
    return sum((_digit(digit) or bool(place)) * 10 ** _PLACES.index(place) for digit, place in pairs)


def _digit(character: str | None) -> int:
    return _DIGITS.index(character) if character else 0


def _legal_forms(fen: int) -> set[str]:
    choices = product((True, False), repeat=3)
    return {_render(fen, zero_after_yuan=a, zero_between=b, closed=c) for a, b, c in choices}
