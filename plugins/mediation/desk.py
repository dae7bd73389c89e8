"""Where mediation meets the core: the route at triage, the panel on the case, the cards of the work desk."""

from flask import render_template, url_for
from markupsafe import Markup
from sqlalchemy import func, select

from plugins.mediation.models import Agreement, Committee, Dispute, Instalment
from plugins.mediation.models.dispute import CHANNEL
from plugins.mediation.views.disputes import TONES
from portal import clock
from portal.cases.models import Case
from portal.cases.panels import Action, Panel
from portal.cases.routes import Route
from portal.extensions import db
from portal.home.cards import Card
from portal.plugin.hookspecs import Context
from portal.web.formatting import deadline

SHOWN = 5


def routes(case: Case) -> list[Route]:
    """转人民调解, where there is a committee and the case has two sides."""
    if not (case.side(1) and case.side(2)) or Committee.of(case.unit) is None:
        return []
    return [Route(CHANNEL, "转人民调解", Dispute.receive)]


def panels(ctx: Context, case: Case) -> list[Panel]:
    """How the mediation of this case stands."""
    found = _of(case)
    if not found or not ctx.actor.can("mediation.view", case):
        return []
    html = render_template("mediation/panel.html", disputes=found, tones=TONES)
    return [Panel("人民调解", Markup(html))]  # noqa: S704  rendered by our own template, autoescaped


def actions(ctx: Context, case: Case) -> list[Action]:
    """To the desk, for those who mediate."""
    return [
        Action("办理调解", url_for("mediation.show", dispute_id=each.id), "handshake", main=True)
        for each in _of(case) if each.can_be_mediated_by(ctx.actor)
    ]


def cards(ctx: Context) -> list[Card]:
    """What waits on the mediation desk."""
    if not ctx.actor.can("mediation.mediate"):
        return []
    today = clock.today()
    waiting = _disputes(ctx).where(Dispute.status == "pending")
    under_way = _disputes(ctx).where(Dispute.status.in_(("mediating", "agreed"))).order_by(Dispute.due_on)
    late = (
        _disputes(ctx).join(Dispute.agreement).join(Agreement.instalments)
        .where(Dispute.status == "effective", Instalment.paid_on.is_(None), Instalment.due_on < today).distinct()
    )
    return [
        _card("mediation-late", "调解协议逾期未履行", late, "effective", "danger", 10),
        _card("mediation-pending", "调解待受理", waiting, "pending", "info", 11),
        _card("mediation-open", "调解中、待生效", under_way, "open", "info", 12),
    ]


def _of(case: Case) -> list[Dispute]:
    return db.session.scalars(select(Dispute).where(Dispute.case_id == case.id).order_by(Dispute.id.desc())).all()


def _disputes(ctx: Context):
    return (
        select(Dispute.id, Case.title, Dispute.due_on)
        .select_from(Dispute).join(Dispute.case).where(ctx.actor.reach(Dispute))
    )


def _card(key: str, title: str, query, status: str, tone: str, order: int) -> Card:
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery()))
    rows = [
        (name, url_for("mediation.show", dispute_id=ident), *(deadline(due, clock.now()) if due else ("", "neutral")))
        for ident, name, due in db.session.execute(query.limit(SHOWN))
    ] if total else []
    url = url_for("mediation.index", status=status)
    return Card(key, title, total, url, tone, rows, url if total > SHOWN else "", "没有待办的调解。", order)
