"""Names, numbers and addresses, replaced by invented ones: the same by the same within one copy, and none to be led back.

What somebody is called is drawn with a key that is thrown away with the copy. ID numbers keep province, year and month of birth and sex, in
a county that does not exist; telephone numbers have the unassigned prefix 154: nobody has them.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from portal.people.id_number import check_character
from portal.plugin_admin.trial.names import Names
from portal.plugin_admin.trial.numbers import numbers_in

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
GIVEN = "安白晨初丹恩帆光涵嘉康岚明宁培晴然松棠维希言宜远泽贞志竹子文平立新春秋冬阳月星辰海河山川林"
ROADS = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛")
ID_NUMBER = re.compile(r"\d{17}[\dXx]")
LONGEST_KEPT = 120  # characters of a text whose names and numbers are replaced; longer ones are hidden as a whole
TRIES = 10_000


@dataclass
class Mask:
    """What stands for what. Those among `names`, to which `name` adds, are replaced wherever they stand in a text."""

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _given: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)
    _taken: set[str] = field(default_factory=set, repr=False)
    names: Names = field(default_factory=Names, repr=False)

    def name(self, text: str) -> str:
        """Somebody's name."""
        self.names.add(text)
        return self._instead("name", text, lambda number: _name(number, len(text)))

    def id_number(self, text: str) -> str:
        """A number of an identity card, or of another paper."""
        if not ID_NUMBER.fullmatch(text):
            return self._instead("id", text, lambda number: f"Z{number % 10**8:08d}")
        return self._instead("id", text.upper(), lambda number: _id_number(text, number))

    def phone(self, text: str) -> str:
        return self._instead("phone", text, lambda number: f"154{number % 10**8:08d}")

    def address(self, text: str) -> str:
        """Where somebody lives."""
        return self._instead(
            "address",
            text,
            lambda number: f"{ROADS[number % 8]}路{number // 8 % 200 + 1}号{number // 1600 % 900 + 101}室",
        )

    def account(self, text: str) -> str:
        """A number of a bank account."""
        return self._instead("account", text, lambda number: f"{number % 10 ** len(text):0{len(text)}d}")

    def username(self, text: str) -> str:
        return self._instead("username", text, lambda number: f"u{number % 10**9:09d}")

    def birth(self, day: date) -> date:
        """Another day of the same month, the same for all born on that day: ages stay as they are but for days."""
        return day.replace(day=self._number("birth", day.isoformat()) % 28 + 1)

    def other(self, text: str) -> str:
        """A secret of which only that it is the same matters."""
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()[: len(text)]

    def words(self, text: str) -> str:
        """A text without names and numbers; a long one only says how long it was."""
        if len(text) > LONGEST_KEPT:
            return f"（原文 {len(text)} 字，已隐去）"
        text = _with(text, ((begin, end, self._number_instead(*found)) for begin, end, *found in numbers_in(text)))
        return _with(text, ((begin, end, self.name(name)) for begin, end, name in self.names.within(text)))

    def _number_instead(self, kind: str, number: str) -> str:
        instead = {"id": self.id_number, "phone": self.phone, "account": self.account}.get(kind)
        return instead(number) if instead else "0477-0000000"

    def _instead(self, what: str, text: str, make: Callable[[int], str]) -> str:
        if (what, text) not in self._given:
            tries = (make(self._number(what, f"{text}\0{turn}" if turn else text)) for turn in range(TRIES))
            chosen = next(each for each in tries if what in ("name", "address") or each not in self._taken)
            self._taken.add(chosen)
            self._given[what, text] = chosen
        return self._given[what, text]

    def _number(self, what: str, text: str) -> int:
        return int.from_bytes(hmac.new(self.key, f"{what}\0{text}".encode(), hashlib.sha256).digest()[:8])


def _with(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """`text` with what stands instead of its parts, which are told from left to right."""
    parts, place = list[str](), 0
    for begin, end, instead in list(changes):
        parts += [text[place:begin], instead]
        place = end
    return "".join([*parts, text[place:]])


def _name(number: int, length: int) -> str:
    surname, number = SURNAMES[number % len(SURNAMES)], number // len(SURNAMES)
    given = [GIVEN[number // len(GIVEN) ** place % len(GIVEN)] for place in range(2 if length > 2 else 1)]
    return surname + "".join(given)


def _id_number(text: str, number: int) -> str:
    """Province, city, year, month and sex of `text`; no county has the number 99."""
    order = number % 500 * 2 + int(text[16]) % 2
    body = f"{text[:4]}99{text[6:12]}{number // 500 % 28 + 1:02d}{order:03d}"
    return body + check_character(body)
