"""What is told of the ID numbers of the residents in the demo, by everything that one page, file or paper shows together (docs/adr/0037).

The prefix and the sex are taken as known, and the year of birth, which lists show.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from portal.extensions import db
from portal.people.id_number import IdNumber
from portal.people.id_types import carries_birth_date
from portal.people.masking import FEWEST, mask_name, numbers_left
from portal.people.models import Person
from portal.records.people import Contact

DAY = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2}))?(?![0-9])")
TOGETHER = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?![0-9])")
TELEPHONE = re.compile(r"(?:1[3-9][0-9]|0[0-9]{2})\*+-?[0-9*]*?[0-9]{4}(?![0-9])")
TAIL = re.compile(r"[*＊•…]\s?([0-9]{0,3}[0-9X])(?![0-9A-Za-z])")
CELL = re.compile(r">\s*(?:尾号)?\s?([0-9]{3}[0-9X])\s*<|(?:^|,)\"?([0-9]{3}[0-9X])\"?(?=,|$)", re.MULTILINE)


class Somebody(NamedTuple):
    """A resident, or somebody named in a record, with an ID number."""

    name: str
    number: str
    born: date


class Told:
    """Knows everybody with an ID number."""

    _by_month: dict[tuple[int, int], list[Somebody]]
    _by_tail: dict[str, list[Somebody]]

    def __init__(self) -> None:
        people = [*db.session.scalars(select(Person)), *db.session.scalars(select(Contact)).unique()]
        found = {each.id_number: each.name for each in people if each.id_number and carries_birth_date(each.id_number)}
        self.know([Somebody(name, number, IdNumber.parse(number).birth_date) for number, name in found.items()])

    def know(self, people: list[Somebody]) -> None:
        self._by_month, self._by_tail = defaultdict(list), defaultdict(list)
        for each in people:
            self._by_month[each.born.year, each.born.month].append(each)
            for length in (1, 2, 3, 4):
                self._by_tail[each.number[-length:]].append(each)

    def complaints(self, text: str, where: str) -> Iterator[str]:
        """Of whom `text`, a page or a file, leaves fewer numbers than must be left. Who is there in full is passed over: whether that may
        be is asked elsewhere."""
        born, tails = self._birthdays(text), self._tails(text)
        for one in {*born, *tails}:
            left = numbers_left(born.get(one, "year"), tails.get(one, 0))
            if left < FEWEST and self._is_named(one, text) and one.number not in text:
                yield f"{where} leaves {left} ID numbers of {one.name}: {born.get(one, 'year')}, last {tails.get(one, 0)}"

    def _birthdays(self, text: str) -> dict[Somebody, str]:
        found: dict[Somebody, str] = {}
        for year, month, day in {*DAY.findall(text), *TOGETHER.findall(text)}:
            if not 1 <= int(month) <= 12:
                continue
            found |= {each: "month" for each in self._by_month[int(year), int(month)] if found.get(each) != "day"}
            if day and 1 <= int(day) <= 31:
                found |= {each: "day" for each in self._by_month[int(year), int(month)] if each.born.day == int(day)}
        return found

    def _tails(self, text: str) -> dict[Somebody, int]:
        """By how many of the last characters; those behind stars, and four that stand by themselves."""
        plain = TELEPHONE.sub("", text)
        tails = {*TAIL.findall(plain), *(tail for both in CELL.findall(plain) for tail in both if tail)}
        found: dict[Somebody, int] = {}
        for tail in sorted(tails, key=len):
            found |= {each: len(tail) for each in self._by_tail[tail]}
        return found

    @staticmethod
    def _is_named(one: Somebody, text: str) -> bool:
        return one.name in text or mask_name(one.name) in text
