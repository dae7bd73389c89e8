"""What a screen in a hall may show of the desk of its unit: how many wait, and of cases number, kind, unit and days. No title, for titles name people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from portal import clock
from portal.accounts.models import User
from portal.cases.kinds import kinds_of
from portal.cases.models import Case
from portal.cases.rollup.measures import CLOSED, LABELS, OVERDUE
from portal.cases.rollup.models import month_of
from portal.cases.rollup.reading import count
from portal.extensions import db
from portal.home.desk import cards_of
from portal.org.models import OrgUnit
from portal.plugin import dispatch
from portal.plugin.contributions import Card, Queue
from portal.plugin.hookspecs import Context

__all__ = ["HallList", "HallRow", "hall_cards", "hall_figures", "hall_lists"]

FIGURES = {f"本月{LABELS[each]}": each for each in ("came", CLOSED)} | {
    LABELS[each]: each for each in ("open", OVERDUE)
}
CASE = "/cases/{id}"  # what a row of a queue of cases leads to


@dataclass(frozen=True)
class HallRow:
    """A line of a list. number, kind (the first level), place: of the case. due: how it stands with its deadline. tone: of that."""

    number: str
    kind: str
    place: str
    due: str
    tone: str


@dataclass(frozen=True)
class HallList:
    """What waits under one card of the desk. total: how much. tone: of the card. rows: the most urgent, and none where it is not cases
    that wait."""

    title: str
    total: int | str
    tone: str
    rows: list[HallRow]


def hall_lists(user: User, unit: OrgUnit, keys: Sequence[str]) -> list[HallList]:
    """The cards of `user` with these `keys`, in the order of the desk, with what waits in `unit` and below alone; those with nothing are left out,
    and those that fail."""
    answers = dispatch.call("home_cards", ctx=Context(unit, user, clock.now()))
    chosen = [replace(each, value=_chosen(each.value, keys)) for each in answers]
    cards, _ = cards_of(chosen, user, clock.now(), unit)
    shown = sorted((each for each in cards if each.count), key=lambda card: card.rank)
    of_cases = {queue.key for answer in chosen for queue in answer.value if queue.show == CASE}
    cases = _cases([ident for card in shown if card.key in of_cases for ident in card.ids])
    return [HallList(each.title, each.count, each.tone, _rows(each, cases, each.key in of_cases)) for each in shown]


def hall_cards() -> dict[str, dict[str, str]]:
    """Module → key → title of the cards that `hall_lists` knows, in the order of the desk: of the core and of all plugins that are installed, on or
    not."""
    answers = dispatch.call("home_cards", everywhere=True, ctx=Context(None, User(), clock.now()))
    queues = [(each, answer.plugin) for answer in answers for each in answer.value or () if isinstance(each, Queue)]
    found: dict[str, dict[str, str]] = {}
    for queue, plugin in sorted(queues, key=lambda each: each[0].order):
        found.setdefault(dispatch.name_of(plugin), {})[queue.key] = queue.title
    return found


def hall_figures(unit: OrgUnit) -> dict[str, int]:
    """本月收件、本月办结、未办结、已超期 of `unit` with all below it."""
    today = clock.today()
    month = [month_of(today)]
    counted = count(unit, [], month, today)
    return {label: counted.number(unit.id, what, month) for label, what in FIGURES.items()}


def _chosen(value: object, keys: Sequence[str]) -> list[Queue]:
    return [each for each in value or () if isinstance(each, Queue) and each.key in keys]  # type: ignore[attr-defined]


def _cases(ids: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    """Id → number, kind and unit."""
    found = select(Case.id, Case.number, Case.kind, Case.county_id, OrgUnit.short_name).join(Case.unit)
    rows = db.session.execute(found.where(Case.id.in_(ids))).all() if ids else []
    return {row.id: (row.number, kinds_of(row.county_id).name(row.kind[:2]), row.short_name) for row in rows}


def _rows(card: Card, cases: dict[int, tuple[str, str, str]], of_cases: bool) -> list[HallRow]:
    rows = zip(card.ids, card.rows, strict=True) if of_cases else ()
    return [HallRow(*cases[ident], due, tone) for ident, (_, _, due, tone, *_) in rows if ident in cases]
