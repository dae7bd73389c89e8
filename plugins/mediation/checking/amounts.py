"""Amounts in the text: figures, capitals and Chinese numerals are read, and compared with the sum and its instalments.

What an amount in a term may be: the sum; an instalment; one of several that make up the sum, where what is taken off (扣除, 已付) counts below zero; a rate
(每月 500 元). Anything else is asked about.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from plugins.mediation.checking.draft import Draft, Finding, term_at
from portal.money import MAX_FEN, MoneyError, capitals, format_yuan, parse_capitals

__all__ = ["Amount", "amounts_in", "check", "check_rest", "parts_of", "read_numerals", "uneven"]

MOST_PARTS = 12  # of so many amounts every way to add them up is tried

DIGITS_IN_CAPITALS = "壹贰貳叁叄參肆伍陆陸柒捌玖"
WORDS = f"零〇拾佰仟万萬亿億一二两三四五六七八九十百千{DIGITS_IN_CAPITALS}"
SMALL = "[壹贰叁肆伍陆柒捌玖]"
CHANGE = f"(?:零?{SMALL}角)?(?:零?{SMALL}分)?[整正]?"
LONGEST = 15  # digits of a number that may be an amount
# A run of figures or of numerals is taken whole, whether it is an amount or not (`_fen`), and never begun again from within: a text of any
# length is read once.
AMOUNT = re.compile(
    rf"(?:人民币)?(?P<words>[{WORDS}]++)"
    rf"(?:(?P<yuan>[元圆圓块](?:(?P<small>[一二两三四五六七八九])角|{CHANGE}))|(?P<jiaofen>角(?:{SMALL}分)?[整正]?|分))?+"
    r"|(?P<sign>¥\s*+)?(?P<figures>\d[\d,]*+(?:\.\d++)?+)(?P<whole>\s*+(?P<unit>亿|千万|百万|万|千|百)?+\s*+[元圆](?:(?P<jiao>\d)角)?(?:(?P<fen>\d)分)?)?+"
)
UNITS = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3, "百": 100, None: 1}
NEAR = 16  # characters before an amount that say what it is there
RATE = re.compile(r"(?:每|单价|日租|月租|/)[^，。；,;]{0,8}$")
PER = re.compile(r"\s*+(?:/|每|一)\s*+(?:人|月|年|日|天|次|亩|平方米|平米|吨|斤|户|期|季)")
LESS = re.compile(r"(?:扣除|减去|扣减|抵扣|抵销|减免|已付|已支付|已给付|已赔偿|已经支付|已垫付|垫付)[^，。；,;]{0,10}$")
REST = re.compile(r"(?:余款|余额|剩余|下余|尚欠|下欠|还欠|尚未付|没有付)[^，。；,;]{0,8}$")
BETWEEN = re.compile(r"[\s（(，,、:：]*+(?:人民币|大写|小写|即|计|为|¥)*+[\s:：]*+")
DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
PLACES = {"十": 10, "百": 100, "千": 1000}
LAW = "人民调解法第二十九条"


@dataclass(frozen=True)
class Amount:
    """An amount that stands in a text: its 分 (None: capitals that nobody can read), and as what it stands there. differs: in capitals beside it another one is
    written, which is said of the two and not once more of the sum."""

    text: str
    fen: int | None
    upper: bool = False
    rate: bool = False
    less: bool = False
    differs: bool = False


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
    if draft.amount_fen is not None and draft.owed_fen is not None:
        yield from _plan(draft, draft.amount_fen, draft.owed_fen)


def _plan(draft: Draft, whole: int, owed: int) -> Iterator[Finding]:
    """Instalments make up the sum; those of a change what is left of it."""
    planned, paid = sum(fen for _, fen in draft.plan), draft.paid_fen
    if paid is not None and owed < 0:
        told = f"已经付了 {format_yuan(paid)} 元，多于协议金额 {format_yuan(whole)} 元，请改正。"
        yield Finding("amount", "协议金额少于已付", told, must=True)
    elif draft.plan and planned != owed and paid is None:
        yield Finding("amount", "分期合计", uneven(planned, whole), must=True)
    elif draft.plan and planned != owed:
        told = f"协议金额 {format_yuan(whole)} 元，已付 {format_yuan(paid or 0)} 元，还应付 {format_yuan(owed)} 元"
        yield Finding("plan", "分期合计", f"还没有付的各期合计 {format_yuan(planned)} 元，{told}，不一致。", must=True)


def uneven(planned: int, whole: int) -> str:
    """What is said of instalments that come to `planned`, and not to the sum."""
    return f"分期合计 {format_yuan(planned)} 元，协议金额是 {format_yuan(whole)} 元，不一致。"


def _pairs(at: str, text: str) -> Iterator[Finding]:
    found = list(_found(text))
    plain = _plain(text)
    for amount, _, _ in found:
        if amount.fen is None:
            yield Finding(at, "大写金额", f"大写金额“{amount.text}”写法不规范，无法识别，请改正。", must=True)
    for left, right in pairwise(found):
        (one, *_), (other, *_) = left, right
        if _differ(left, right, plain):
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
    instalments.add(sum(fen for _, fen in draft.plan))  # that it is not the sum is said of the plan
    if draft.paid_fen is not None:
        instalments |= {draft.paid_fen, whole - draft.paid_fen}
    for at, (place, amount) in enumerate(named):
        if at in fitting or amount.fen in instalments or amount.differs:
            continue
        told = f"“{amount.text}”与协议金额 {format_yuan(whole)} 元不一致"
        if fitting:
            yield Finding(term_at(place), "另外的金额", f"{told}，是另外的数额请核对。", LAW)
        else:
            more = "，各项也加不成这个数" if len(named) > 1 else ""
            yield Finding(term_at(place), "条款与协议金额", f"{told}{more}，请改正。", LAW, must=True)


def check_rest(draft: Draft, text: str, at: str) -> Iterator[Finding]:
    """余款 60000 元 in a term of a change, where another amount is left after what was paid, or after some of the instalments."""
    if draft.owed_fen is None:
        return
    planned, plain = [fen for _, fen in draft.plan], _plain(text)
    rests = {*planned, *(draft.owed_fen - sum(planned[:count]) for count in range(len(planned) + 1))}
    for amount, begin, _ in _found(text):
        if REST.search(plain[max(0, begin - NEAR) : begin]) and amount.fen is not None and amount.fen not in rests:
            told = f"“{amount.text}”与还应付的 {format_yuan(draft.owed_fen)} 元不一致，请改正。"
            yield Finding(at, "余款", told, LAW, must=len(_said_once(text)) == 1)


def _said_once(text: str) -> list[Amount]:
    """The amounts of one term: one that stands there in figures and beside them in capitals is one."""
    found, plain = list(_found(text)), _plain(text)
    twice = {right[1] for left, right in pairwise(found) if _beside(left, right, plain)}
    unequal = {left[1] for left, right in pairwise(found) if _differ(left, right, plain)}
    return [replace(amount, differs=begin in unequal) for amount, begin, _ in found if begin not in twice]


def _differ(left: tuple[Amount, int, int], right: tuple[Amount, int, int], plain: str) -> bool:
    """Whether two that are meant as one are not."""
    one, other = left[0].fen, right[0].fen
    return _beside(left, right, plain) and None not in (one, other) and one != other


def _beside(left: tuple[Amount, int, int], right: tuple[Amount, int, int], plain: str) -> bool:
    """Whether two amounts are one, in figures and in capitals."""
    return left[0].upper != right[0].upper and bool(BETWEEN.fullmatch(plain[left[2] : right[1]]))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _found(text: str) -> Iterator[tuple[Amount, int, int]]:
    plain = _plain(text)
    for match in AMOUNT.finditer(plain):
        begin, end = match.span()
        upper = bool(match["words"]) and any(each in DIGITS_IN_CAPITALS for each in match[0])
        if match["jiaofen"]:
            begin = match.start("jiaofen") - 1  # 伍角
        said = plain[begin:end]
        if not _is_amount(match, said, upper=upper):
            continue
        fen = _in_capitals(said) if upper else _fen(match)
        if fen is None and not upper:
            continue
        before = plain[max(0, begin - NEAR) : begin]
        rate, less = bool(RATE.search(before) or PER.match(plain, end)), bool(LESS.search(before))
        yield Amount(said.strip(), fen, upper, rate, less), begin, end


def _is_amount(match: re.Match, said: str, *, upper: bool) -> bool:
    """Whether what was taken is more than a number."""
    if match["figures"]:
        return bool(match["whole"] or match["sign"])
    if match["yuan"]:
        return not upper or match["yuan"][0] != "块"
    return bool(match["jiaofen"] and re.match(SMALL, said))


@lru_cache(maxsize=1024)
def _in_capitals(said: str) -> int | None:
    try:
        return parse_capitals(said)
    except MoneyError:
        return None


def _fen(match: re.Match) -> int | None:
    """What figures or numerals say; None for what is no amount: too long, or finer than a 分."""
    if match["words"]:
        yuan = read_numerals(match["words"]) if len(match["words"]) <= LONGEST * 2 else None
        fen = None if yuan is None else yuan * 100 + DIGITS.get(match["small"], 0) * 10
        return None if fen is None or fen > MAX_FEN else fen
    whole, _, fraction = match["figures"].replace(",", "").partition(".")
    if len(whole) > LONGEST or len(fraction) > LONGEST:
        return None
    scaled, rest = divmod(int(whole + fraction) * UNITS[match["unit"]] * 100, 10 ** len(fraction))
    fen = scaled + int(match["jiao"] or 0) * 10 + int(match["fen"] or 0)
    return None if rest or fen > MAX_FEN else fen
