"""Where 热线转办 meets the core: the desk, the page of a case and what befalls it, the list of cases, what stays open."""

from flask import url_for
from sqlalchemy import ColumnElement, Select, and_, select

from plugins.hotline.choices import HANDLE, KEY, REVIEW
from plugins.hotline.models import Order
from plugins.hotline.models.states import UNDER_WAY
from plugins.hotline.register import TO_UPLOAD
from portal.accounts.models import User
from portal.accounts.reader import Reader
from portal.cases.attached import attached_to_all, attaches
from portal.cases.models import Case
from portal.plugin.contributions import CaseFinder, Panel
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import Line, panel_of

HERE = "/hotline/orders"
attaches(KEY, Order.case_id)


def _to_accept(reader: Reader) -> ColumnElement[bool]:
    return Order.status == "received"


def _sent_again(reader: Reader) -> ColumnElement[bool]:
    """What the platform wants done again."""
    return Order.status == "again"


def _to_speak(reader: Reader) -> ColumnElement[bool]:
    """Nobody has spoken to the caller yet."""
    return and_(Order.status.in_(UNDER_WAY), Order.contact_by.is_not(None), Order.contacted_at.is_(None))


def _to_answer(reader: Reader) -> ColumnElement[bool]:
    """The case is closed."""
    return Order.status == "ready"


def _late(reader: Reader) -> ColumnElement[bool]:
    """The time for the answer is over, and the case is not closed."""
    return and_(Order.status == "accepted", Order.due_at < reader.now)


def _to_upload(reader: Reader) -> ColumnElement[bool]:
    return Order.uploaded_at.is_(None)


def _queue(key: str, title: str, where, **more):
    return queue_of(Order, f"hotline-{key}", title, at=HERE, needs=more.pop("needs", HANDLE), where=where, **more)


QUEUES = [
    _queue(
        "received", "工单待签收", _to_accept, due=Order.return_by, tone="warn", order=3,
        task="签收，或者退单",
    ),
    _queue(
        "again", "工单被要求重办", _sent_again, due=Order.due_at, tone="danger", order=2,
        task="催办事项",
    ),
    _queue("ready", "工单待回复", _to_answer, due=Order.due_at, order=4, task="填写回复"),
    _queue(
        "late", "工单超期没有办结", _late, due=Order.due_at, tone="danger", order=5, task="催办事项"
    ),
    _queue(
        "contact", "工单没有联系诉求人", _to_speak, due=Order.contact_by, order=6, task="联系诉求人", step=Order.speak),
    _queue("upload", "回复没有报平台", _to_upload, due=Order.due_at, among=TO_UPLOAD, order=32, task="报平台", step=Order.upload),
    _queue("apart", "工单剔除待复核", Order.awaits_review, among=Order.proposed_apart(), needs=REVIEW, order=46, task="复核工单剔除", step=Order.confirm_apart),
]  # fmt: skip


def case_panels(ctx: Context, case: Case) -> list[Panel]:
    """The orders that a case came of, and those of cases that go on as part of it, for whoever may read them."""
    if not attached_to_all(case, KEY):
        return []
    lines = [
        Line(
            each,
            url_for("hotline.show_order", order_id=each.id),
            each.outside_number,
            each.from_where + (f"，联办：{each.joint_told}" if each.joint else ""),
        )
        for each in Order.visible_in_all(case, ctx.actor)
    ]
    return panel_of("热线转办", lines)


def heard(record, event) -> None:
    """What befalls a case is told to the orders it came of."""
    if isinstance(record, Case):
        Order.hear(record, event.verb)


def finders() -> list[CaseFinder]:
    """A case is found by the number of the platform."""
    return [CaseFinder("工单编号", _numbered)]


def _numbered(text: str, user: User) -> Select:
    """Cases with an order whose outside number contains `text`."""
    return select(Order.case_id).where(Order.outside_number.contains(text, autoescape=True), Order.seen_by(user))


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return still_open(ctx.unit, (Order, "{} 件工单还没有回复。"))
