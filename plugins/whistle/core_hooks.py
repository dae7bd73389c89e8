"""Where 吹哨报到 meets the core: the desk on both sides, the page of a case, what befalls a case, what stays open."""

from flask import url_for
from sqlalchemy import ColumnElement, and_, exists, select

from plugins.whistle.choices import ANSWER, BLOW, CALLED
from plugins.whistle.models import Call, Whistle
from plugins.whistle.models.call import OUT
from plugins.whistle.settings import KEY
from portal.accounts.reader import Reader
from portal.cases.attached import attached, attaches
from portal.cases.models import Assignment, Case
from portal.plugin.contributions import Action, Panel
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import Line, panel_of
from portal.records.waiting import there_is

HERE = "/whistle/whistles"
AWAITED = (Whistle.status + "") == OUT
attaches(KEY, Whistle.case_id)


def _calls(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(Whistle.status == OUT, there_is(Call.whistle_id == Whistle.id, *wanted, of=Whistle))


def _to_confirm(reader: Reader) -> ColumnElement[bool]:
    """A department says that it came."""
    return _calls(Call.came_at.is_not(None), Call.said_by == CALLED, Call.confirmed_at.is_(None))


def _missing(reader: Reader) -> ColumnElement[bool]:
    """The time is over, and a department has not come, nor was that entered."""
    there = exists().where(Assignment.id == Call.assignment_id, Assignment.status.in_(("sent", "acknowledged")))
    return and_(Whistle.come_by < reader.now, _calls(Call.came_at.is_(None), Call.missed_at.is_(None), there))


def _awaited(reader: Reader) -> ColumnElement[bool]:
    """The reader's department has still to come, or to confirm that it did. `AWAITED` is beside the index of what is open, so that the few calls lead."""
    calls = select(Call.whistle_id).where(Call.awaited_from([each.id for each in reader.units_with(ANSWER)]))
    return Whistle.id.in_(calls)


def _to_close(reader: Reader) -> ColumnElement[bool]:
    """All departments have answered, or were let go."""
    open_ = Assignment.id == Call.assignment_id, Assignment.status.in_(Assignment.states.open)
    return and_(Whistle.status == OUT, ~there_is(Call.whistle_id == Whistle.id, *open_, of=Whistle))


QUEUES = [
    queue_of(
        Whistle, "whistle-called", "吹哨待报到", at=HERE, needs=ANSWER, where=_awaited, among=AWAITED,
        text=Case.title, due=Whistle.come_by, joins=(Whistle.case,), tone="warn", order=2, task="到现场报到",
    ),
    queue_of(
        Whistle, "whistle-missing", "到时间没有报到", at=HERE, needs=BLOW, where=_missing,
        text=Case.title, due=Whistle.come_by, joins=(Whistle.case,), tone="danger", order=2, task="催促，或者登记未报到",
    ),
    queue_of(
        Whistle, "whistle-confirm", "报到待确认", at=HERE, needs=BLOW, where=_to_confirm,
        text=Case.title, due=Whistle.come_by, joins=(Whistle.case,), order=4, task="确认报到",
    ),
    queue_of(
        Whistle, "whistle-close", "吹哨待办结", at=HERE, needs=BLOW, where=_to_close,
        text=Case.title, due=Whistle.come_by, joins=(Whistle.case,), order=5, task="评价、办结",
    ),
    queue_of(
        Whistle, "whistle-waiting", "吹哨待审核", at=HERE, text=Case.title, due=Whistle.come_by, joins=(Whistle.case,),
        order=3,
    ),
]  # fmt: skip


def actions(ctx: Context, case: Case) -> list[Action]:
    """A case that is in hand may be whistled for, once at a time."""
    if not case.open or case.status == "registered" or not ctx.actor.can(BLOW, case):
        return []
    if attached(case, KEY) and Whistle.open_on(case):
        return []
    return [Action("吹哨", url_for("whistle.blow", case_id=case.id), "bell")]


def panels(ctx: Context, case: Case) -> list[Panel]:
    """The whistles about the case that the reader may see."""
    if not attached(case, KEY):
        return []
    lines = [
        Line(each, url_for("whistle.show", whistle_id=each.id), each.number, each.called)
        for each in Whistle.visible_about(case, ctx.actor)
    ]
    return panel_of("吹哨报到", lines)


def heard(ctx: Context, record, event) -> None:
    """What befalls a case, befalls its whistle."""
    if isinstance(record, Case):
        Whistle.hear(record, event.note, ctx.actor)


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return still_open(ctx.unit, (Whistle, "{} 次吹哨还没有办结。"))
