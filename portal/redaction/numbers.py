"""What looks like a number of a person, or like a password, in a text, however it is written.

A number counts without its check digit being right: a typing mistake still reveals whose it is. Only an account of a bank, which has no
other mark, needs the check digit of ISO/IEC 7812.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from portal.typed.characters import UNSEEN

SHORTEST, LONGEST = 10, 20  # digits
BLANK = ("Zs", "Zl", "Zp", "Pd", "Mn", "Me")  # categories of Unicode
ID, DOCUMENT, PHONE, ACCOUNT, PASSWORD = "身份证号", "证件号", "电话号码", "银行账号", "密码"

_BETWEEN = r"(?:[\W_年月日]|后[四4]位?|尾号)"  # 152722 1978年06月01日 996X, 15272219780601后四位996X
_CHAIN = re.compile(rf"[0-9]+X?(?:{_BETWEEN}{{1,6}}(?:[0-9]+X?|X))*")
_PART = re.compile(r"[0-9]+X?|X")
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_SHAPES = (
    # with the two digits behind it: 残疾人证 (category and grade)
    (ID, re.compile(rf"[1-9][0-9]{{5}}(?:18|19|20)[0-9]{{2}}{_DAY}[0-9]{{3}}[0-9X](?:[1-7][1-4])?")),
    (ID, re.compile(rf"[1-9][0-9]{{7}}{_DAY}[0-9]{{3}}")),  # of the first generation
    # with one character forgotten or one too many: whose it is follows all the same
    (ID, re.compile(rf"(?=.{{17}}$|.{{19}}$)[0-9]{{5,7}}(?:18|19|20)[0-9]{{2}}{_DAY}[0-9]{{3,4}}[0-9X]?")),
    (PHONE, re.compile(r"(?:(?:00)?86)?0?1[3-9][0-9]{9}")),
    (PHONE, re.compile(r"(?:(?:00)?86)?0(?:10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7}")),
    (PHONE, re.compile(r"(?:00)?86(?:10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7}")),
)
# By `kind0`, `kind1` …; and what none of them begins with is told by one look.
_SHAPE = re.compile("|".join(f"(?P<kind{place}>{shape.pattern})" for place, (_, shape) in enumerate(_SHAPES)))
_BEGINS = re.compile("|".join(re.sub(r"^\(\?=.*?\)", "", shape.pattern) for _, shape in _SHAPES) + "|[3-9][0-9]{15}")
_FIRST_GROUP = {ID: 5, PHONE: 3, ACCOUNT: 4}  # digits, between signs that also stand between the numbers of a list
_ACCOUNT = re.compile(r"[3-9][0-9]{15,18}")
_LETTERED = re.compile(  # permits of Hong Kong and Macao, older cards of permanent residents, passports of China
    r"(?<![A-Z0-9])(?:[HM] ?[0-9]{8}(?:[0-9]{2})?|[A-Z]{3} ?[0-9]{12}|E[A-HJ-NP-Z]? ?[0-9]{7,8}|[GDSPK] ?[0-9]{8})(?![A-Z0-9])"
)
_SAID = r"(?:号码|号)?[ :是为=]{0,4}"
_NAMED = (  # what a word before it tells
    (
        DOCUMENT,
        re.compile(
            rf"(?:身份证|证件|护照|通行证|居住证|居留证|台胞证|回乡证|军官证|士兵证|警官证|驾驶证|残疾人?证|社保卡|户口[簿本]){_SAID}(?:[一-鿿]{{1,3}}字第?)?"
            r"((?=[A-Z0-9 ]*[0-9]{4})[A-Z0-9](?:[A-Z0-9 ]{3,22}[A-Z0-9]))"
        ),
    ),
    (ACCOUNT, re.compile(rf"(?:账号|帐号|卡号|存折|银行卡|一卡通){_SAID}([0-9](?: ?[0-9]){{7,29}})")),
    (PHONE, re.compile(rf"(?:电话|手机|座机){_SAID}([2-9][0-9]{{6,7}})(?![0-9])")),
)
_PASSWORDS = (  # in the text as it is: whatever is on the keyboard is part of one
    re.compile(r"(?:密\s{0,3}码|口令)(?:已?[改换设]成?了?)?[\s:：是为成了=(（【\[“‘「『\"']{0,5}([!-~]{4,})"),
    re.compile(
        r"(?:passw(?:or)?d|passcode|\bpass|\bpwd)['\"]?(?:\s{0,3}[:：=（是为]|\s{1,3}\()\s{0,3}['\"“‘「]?([!-&(-~]{4,})",
        re.IGNORECASE,
    ),
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DATE = re.compile(rf"(?:19|20)[0-9]{{2}} ?(?:{_DAY}|[0-9]{{1,2}} [0-9]{{1,2}})?")
_HAN = dict(zip("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两十拾", "00123456789123456789" + "1211", strict=True))
# A character that is written for a dash between digits (138一0013一8000); it counts only in what is a number beyond doubt.
_STROKE = re.compile(r"(?<=[0-9])( *)([一⼀〇ーｰㅡ丨]{1,2})(?= *[0-9X])")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_WORTH_A_LOOK = re.compile(r"[0-9]{5}|(?:[0-9][\W_年月日]{0,6}){7}")
_WORD = re.compile(r"[证照账帐卡折通话机簿本]")


@dataclass(frozen=True)
class Number:
    """A number found at `text[start:end]`; `value` is what it is without anything between its digits."""

    kind: str
    value: str
    start: int
    end: int


def numbers_in(text: str) -> list[Number]:
    """The numbers of persons and the passwords in `text`, in their order; none overlaps another.

    The work grows with the length of the text, not with its square: whether a place is taken is looked up, in `taken`.
    """
    plain = text.translate(_folding())
    counted = plain.translate(_counting())
    found, taken = [], bytearray(len(text))

    def take(candidates: Iterable[Number]) -> None:
        for each in candidates:
            if taken.find(1, each.start, each.end) < 0:
                taken[each.start : each.end] = b"\1" * (each.end - each.start)
                found.append(each)

    take(Number(PASSWORD, each[1], *each.span(1)) for pattern in _PASSWORDS for each in pattern.finditer(text))
    dashed = _STROKE.sub(lambda match: match[1] + "-" * len(match[2]), plain)
    for read in dict.fromkeys((plain, counted, dashed)):
        if _WORTH_A_LOOK.search(read):
            candidates = filter(_is_whole, _shaped(read)) if read is dashed is not plain else _candidates(read)
            take(sorted(candidates, key=lambda one: one.start - one.end))  # the longest first
    return sorted(found, key=lambda each: each.start)


def _is_whole(number: Number) -> bool:
    """Whether it is, beyond doubt, an ID number (its check character by ISO 7064 MOD 11-2) or that of a mobile telephone."""
    if number.kind == ID and len(number.value) == 18:
        places = (10 if each == "X" else int(each) for each in number.value)
        return sum(each << 17 - place for place, each in enumerate(places)) % 11 == 1
    return number.kind == PHONE and bool(_MOBILE.fullmatch(number.value))


def _candidates(text: str) -> Iterator[Number]:
    shaped = [*_shaped(text), *_lettered(text)]
    yield from shaped
    if not _WORD.search(text):
        return
    shortest: dict[int, int] = {}  # where one starts → where the shortest of those ends
    for each in shaped:
        shortest[each.start] = min(each.end, shortest.get(each.start, each.end))
    for kind, pattern in _NAMED:
        for match in pattern.finditer(text):
            start, end = match.span(1)
            inside = any(shortest.get(place, end + 1) <= end for place in range(start, end))
            if not inside and not _DATE.fullmatch(match[1]):
                yield Number(kind, match[1].replace(" ", ""), start, end)


def _shaped(text: str) -> Iterator[Number]:
    for chain in _CHAIN.finditer(text):
        parts = list(_PART.finditer(text, *chain.span()))
        digits, at = "".join(each[0] for each in parts), 0
        for first in range(len(parts)):
            begins = _BEGINS.match(digits, at, at + LONGEST)
            at += len(parts[first][0])
            if not begins:
                continue
            for last, joined in enumerate(accumulate(each[0] for each in parts[first : first + LONGEST])):
                if len(joined) > LONGEST:
                    break
                if len(joined) < SHORTEST or not (kind := _kind(joined)):
                    continue
                start, end = parts[first].start(), parts[first + last].end()
                if _is_one(kind, parts[first : first + last + 1], text[start:end]):
                    yield Number(kind, joined, start, end)


def _is_one(kind: str, parts: list[re.Match], written: str) -> bool:
    """Whether the parts are groups of one number and no list of several: 13、15、101、1001."""
    if not re.search(r"[^0-9X ]", written):
        return True
    first = parts[0][0]
    return (len(first) >= _FIRST_GROUP[kind] and not _YEAR.fullmatch(first)) or all(len(part[0]) == 1 for part in parts)


def _kind(digits: str) -> str:
    if found := _SHAPE.fullmatch(digits):
        return _SHAPES[int(found.lastgroup[4:])][0]
    return ACCOUNT if is_account(digits) else ""


def is_account(digits: str) -> bool:
    """Whether it has the length and the check digit of a bank card."""
    return bool(_ACCOUNT.fullmatch(digits)) and _luhn(digits)


def _lettered(text: str) -> Iterator[Number]:
    found = (Number(DOCUMENT, match[0].replace(" ", ""), *match.span()) for match in _LETTERED.finditer(text))
    return (each for each in found if not _DATE.fullmatch(each.value[1:]))  # D20261121 is one of our own numbers


def _luhn(digits: str) -> bool:
    """The check digit of a bank card (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(each), 10)) for each in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


@cache
def _folding() -> dict[int, str]:
    """Each character to one character, so that places stay the same: digits of any script, letters of any width, and a space for
    whatever may stand between digits, seen or not."""
    folded = dict.fromkeys(UNSEEN, " ")
    for code in range(0x20000):  # beyond are Han characters, and planes without any
        character = chr(code)
        if (digit := unicodedata.digit(character, None)) is not None:
            folded[code] = str(digit)
        elif unicodedata.category(character) in BLANK or character in "\t\n\r\u2212().+（）．＋":
            folded[code] = " "
    wide = {0xFF01 + place: chr(0x21 + place).upper() for place in range(94)}
    capitals = {ord(each): each.upper() for each in "abcdefghijklmnopqrstuvwxyz"}
    return capitals | wide | {ord(each): "X" for each in "ХхΧχ×Ⅹⅹ"} | folded


@cache
def _counting() -> dict[int, str]:
    return {ord(character): digit for character, digit in _HAN.items()}
