"""Where 综治中心 meets the core: the desk, what residents read, what stays open."""

from flask import url_for
from sqlalchemy import ColumnElement

from plugins.centre.choices import RUN
from plugins.centre.models import CheckMeasure, DepartmentCall, DutyShift, SelfCheck, ServiceCentre, ShiftExchange
from plugins.centre.register import centres
from portal.accounts.reader import Reader
from portal.plugin.contributions import Hit, PublicPage
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open

HERE = "/centre"


def _mine_today(reader: Reader) -> ColumnElement[bool]:
    """Whoever is on duty today, and has not pressed 到岗; afterwards it is too late."""
    return (DutyShift.user_id == reader.id) & (DutyShift.on == reader.today()) & (DutyShift.ends_at > reader.now)


def _empty(reader: Reader) -> ColumnElement[bool]:
    return DutyShift.empty_at <= reader.now


QUEUES = [
    queue_of(
        DutyShift,
        "centre-empty",
        "窗口空岗",
        at=f"{HERE}/shifts",
        needs=RUN,
        where=_empty,
        text=DutyShift.title + "　" + DutyShift.name,
        due=DutyShift.empty_at,
        tone="danger",
        order=32,
        task="联系部门、安排替班",
    ),
    queue_of(
        DutyShift,
        "centre-duty",
        "今天我值班",
        at=f"{HERE}/shifts",
        needs="centre.duty",
        where=_mine_today,
        text=DutyShift.title,
        due=DutyShift.starts_at,
        order=32,
        task="到岗",
        step=DutyShift.sign_in,
    ),
    queue_of(
        ShiftExchange, "centre-exchanges", "请您同意换班", at=f"{HERE}/exchanges", due=ShiftExchange.starts_at, order=32
    ),
    queue_of(
        DepartmentCall, "centre-calls", "呼叫的部门还没有到", at=f"{HERE}/calls", due=DepartmentCall.due_at, order=32
    ),
    queue_of(CheckMeasure, "centre-measures", "规范化整改", at=f"{HERE}/measures", due=CheckMeasure.due_on, order=33),
    queue_of(SelfCheck, "centre-checks", "规范化自检", at=f"{HERE}/checks", order=33),
]


def search(ctx: Context, text: str) -> list[Hit]:
    """Centres that the reader may see."""
    return centres.hits(ctx, text)


def public_pages(ctx: Context) -> list[PublicPage]:
    """That of the unit's own centre."""
    centre = ServiceCentre.of_unit(ctx.unit)
    if centre is None:
        return []
    return [
        PublicPage(centre.title, url_for("centre.public_centre", unit_id=ctx.unit.id), "在哪里，今天有哪些部门、窗口")
    ]


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return still_open(
        ctx.unit,
        (DutyShift, "{} 班值班还没有到岗。"),
        (DepartmentCall, "{} 次呼叫还没有到场。"),
        (ShiftExchange, "{} 次换班还没有答复。"),
        (SelfCheck, "{} 次自检还没有定稿。"),
        (CheckMeasure, "{} 项整改还没有完成。"),
    )
