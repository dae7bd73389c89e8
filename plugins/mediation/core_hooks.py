"""Where mediation meets the core: the option at triage, the panel on the case, the cards of the work desk."""

from datetime import timedelta
from functools import cache

from flask import g, render_template, url_for
from markupsafe import Markup
from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy import case as case_when
from sqlalchemy.orm import joinedload

from plugins.mediation.models import Agreement, Committee, Dispute, FollowUp, Instalment
from plugins.mediation.models.dispute import CHANNEL
from plugins.mediation.models.states import STATES
from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.plugin.activation import in_effect
from portal.plugin.contributions import Action, Card, Panel, TriageOption
from portal.plugin.hookspecs import Context
from portal.web.pages.formatting import deadline

SHOWN = 5
SOON = timedelta(days=7)


def triage_options(case: Case) -> list[TriageOption]:
    """转人民调解, where the module takes new cases, there is a committee, and the case has two sides."""
    on = in_effect(case.unit).get(CHANNEL)
    if on is None or on.state != "on" or not (case.side(1) and case.side(2)) or Committee.of(case.unit) is None:
        return []
    return [TriageOption(CHANNEL, "转人民调解", Dispute.receive)]


def panels(ctx: Context, case: Case) -> list[Panel]:
    """How the mediation of this case stands."""
    if not ctx.actor.can("mediation.view", case) or not (found := _of(case)):
        return []
    html = render_template("mediation/panel.html", disputes=found, tones=STATES.tones)
    return [Panel("人民调解", Markup(html))]  # noqa: S704  rendered by our own template, autoescaped


def actions(ctx: Context, case: Case) -> list[Action]:
    """To the desk, for those who mediate; to mediation, for those who hand the case on."""
    if not (ctx.actor.can("mediation.mediate", case) or Case.assign.is_open_to(ctx.actor, case)):
        return []
    found = _of(case)
    if any(each.open for each in found):
        return [
            Action("办理调解", url_for("mediation.show", dispute_id=each.id), "handshake", main=True)
            for each in found
            if each.open and each.entrusted_to(ctx.actor, "mediation.mediate")
        ]
    if Case.assign.is_open_to(ctx.actor, case) and triage_options(case):
        return [Action("转人民调解", url_for("mediation.new_dispute", case_id=case.id), "handshake")]
    return []


def cards(ctx: Context) -> list[Card]:
    """What waits on the mediation desk."""
    if not ctx.actor.can("mediation.mediate"):
        return []
    pending = _disputes(ctx, Dispute.due_on).where(Dispute.status == "pending")
    under_way = _disputes(ctx, Dispute.due_on).where(Dispute.status.in_(("mediating", "agreed")))
    return [
        _card("mediation-performance", "调解协议履行期将到或已过", _falling_due(ctx), "effective", "warn", 10),
        _card("mediation-pending", "调解待受理", pending, "pending", "info", 11),
        _card("mediation-open", "调解中、待生效", under_way, "open", "info", 12),
    ]


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit if the desk closed, with counts."""
    counted = dict(
        db.session.execute(
            select(Dispute.status, func.count())
            .where(ctx.unit.subtree_of(Dispute), Dispute.status.in_(STATES.open))
            .group_by(Dispute.status)
        ).all()
    )
    return [f"{STATES[status].name}的纠纷 {counted[status]} 件" for status in STATES.open if status in counted]


def _falling_due(ctx: Context) -> Select:
    """Agreements in force of which something is to be performed within a week, or should have been."""
    unpaid = (
        select(func.min(Instalment.due_on))
        .where(Instalment.agreement_id == Agreement.id, Instalment.paid_on.is_(None))
        .scalar_subquery()
    )
    visited = exists().where(FollowUp.dispute_id == Dispute.id)
    due = func.coalesce(unpaid, case_when((visited, None), else_=Agreement.perform_by))
    return _disputes(ctx, due).join(Dispute.agreement).where(Dispute.status == "effective", due <= clock.today() + SOON)


def _of(case: Case) -> list[Dispute]:
    """The disputes of the case with what the panel shows; asked once a request, and only where the desk ever had it."""
    if not any(each.channel == CHANNEL for each in case.assignments):
        return []
    known = g.setdefault("mediation_of_case", {})
    if case.id not in known:
        known[case.id] = db.session.scalars(_shown(), {"case_id": case.id}).unique().all()
    return known[case.id]


@cache
def _shown() -> Select:
    return Dispute.of(bindparam("case_id")).options(joinedload(Dispute.agreement), joinedload(Dispute.chosen))


def _disputes(ctx: Context, due) -> Select:
    """Rows of a card, the most urgent first, each with how many there are in all."""
    return (
        select(Dispute.id, Case.title, due.label("due_on"), func.count().over().label("total"))
        .select_from(Dispute)
        .join(Dispute.case)
        .where(ctx.actor.reach(Dispute, "mediation.mediate"))
        .order_by(due, Dispute.id)
    )


def _card(key: str, title: str, query: Select, status: str, tone: str, order: int) -> Card:
    found = db.session.execute(query.limit(SHOWN)).all()
    total = found[0].total if found else 0
    rows = [
        (
            row.title,
            url_for("mediation.show", dispute_id=row.id),
            *(deadline(row.due_on, clock.now()) if row.due_on else ("", "neutral")),
        )
        for row in found
    ]
    late = any(row[3] == "danger" for row in rows)
    url = url_for("mediation.index", status=status)
    return Card(key, title, total, url, "danger" if late else tone, rows, url if total > SHOWN else "", order)
