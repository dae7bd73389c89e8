"""Amounts in the text: figures, capitals and Chinese numerals are read, and compared with the sum and its instalments.

What an amount in a term may be: the sum; an instalment; one of several that make up the sum, where what is taken off (扣除, 已付) counts below zero; a rate
(每月 500 元). Anything else is asked about.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from plugins.mediation.checking.draft import Draft, Finding, term_at
from portal.money import MAX_FEN, MoneyError, capitals, format_yuan, parse_capitals

__all__ = ["Amount", "amounts_in", "check", "parts_of", "read_numerals"]

MOST_PARTS = 12  # of so many amounts every way to add them up is tried

UPPER = "零〇壹贰貳叁叄參肆伍陆陸柒捌玖拾佰仟万萬亿億"
NUMBER = r"\d[\d,]*(?:\.\d+)?"
SMALL = "[壹贰叁肆伍陆柒捌玖]"
AMOUNT = re.compile(
    rf"(?P<upper>(?:人民币)?[{UPPER}]*[壹贰貳叁叄參肆伍陆陸柒捌玖][{UPPER}]*[元圆圓](?:零?{SMALL}角)?(?:零?{SMALL}分)?[整正]?|{SMALL}角(?:{SMALL}分)?[整正]?|{SMALL}分)"
    rf"|(?P<figures>{NUMBER})\s*(?P<unit>亿|千万|百万|万|千|百)?\s*[元圆](?:(?P<jiao>\d)角)?(?:(?P<fen>\d)分)?"
    rf"|¥\s*(?P<signed>{NUMBER})"
    r"|(?P<numerals>[零〇一二两三四五六七八九十百千万亿]+)[元块](?:(?P<small>[一二两三四五六七八九])角)?"
)
UNITS = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3, "百": 100, None: 1}
RATE = re.compile(r"(?:每|单价|日租|月租|/)[^，。；,;]{0,8}$")
PER = re.compile(r"^\s*(?:/|每|一)\s*(?:人|月|年|日|天|次|亩|平方米|平米|吨|斤|户|期|季)")
LESS = re.compile(r"(?:扣除|减去|扣减|抵扣|抵销|减免|已付|已支付|已给付|已赔偿|已经支付|已垫付|垫付)[^，。；,;]{0,10}$")
BETWEEN = re.compile(r"[\s（(，,、:：]*(?:人民币|大写|小写|即|计|为|¥)*[\s:：]*")
DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
PLACES = {"十": 10, "百": 100, "千": 1000}
LAW = "人民调解法第二十九条"


@dataclass(frozen=True)
class Amount:
    """An amount that stands in a text: its 分 (None: capitals that nobody can read), and as what it stands there."""

    text: str
    fen: int | None
    upper: bool = False
    rate: bool = False
    less: bool = False


def amounts_in(text: str) -> list[Amount]:
    """The amounts in `text`, in their order."""
    return [amount for amount, _, _ in _found(text)]


def read_numerals(text: str) -> int | None:
    """三千五百 as 3500, 十五万 as 150000; None for what may mean two numbers (三千五) or none."""
    total = section = digit = 0
    last = 1
    for each in text:
        if each in DIGITS:
            digit, last = DIGITS[each], 1 if each in "零〇" else last
        elif each in PLACES:
            section, digit, last = section + (digit or 1) * PLACES[each], 0, PLACES[each]
        else:
            unit = 10**4 if each == "万" else 10**8
            total = (total + section + digit) * unit
            section, digit, last = 0, 0, unit
    if digit and last > 10:
        return None
    return total + section + digit


def parts_of(amounts: list[Amount], whole: int) -> set[int]:
    """The places of those of `amounts` that stand in some sum of them that makes `whole`; what is taken off counts below zero."""
    fen = [-each.fen if each.less else each.fen for each in amounts if each.fen is not None]
    if len(fen) != len(amounts):
        return set()
    if len(fen) > MOST_PARTS:
        return set(range(len(fen))) if sum(fen) == whole else {at for at, each in enumerate(fen) if each == whole}
    reached: list[tuple[int, int]] = [(0, 0)]  # the sum, and which are in it, a bit each
    for at, each in enumerate(fen):
        reached += [(total + each, places | 1 << at) for total, places in reached]
    used = 0
    for total, places in reached:
        used |= places if total == whole else 0
    return {at for at in range(len(fen)) if used >> at & 1}


def check(draft: Draft) -> Iterator[Finding]:
    """Capitals beside figures; amounts that are not the sum, an instalment or a part of it; instalments that do not add up."""
    for at, text in draft.clauses:
        yield from _pairs(at, text)
    yield from _sum(draft)
    if (
        draft.plan
        and draft.amount_fen is not None
        and (planned := sum(fen for _, fen in draft.plan)) != draft.amount_fen
    ):
        told = f"分期合计 {format_yuan(planned)} 元，协议金额是 {format_yuan(draft.amount_fen)} 元，不一致。"
        yield Finding("amount", "分期合计", told, must=True)


def _pairs(at: str, text: str) -> Iterator[Finding]:
    found = list(_found(text))
    plain = _plain(text)
    for amount, _, _ in found:
        if amount.fen is None:
            yield Finding(at, "大写金额", f"大写金额“{amount.text}”写法不规范，无法识别，请改正。", must=True)
    for left, right in pairwise(found):
        (one, *_), (other, *_) = left, right
        if _beside(left, right, plain) and None not in (one.fen, other.fen) and one.fen != other.fen:
            figures, upper = (other, one) if one.upper else (one, other)
            written = f"“{figures.text}”的大写是“{capitals(figures.fen or 0)}”"
            yield Finding(at, "大小写金额", f"大写“{upper.text}”与小写不一致，{written}。", must=True)


def _sum(draft: Draft) -> Iterator[Finding]:
    named = [
        (place, amount)
        for place, text in enumerate(draft.terms)
        for amount in _said_once(text)
        if amount.fen is not None and not amount.rate
    ]
    if not named:
        if draft.amount_fen and draft.way != "act":
            told = f"协议金额 {format_yuan(draft.amount_fen)} 元，条款里没有写谁付给谁多少。"
            yield Finding("amount", "条款没有写金额", told, LAW)
        return
    if draft.amount_fen is None:
        told = f"条款写了“{'、'.join(dict.fromkeys(each.text for _, each in named))}”，协议金额空着。"
        yield Finding("amount", "协议金额空着", told, LAW)
        return
    whole, amounts = draft.amount_fen, [each for _, each in named]
    fitting = parts_of(amounts, whole)
    instalments = {fen for _, fen in draft.plan}
    for at, (place, amount) in enumerate(named):
        if at in fitting or amount.fen in instalments:
            continue
        told = f"“{amount.text}”与协议金额 {format_yuan(whole)} 元不一致"
        if fitting:
            yield Finding(term_at(place), "另外的金额", f"{told}，是另外的数额请核对。", LAW)
        else:
            more = "，各项也加不成这个数" if len(named) > 1 else ""
            yield Finding(term_at(place), "条款与协议金额", f"{told}{more}，请改正。", LAW, must=True)


def _said_once(text: str) -> list[Amount]:
    """The amounts of one term: one that stands there in figures and beside them in capitals is one."""
    found, plain = list(_found(text)), _plain(text)
    twice = [right for left, right in pairwise(found) if _beside(left, right, plain)]
    return [each[0] for each in found if each not in twice]


def _beside(left: tuple[Amount, int, int], right: tuple[Amount, int, int], plain: str) -> bool:
    """Whether two amounts are one, in figures and in capitals."""
    return left[0].upper != right[0].upper and bool(BETWEEN.fullmatch(plain[left[2] : right[1]]))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _found(text: str) -> Iterator[tuple[Amount, int, int]]:
    plain = _plain(text)
    for match in AMOUNT.finditer(plain):
        fen = _fen(match)
        if fen is None and not match["upper"]:
            continue
        before, after = plain[: match.start()], plain[match.end() :]
        rate, less = bool(RATE.search(before) or PER.match(after)), bool(LESS.search(before))
        amount = Amount(match[0].strip(), fen, bool(match["upper"]), rate, less)
        yield amount, match.start(), match.end()


def _fen(match: re.Match) -> int | None:
    if match["upper"]:
        try:
            return parse_capitals(match["upper"])
        except MoneyError:
            return None
    if match["numerals"]:
        yuan = read_numerals(match["numerals"])
        return None if yuan is None else yuan * 100 + DIGITS.get(match["small"], 0) * 10
    whole, _, fraction = (match["figures"] or match["signed"]).replace(",", "").partition(".")
    unit = UNITS[match["unit"]]
    scaled, rest = divmod(int(whole + fraction) * unit * 100, 10 ** len(fraction))
    fen = scaled + int(match["jiao"] or 0) * 10 + int(match["fen"] or 0)
    return None if rest or fen > MAX_FEN or len(whole) > 15 else fen
