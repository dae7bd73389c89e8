"""The work desk asks for everything that waits in one statement, built once for each kind of reader."""

import logging
from collections.abc import Iterable
from datetime import date, datetime
from time import perf_counter
from typing import NamedTuple

from flask import current_app
from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Date,
    Select,
    String,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql import visitors

from portal import clock
from portal.accounts.models import User
from portal.accounts.reader import Ahead, Reader, Shape, Then, days_for, moments_for, places_of, shape_of
from portal.columns import UtcDateTime
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.contributions import Action, Card, Queue
from portal.plugin.dispatch import Answer
from portal.plugin.patience import LONGEST, Patience
from portal.records.mounting import form_of
from portal.web.pages.formatting import deadline

SHOWN, MOST = 5, 99  # rows of a card; how far it is counted
MOST_PLANS = 500
log = logging.getLogger(__name__)


class Plan(NamedTuple):
    """What is asked for one kind of reader.

    asked: the queue of each part of the statement. days: its parameters that are days, as days from today. moments: those that are moments, as
    functions of the unit and of now.
    """

    asked: list[Queue]
    statement: CompoundSelect | None
    days: dict[str, Ahead]
    moments: dict[str, Then]


def cards_of(
    answers: Iterable[Answer], user: User, now: datetime, within: OrgUnit | None = None
) -> tuple[list[Card], list[Answer]]:
    """The cards in `answers`, with the queues as they stand for `user`, or for the offices of `user` in `within` alone; and the answers, as
    failed where a queue could not be asked."""
    given = [(answer, [each for each in answer.value or () if not isinstance(each, Action)]) for answer in answers]
    plugins = {each: answer.plugin for answer, values in given for each in values if isinstance(each, Queue)}
    filled = _asked(plugins, user, now, within)
    cards = [filled.get(each) if isinstance(each, Queue) else each for _, values in given for each in values]
    return [each for each in cards if each], [
        Answer(
            answer.plugin,
            answer.value,
            answer.failed or any(isinstance(each, Queue) and filled.get(each, 0) is None for each in values),
        )
        for answer, values in given
    ]


def fill(queues: Iterable[Queue], user: User, now: datetime, within: OrgUnit | None = None) -> dict[Queue, Card | None]:
    """Queue → card of those `queues` in which anything can wait for `user` (in `within`). Raises what the queues raise."""
    plan = plan_for(tuple(queues), shape_of(user, within))
    found: dict[Queue, tuple[list, dict[int, int]]] = {each: ([], {}) for each in plan.asked}
    if plan.statement is not None:
        days = days_for(user, plan.days, clock.local(now).date(), within)
        moments = moments_for(user, plan.moments, now, within)
        for row in db.session.execute(plan.statement, {**places_of(user, within), **days, **moments, "now": now}):
            rows, totals = found[plan.asked[row.part]]
            rows.append(row)
            totals[row.part] = row.total
    return {queue: _card(queue, rows, sum(totals.values()), now) for queue, (rows, totals) in found.items()}


def plan_for(queues: tuple[Queue, ...], shape: Shape) -> Plan:
    """The plan for readers of `shape`, made once."""
    plans = current_app.extensions.setdefault("portal_desk_plans", {})
    plan = plans.get((queues, shape))
    if plan is None:
        if len(plans) >= MOST_PLANS:
            plans.clear()
        plan = plans[queues, shape] = _plan(queues, Reader(shape))
    return plan


def _plan(queues: tuple[Queue, ...], reader: Reader) -> Plan:
    asked, parts = [], []
    for queue in queues:
        rows = queue.rows(reader)
        for part in rows if isinstance(rows, list) else [rows]:
            if part is not None:
                asked.append(queue)
                parts.append(_part(len(parts), _without_dates(queue, part)))
    return Plan(asked, union_all(*parts) if parts else None, reader.days, reader.moments)


