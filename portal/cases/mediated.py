"""What came of a case that somebody mediated, for plugins that go by it: 以案定补 pays for it and knows nothing else of whoever mediated.

A record that ended with an agreement answers it as `mediated`, None before. Whoever listens to `record_event` asks `mediated_of(record)`; what is made
of it keeps where it came from (`portal.records.origin.FromElsewhere` with `ANSWERS = "mediated"`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.cases.models import Case
from portal.org.models import OrgUnit

__all__ = ["Mediated", "MediatedBy", "mediated_of"]


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
    `ended_on`: that on which it was closed; `oral`: by word of mouth; `performed`: wholly; `amount_fen`: in 分, None without an amount; `text`: the terms, one a line;
    `mediators`: who mediated it; `lacking`: what its dossier lacks, for a clerk to read."""

    case: Case
    body: str
    unit: OrgUnit
    number: str
    agreed_on: date
    ended_on: date
    oral: bool
    performed: bool
    amount_fen: int | None
    text: str
    mediators: tuple[MediatedBy, ...]
    lacking: tuple[str, ...]


def mediated_of(record: Any) -> Mediated | None:
    """What came of `record`, if it is one that was mediated and ended with an agreement."""
    return getattr(record, "mediated", None)
