"""Trying the rows of a sheet: each is entered by its form and its rules, and taken back, or not even written (docs/adr/0095)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import islice
from time import monotonic
from typing import Any

from portal.accounts.models import User
from portal.database import reading_first
from portal.extensions import db
from portal.people.finding import ANOTHERS
from portal.people.guesses import MOST_IN_A_SHEET
from portal.people.id_types import NONE
from portal.records.entering import Entered, all_entered, all_tried
from portal.records.imports import Import, Sheet
from portal.records.row_form import half_width

TRIED_AT_ONCE, TOGETHER = 10, 40  # rows tried under one hold of the writers' lock; of those that are entered together
UNWRITTEN = 400  # the most that are tried at once where nothing is written, so that nobody waits
FEW = 20  # rows with a word in common that may be about the same; a word of more of them, such as that of a choice, tells nothing
FIRST = 2  # of them are entered once more: what may not be there twice is there by then


@dataclass
class DryRun:
    """The dry run of a sheet, a part at a time: `wrong`, number of a row → what is wrong with it, by its form, and by the rules of entering it
    after the rows above it; `differs`, which fields of a row the register of residents has otherwise; `looked`, how many rows were looked at.

    Everything is entered and taken back, but for the pictures: their files would stay. A part is tried after the first rows of earlier parts that
    have a word in common with it. Rows that are entered together are not even written, as far as their rules can tell without; a part of them ends
    with the first that something is against, if that cannot be left out as if it had not been there.
    """

    kind: Import
    sheet: Sheet
    mapping: dict[str, str]
    owner_of: Callable[[], Any]
    by: User
    wrong: dict[str, list[str]] = field(default_factory=dict)
    differs: dict[str, list[str]] = field(default_factory=dict)
    looked: int = 0
    many: int = UNWRITTEN  # rows to try at once without writing; fewer where something is against some
    to_write: bool = False  # of the row that comes next only entering it tells

    def __post_init__(self) -> None:
        self.sheet = replace(self.sheet, pictures={})
        self.of_others = sum(ANOTHERS in said for said in self.wrong.values())
        self.before: dict[int, tuple[int, ...]] = {}  # hash of a word → the first rows with it, and how many there are
        for place, (number, words) in enumerate(islice(self.kind.texts(self.sheet, self.mapping), self.looked)):
            self._keep(place, number, words)

    @property
    def at_once(self) -> int:
        """How many rows make a part."""
        if not self.kind.beforehand:
            return TRIED_AT_ONCE
        return TOGETHER if self.to_write else self.many

    @property
    def stopped(self) -> bool:
        """Whether so many rows name somebody else than the register does that what stands below is not told."""
        return self.of_others >= MOST_IN_A_SHEET

    def run(self, seconds: float | None = None) -> bool:
        """Go on for so long, a part at least, or to the end; answers whether it is done. What the session held before is lost."""
        began, until = self.looked, monotonic() + seconds if seconds is not None else None
        lines = self.kind.lines(self.sheet, self.mapping, after=self.looked)
        texts = islice(self.kind.texts(self.sheet, self.mapping), self.looked, None)
        some = list[tuple]()
        while not self.stopped and (until is None or self.looked == began or monotonic() < until):
            some += islice(zip(lines, texts, strict=True), max(0, self.at_once - len(some)))
            if not some:
                return True
            gone = self._try(some[: self.at_once])
            for _, (number, words) in some[:gone]:
                self._keep(self.looked, number, words)
                self.looked += 1
            some = some[gone:]
        return self.stopped

    def _try(self, part: list[tuple]) -> int:
        """Try these rows, and answer how many were gone through."""
        fitting = [(place, number, fields) for place, ((number, fields, said), _) in enumerate(part) if not said]
        ties = (self._ties(fields, words) for (_, fields, said), (_, words) in part if not said)
        found = self._answers(self._alike(set().union(*ties)), [each for *_, each in fitting]) if fitting else []
        gone = fitting[len(found)][0] if len(found) < len(fitting) else len(part)
        self.wrong |= {str(number): said for (number, _, said), _ in part[:gone] if said}
        told = [(str(number), *each[1:]) for (_, number, _), each in zip(fitting, found, strict=False)]
        self.wrong |= {number: [against] for number, against, _ in told if against}
        self.of_others += sum(against == ANOTHERS for _, against, _ in told)
        if not self.stopped:
            self.differs |= {number: names for number, _, names in told if names}
        return gone

    def _answers(self, again: list[dict], rows: list[dict]) -> list[Entered]:
        """What is said of the first of these rows, some or all, once those that are tried `again` stand."""
        try:
            if self.to_write or not self.kind.beforehand:
                self.to_write = False
                return all_entered(self.kind, self.owner_of(), [*again, *rows], self.by, {})[len(again) :]
            with reading_first(of_one_moment=False):
                return self._without_writing(again, rows)
        finally:
            db.session.rollback()

    def _without_writing(self, again: list[dict], rows: list[dict]) -> list[Entered]:
        while True:
            found, self.to_write = all_tried(self.kind, self.owner_of(), [*again, *rows], self.by)
            if self.to_write or len(found) > len(again):
                break
            del again[len(found) - 1]  # good among those above it, not by itself
            db.session.rollback()
        whole = len(found) == len(again) + len(rows)
        self.many = min(UNWRITTEN, 2 * self.many) if whole else max(TOGETHER, self.many // 2)
        return found[len(again) :]

    def _ties(self, fields: dict, words: set[str]) -> set[str]:
        """Those of its `words` that may tie a row to one above it; with a number, a namesake is somebody else."""
        numbered = fields.get("id_number") and fields.get("id_type") != NONE
        return words - {half_width(fields["name"])} if self.kind.tied_by and numbered else words

    def _alike(self, words: set[str]) -> list[dict]:
        """The first rows of earlier parts that have a word in common with these, in their order, as their form understands them."""
        rows = (self.before.get(hash(word), ()) for word in words)
        places = sorted({place for found in rows if len(found) <= FEW for place in found[:FIRST]})
        lines = self.kind.some_lines(self.sheet, self.mapping, places)
        return [fields for _, fields, said in lines if not said]

    def _keep(self, place: int, number: int, words: set[str]) -> None:
        for word in words if str(number) not in self.wrong else ():
            found = self.before.get(hash(word), ())
            if len(found) <= FEW:
                self.before[hash(word)] = (*found, place)
