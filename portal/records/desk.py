"""The desk: what waits for whoever reads, and what would be left lying where a plugin is switched off.

QUEUES = [queue_of(Deed, "heroes-waiting", "见义勇为待办", at="/heroes/deeds", due=Deed.due_on, order=30)]

def open_work(ctx):
    return still_open(ctx.unit, (Deed, "{} 件见义勇为还没有办完。"), (Deed, "{} 件正在公示。", Deed.status == "published"))
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, cast, func, null, nulls_last, select

from portal.accounts.reader import Reader
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.contributions import Queue
from portal.records.on_desk import NEXT, listed
from portal.records.reading import joined
from portal.records.record import steps_of
from portal.records.states import States
from portal.records.steps import Step
from portal.records.waiting import stands_in

__all__ = ["queue_of", "still_open"]


def queue_of(
    model: type[Any],
    key: str,
    title: str,
    *,
    at: str,
    below: str = "",
    needs: str = "",
    where: Callable[[Reader], ColumnElement[bool]] | None = None,
    text: Any = None,
    due: Any = None,
    sort: Sequence = (),
    joins: Sequence = (),
    among: ColumnElement[bool] | None = None,
    tone: str = "info",
    order: int = 50,
    task: str | None = None,
    step: Step | None = None,
    on_top: bool = False,
) -> Queue:
    """A card with the records of `model` that wait for whoever reads: a step with `waits` begins where they stand, and the right
    holds on them. Only those that the reader may view.

    at: the address of the list, which shows what stands on the card (`portal.records.on_desk`), and below which a record has its page, unless that stands `below` another address. needs, where: instead of what waits
    by the steps, the records on which the reader holds `needs` and for which `where(reader)` holds. text: what a record is
    called, by default its title. due: the day or moment until which it waits; the nearest first, within it by `sort`. joins:
    relationships that all these need. among: what holds for all of them, as an index has it (`waiting_indexes`), by default that work is open.
    key, title, tone, order, task, on_top: as in `Queue`.
    step: the one that all of them wait for, as in `Queue`; the rows lead to the form of the only one with `waits` also where it is not said, and where
    there are several to `next` below their address, which leads to whichever is to be done next (`portal.records.mounting`).
    Raises ValueError where nothing says for whom it waits.
    """
    waits = [] if needs else [each for each in steps_of(model).values() if each.waits and each.needs]  # type: ignore[arg-type]  # it asks __hash__ of the rows
    rights = {needs} if needs else {each.needs for each in waits if each.needs}
    if not rights:
        raise ValueError(f"queue {key}: no step of {model.__name__} has `waits`, and it does not say what it `needs`")
    named, until = model.title if text is None else text, cast(null(), Date) if due is None else due
    one = step or (waits[0] if len(waits) == 1 else None)
    if among is None and (open_ := getattr(model, "states", States()).open):
        among = stands_in(model, open_)
    by = [*([] if due is None else [nulls_last(until)]), *sort]
    first = by or [model.id]  # as the index has it and no further, so that the first are read without the rest

    def rows(reader: Reader) -> Select | None:
        if not any(reader.can(each) for each in sorted(rights)):
            return None
        mine = [model.reach(reader, needs)] if needs else []
        held = [] if among is None else [among]
        conditions = *held, model.seen_by(reader), *mine, (where or model.waiting_for)(reader)
        if select(model.id, until, *sort).where(*conditions).get_final_froms() == [model.__table__]:
            found = select(model.id, _said(model, named, joins).label("text"), until.label("due"))
        else:
            found = joined(select(model.id, named.label("text"), until.label("due")).select_from(model), joins)
        return found.where(*conditions).order_by(*first)

    return Queue(
        key,
        title,
        listed(at, key),
        f"{below or at}/{{id}}",
        rows,
        tone,
        order,
        title if task is None and step is None else task,
        on_top,
        act="" if one else f"{below or at}/{{id}}/{NEXT}",
        step=one,
    )


def still_open(unit: OrgUnit, *counted: tuple) -> list[str]:
    """A sentence for each of `counted` of which there is any in `unit`, with the number in place of `{}`.

    Each is (model, sentence): its records in a state in which work is open; (model, sentence, condition): the rows for which
    that holds; or (select of one number, sentence).
    """
    found = ((_number(unit, of, *wanted), said) for of, said, *wanted in counted)
    return [said.format(number) for number, said in found if number]


def _said(model: type[Any], named: Any, joins: Sequence) -> Any:
    """`named`, with what it is joined with looked up of the few rows that are shown, and not of all that wait."""
    if not joins:
        return named
    on = [each[1] if isinstance(each, tuple) else each.property.primaryjoin for each in joins]
    return select(named).where(*on).correlate(model).scalar_subquery()


def _number(unit: OrgUnit, of: Any, *wanted: ColumnElement[bool]) -> int:
    if isinstance(of, Select):
        return db.session.scalar(of) or 0
    here = wanted or (stands_in(of, of.states.open),)
    return db.session.scalar(select(func.count(of.id)).where(unit.subtree_of(of), *here)) or 0
