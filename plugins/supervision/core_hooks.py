"""Where 督办 meets the core: the desk on both sides, the page of a case, what befalls a case, what stays open."""

from flask import url_for
from sqlalchemy import ColumnElement, and_, or_

from plugins.supervision import automatic
from plugins.supervision.choices import ANSWER, LIFT, OVERSEE
from plugins.supervision.models import Supervision
from plugins.supervision.models.targets import answering_for
from plugins.supervision.settings import KEY
from portal.accounts.hands import by_another
from portal.accounts.reader import Reader
from portal.cases.attached import attached, attaches
from portal.cases.models import Case
from portal.plugin.contributions import Action, Panel
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import Line, panel_of

HERE = "/supervision/orders"
attaches(KEY, Supervision.case_id)


def _to_answer(reader: Reader) -> ColumnElement[bool]:
    """The reader's unit is asked."""
    return Supervision.status == "issued"


def _unanswered(reader: Reader) -> ColumnElement[bool]:
    """The time to answer is over: the next is to raise it."""
    return and_(Supervision.status == "issued", Supervision.due_at < reader.now)


def _waiting(reader: Reader) -> ColumnElement[bool]:
    """What the unit answered, or asked for; and what another proposed to lift."""
    by_others = by_another(reader, [Supervision.proposed_by_id], Supervision, lambda: Supervision.reach(reader, LIFT))
    to_lift = and_(Supervision.status == "proposed", by_others)
    return or_(Supervision.status.in_(("answered", "asking")), to_lift)


def _queue(key: str, title: str, **more):
    return queue_of(
        Supervision, key, title, at=HERE, text=Case.title, due=Supervision.due_at, joins=(Supervision.case,), **more
    )


QUEUES = [
    _queue(
        "supervision-asked",
        "被督办",
        needs=ANSWER,
        where=_to_answer,
        tone="warn",
        order=1,
        task="签收、答复",
    ),
    _queue(
        "supervision-late",
        "督办超期未答复",
        needs=OVERSEE,
        where=_unanswered,
        tone="danger",
        order=2,
        task="升级督办",
        step=Supervision.raise_to,
    ),
    _queue("supervision-waiting", "督办待审查、解除", needs=OVERSEE, where=_waiting, order=4),
]


def actions(ctx: Context, case: Case) -> list[Action]:
    """Whoever oversees one of those who have it in hand may ask about it."""
    if not case.open or not ctx.actor.can(OVERSEE, case):
        return []
    above = ctx.actor.offices_over(case, OVERSEE)
    below = [each for each in answering_for(case) if any(unit.contains(each) and unit.id != each.id for unit in above)]
    return [Action("督办", url_for("supervision.open_about", case_id=case.id), "eye")] if below else []


def panels(ctx: Context, case: Case) -> list[Panel]:
    """The supervisions about the case that the reader may see."""
    if not attached(case, KEY):
        return []
    lines = [
        Line(
            each, url_for("supervision.show", supervision_id=each.id), each.number, f"{each.level_name}：{each.target}"
        )
        for each in Supervision.visible_about(case, ctx.actor)
    ]
    return panel_of("督办", lines)


def heard(ctx: Context, record, event) -> None:
    """What befalls a case, befalls what is asked about it; about one at twice its limit is asked by itself."""
    if isinstance(record, Case):
        Supervision.hear(record, event.verb, event.note, ctx.actor)
        if event.verb == Case.be_late_twice.verb:
            automatic.ask(record, event.note)


def objections(record, verb: str) -> list[str]:
    """A case is archived once nothing is asked about it any more."""
    if not isinstance(record, Case) or verb != Case.archive.verb:
        return []
    return [f"{each.number}还没有解除，解除以后再归档。" for each in Supervision.under_way(record)]


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return still_open(ctx.unit, (Supervision, "{} 次督办还没有解除。"))
