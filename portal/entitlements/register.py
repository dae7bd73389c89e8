"""The list of the settlements of one kind, and what of it waits on the desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import Date, ScalarSelect, Select, case, cast, func, null, select

from portal import clock
from portal.accounts.hands import by_another
from portal.accounts.reader import Reader
from portal.entitlements.spans import Span
from portal.org.models import OrgUnit
from portal.plugin.contributions import Queue
from portal.records.columns import Column
from portal.records.desk import queue_of
from portal.records.filters import by_status
from portal.records.on_desk import listed
from portal.records.ranges import Days
from portal.records.register import Register
from portal.records.waiting import stands_in

PERIOD = {"month": "月份", "quarter": "季度", "year": "年度"}


def noun_of(model: type[Any], plugin: str) -> str:
    """What a settlement is called in addresses: its table without the plugin."""
    return model.__tablename__.removeprefix(f"{plugin}_")


def body_name(model: type[Any]) -> ScalarSelect:
    """The name of whom it is for."""
    body = model.body_class()
    name = getattr(body, "short_name", None) or body.name
    return select(name).where(body.id == getattr(model, model.BODY)).scalar_subquery()


class SettlementList(Register):
    """The list of one kind; `show` is the endpoint of the page of one."""

    def __init__(self, model: type[Any], plugin: str, show: str) -> None:
        period = PERIOD[model.SPAN]
        super().__init__(
            model,
            key=f"{plugin}.{noun_of(model, plugin)}s",
            name=model.called(),
            permission=model.permission,
            show=show,
            columns=(
                Column("number", "编号", kind="serial"),
                Column("body", model.BODY_NAME, body_name(model), main=True),
                Column("first_day", period, read=lambda row: str(Span.around(model.SPAN, row.first_day)), width=14),
                Column("people", "人数", kind="number"),
                Column("quantity", model.QUANTITY, kind="number"),
                Column("amount_fen", "金额", kind="money"),
                Column("status", "状态", kind="status"),
                Column("published_until", "公示到", kind="day", shown=False),
            ),
            filters=(by_status(model, "办理中"), Days(model.SPAN, period, model.first_day)),
            search=(model.number,),
            finds_by="编号",
            order=model.first_day,
            hit=("first_day", "status"),
            empty=f"还没有编制过{model.called()}。",
        )


def write_offs_of(model: type[Any], plugin: str, at: str, order: int) -> Queue:
    """The card of the desk with the debts that somebody else proposed to give up, for whoever may decide."""
    write_off = model.write_off_class

    def rows(reader: Reader) -> Select | None:
        if not reader.can(model.rights.review):
            return None
        makers = [write_off.proposed_by_id, model.maker_id]
        others = by_another(reader, makers, model, lambda: model.reach(reader, model.rights.review))
        mine, asked = (model.seen_by(reader), others), (write_off.decision == "",)
        found = select(model.id, body_name(model).label("text"), func.min(write_off.proposed_on).label("due"))
        waiting = found.join(write_off, write_off.settlement_id == model.id).where(
            stands_in(model, model.states.open), *mine, *asked, model.status == "settled"
        )
        return waiting.group_by(model.id).order_by(func.min(write_off.proposed_on), model.id)

    key, show = f"{plugin}-{noun_of(model, plugin)}s-write-offs", f"/{plugin}{at}"
    return Queue(key, f"{model.SHORT}核销待决定", listed(show, key), f"{show}/{{id}}", rows, "warn", order)


def undrawn_of(model: type[Any], plugin: str, at: str, order: int) -> Queue:
    """The card of the desk with the bodies whose last period nobody has drawn up, for whoever may."""
    body, form = model.body_class(), f"/{plugin}{at}/new"
    whose = getattr(model, model.BODY)

    def rows(reader: Reader) -> Select | None:
        if not reader.can(model.rights.make):
            return None
        span = Span(reader.today(_back("first", model.SPAN)), reader.today(_back("last", model.SPAN)))
        there = select(model.id).where(whose == body.id, model.last_day >= span.last).exists()
        missing = model.bodies().where(reader.reach(body, model.rights.make), ~there, model.concerns(span))
        name = getattr(body, "short_name", None) or body.name
        return missing.with_only_columns(
            body.id, name.label("text"), span.last.label("due"), maintain_column_froms=True
        )

    return Queue(
        f"{plugin}-{noun_of(model, plugin)}s-missing", f"{model.called()}待编制", form, form, rows, "warn", order
    )


def _back(which: str, kind: str) -> Callable[[OrgUnit], int]:
    """So many days it is from today back to the first or last of the period before, for `Reader.today`."""

    def days(unit: OrgUnit) -> int:
        last = Span.around(kind, clock.today()).first - timedelta(days=1)
        return (getattr(Span.around(kind, last), which) - clock.today()).days

    return days


def card_of(model: type[Any], plugin: str, at: str, order: int) -> Queue:
    """The card of the desk: settlements of periods that are over, at a step that the reader may take, the oldest first.
    Where only debts are left nothing is late: they wait for who gets something again."""
    payment = model.payment_class
    payable = select(payment.id).where(
        payment.settlement_id == model.id, payment.status == "due", payment.amount_fen > 0
    )
    only_debts = (model.status == "settled") & ~payable.exists()
    return queue_of(
        model,
        f"{plugin}-{noun_of(model, plugin)}s",
        f"{model.called()}待办",
        at=f"/{plugin}{at}",
        where=lambda reader: model.waiting_for(reader) & (model.last_day < reader.today()),
        text=body_name(model),
        due=case((only_debts, cast(null(), Date)), else_=model.published_until),
        sort=(model.first_day,),
        order=order,
    )
