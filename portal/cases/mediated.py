"""What came of a case that somebody mediated, for plugins that go by it: 以案定补 pays for it and knows nothing else of whoever mediated.

The record of a mediation is a `TellsMediated`, which declares what may be asked of it; `portal.records.origin.answering(TellsMediated)` finds the models. What is made
of one keeps where it came from (`portal.records.origin.FromElsewhere` with `ANSWERS = TellsMediated`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from portal.cases.about import AboutCase
from portal.cases.models import Case
from portal.org.models import OrgUnit

__all__ = ["DIFFICULTIES", "Mediated", "MediatedBy", "TellsMediated", "mediated_of"]

DIFFICULTIES = {
    "simple": "简易",
    "common": "一般",
    "difficult": "疑难",
    "major": "重大",
}  # 难易 of a dispute: key → name


@dataclass(frozen=True)
class MediatedBy:
    """A mediator as the roster has them. `ident`: of the row of the roster; `user_id`: of the account, if there is one; `on_roster`: whether they served on
    the day of the agreement."""

    ident: int
    name: str
    user_id: int | None
    on_roster: bool


@dataclass(frozen=True)
class Mediated:
    """A dispute that was settled, `number`, of the case `case`. `body`: the committee, of `unit`; `agreed_on`: the day from which the agreement is in force,
    `ended_on`: that on which it was closed; `oral`: by word of mouth; `performed`: wholly; `difficulty`: a key of DIFFICULTIES, "" where nobody said;
    `mediators`: who mediated it. Looked up when called: `text`, the terms, one a line;
    `lacking`, what its dossier lacks, for a clerk to read. `undone`: since when and how a court undid the agreement, in Chinese; "" while it holds."""

    case: Case
    body: str
    unit: OrgUnit
    number: str
    agreed_on: date
    ended_on: date
    oral: bool
    performed: bool
    difficulty: str
    mediators: tuple[MediatedBy, ...]
    text: Callable[[], str]
    lacking: Callable[[], Sequence[str]]
    undone: str = ""


class TellsMediated(AboutCase):
    """The record of a mediation, placed in the unit of the committee. Whoever goes by it may ask, in statements, its case (`case_id`) and when it ended (`ended_on`, None
    before), and of one record `mediated`: what came of it, None unless it ended with an agreement that took effect."""

    ended_on: Mapped[date | None]

    if TYPE_CHECKING:

        @property
        def mediated(self) -> Mediated | None: ...


def mediated_of(record: Any) -> Mediated | None:
    """What came of `record`, if it is one that was mediated and ended with an agreement."""
    return record.mediated if isinstance(record, TellsMediated) else None
