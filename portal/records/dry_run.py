"""Trying the rows of a sheet: each is entered by its form and its rules, and taken back."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import islice
from time import monotonic
from typing import Any

from portal.accounts.models import User
from portal.extensions import db
from portal.people.finding import ANOTHERS
from portal.people.guesses import MOST_IN_A_SHEET
from portal.people.id_types import NONE
from portal.records.entering import all_entered
from portal.records.imports import Import, Sheet
from portal.records.row_form import half_width

TRIED_AT_ONCE, TOGETHER = 10, 40  # rows tried under one hold of the writers' lock; of those that are entered together
FEW = 20  # rows with a word in common that may be about the same; a word of more of them, such as that of a choice, tells nothing
FIRST = 2  # of them are entered once more: what may not be there twice is there by then


@dataclass
class DryRun:
    """The dry run of a sheet, a part at a time: `wrong`, number of a row → what is wrong with it, by its form, and by the rules of entering it
    after the rows above it; `differs`, which fields of a row the register of residents has otherwise; `looked`, how many rows were looked at.

    Everything is entered and taken back, but for the pictures: their files would stay. A part is tried after the first rows of earlier parts that
    have a word in common with it.
    """

    kind: Import
    sheet: Sheet
    mapping: dict[str, str]
    owner_of: Callable[[], Any]
    by: User
    wrong: dict[str, list[str]] = field(default_factory=dict)
    differs: dict[str, list[str]] = field(default_factory=dict)
    looked: int = 0

    def __post_init__(self) -> None:
        self.sheet = replace(self.sheet, pictures={})
        self.before: dict[int, tuple[int, ...]] = {}  # hash of a word → the first rows with it, and how many there are
        for place, (number, words) in enumerate(islice(self.kind.texts(self.sheet, self.mapping), self.looked)):
            self._keep(place, number, words)

    @property
    def at_once(self) -> int:
        """How many rows make a part."""
        return TOGETHER if self.kind.beforehand else TRIED_AT_ONCE

    @property
    def stopped(self) -> bool:
        """Whether so many rows name somebody else than the register does that what stands below is not told."""
        return sum(ANOTHERS in said for said in self.wrong.values()) >= MOST_IN_A_SHEET

    def run(self, seconds: float | None = None) -> bool:
        """Go on for so long, a part at least, or to the end; answers whether it is done. What the session held before is lost."""
        began, until = self.looked, monotonic() + seconds if seconds is not None else None
        lines = self.kind.lines(self.sheet, self.mapping, after=self.looked)
        texts = islice(self.kind.texts(self.sheet, self.mapping), self.looked, None)
        while not self.stopped and (until is None or self.looked == began or monotonic() < until):
            part = list(islice(zip(lines, texts, strict=True), self.at_once))
            if not part:
                return True
            self.wrong |= {str(number): said for (number, _, said), _ in part if said}
            self._try([(number, fields, words) for (number, fields, said), (_, words) in part if not said])
            for _, (number, words) in part:
                self._keep(self.looked, number, words)
                self.looked += 1
        return self.stopped

    def _try(self, fitting: list[tuple[int, dict, set[str]]]) -> None:
        if not fitting:
            return
        again = self._alike(set().union(*(self._ties(fields, words) for _, fields, words in fitting)))
        try:
            owner = self.owner_of()
            rows = all_entered(self.kind, owner, [*again, *(fields for _, fields, _ in fitting)], self.by, {})
            found = [(str(number), *each[1:]) for (number, *_), each in zip(fitting, rows[len(again) :], strict=True)]
        finally:
            db.session.rollback()
        self.wrong |= {number: [against] for number, against, _ in found if against}
        if not self.stopped:
            self.differs |= {number: names for number, _, names in found if names}

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