def _part(number: int, rows: Select) -> Select:
    """The first few of `rows`, each with how many there are."""
    first = rows.limit(SHOWN).subquery()
    due, dated = first.c.due, isinstance(first.c.due.type, Date)
    ids = rows.order_by(None).with_only_columns(rows.selected_columns.id, maintain_column_froms=True)
    return select(
        literal_column(str(number)).label("part"),
        first.c.id,
        first.c.text,
        first.c.place if "place" in first.c else literal_column("''", String).label("place"),
        (first.c.tone if "tone" in first.c else literal_column("''", String)).label("tone"),
        (due if dated else cast(null(), Date)).label("due_on"),
        (cast(null(), UtcDateTime) if dated else due).label("due_at"),
        select(func.count()).select_from(ids.limit(MOST + 1).subquery()).scalar_subquery().label("total"),
    )


def _without_dates(queue: Queue, rows: Select) -> Select:
    """`rows`; TypeError when it holds a date of its own, which would stay as it is for days."""
    for each in visitors.iterate(rows):
        if isinstance(each, BindParameter) and isinstance(each.value, date):
            raise TypeError(
                f"queue {queue.key}: a statement that is kept needs reader.now or reader.today(), not a date"
            )
    return rows


def _card(queue: Queue, rows: list, total: int, now: datetime) -> Card:
    shown, first = [], sorted(rows, key=_urgency)[:SHOWN]
    for row in first:
        due = row.due_on or row.due_at
        text = f"{row.text}（{row.place}）" if row.place else row.text
        day = clock.local(due).date() if isinstance(due, datetime) else due
        shown.append(
            (text, queue.show.format(id=row.id), *(deadline(due, now, row.tone) if due else ("", "neutral")), day)
        )
    task, step = queue.task, queue.step
    late = any(tone == "danger" for _, _, _, tone, _ in shown)
    return Card(
        key=queue.key,
        title=queue.title,
        count=total if total <= MOST else f"{MOST}+",
        url=queue.url,
        tone="danger" if late else queue.tone,
        rows=shown,
        more_url=queue.url if total > SHOWN else "",
        order=queue.order,
        task=step.label if task is None and step else task,
        ids=[row.id for row in first],
        on_top=queue.on_top,
        act=queue.act or (form_of(step, "{id}") if step else ""),
    )


def _urgency(row) -> tuple:
    due = row.due_on or row.due_at
    return due is None, due or 0


def _asked(plugins: dict[Queue, str], user: User, now: datetime, within: OrgUnit | None) -> dict[Queue, Card | None]:
    """As `_filled`, without those that were slow three times running. Nobody can tell from the one statement which queue it waits for, so
    when it was slow each is asked once more by itself, now and then. Those of the core are not left out: people work by them."""
    patience: Patience = current_app.extensions["portal_plugins"].patience
    rest = {queue for queue, plugin in plugins.items() if patience.leaves_out(plugin, _part_of_desk(queue))}
    asked, begun = [each for each in plugins if each not in rest], perf_counter()
    filled = _filled(asked, user, now, within)
    if perf_counter() - begun > LONGEST and patience.may_search():
        for queue in (each for each in asked if filled.get(each) and not plugins[each].startswith("core:")):
            begun = perf_counter()
            _filled([queue], user, now, within)
            patience.note(plugins[queue], _part_of_desk(queue), seconds := perf_counter() - begun)
            if seconds > LONGEST:
                log.warning("queue %s of plugin %s took %.0f ms", queue.key, plugins[queue], seconds * 1000)
    return filled | dict.fromkeys(rest)


def _part_of_desk(queue: Queue) -> str:
    return f"home_cards:{queue.key}"


def _filled(queues: list[Queue], user: User, now: datetime, within: OrgUnit | None) -> dict[Queue, Card | None]:
    """As `fill`; when one of them breaks, they are asked one by one, and that one is None."""
    try:
        return fill(queues, user, now, within)
    except Exception as error:  # noqa: BLE001  which queue it was is found out, and said, below
        _give_up(error)
    found: dict[Queue, Card | None] = {}
    for queue in queues:
        try:
            found |= fill([queue], user, now, within)
        except Exception as error:
            log.error("queue %s of the work desk failed", queue.key, exc_info=error)
            _give_up(error)
            found[queue] = None
    return found


def _give_up(error: Exception) -> None:
    if isinstance(error, SQLAlchemyError):
        db.session.rollback()  # the transaction is useless now
