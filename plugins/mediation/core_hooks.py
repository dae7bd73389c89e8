"""Where mediation meets the core: the option at triage, the panel on the case, the cards of the work desk."""

from functools import cache

from flask import g, render_template, url_for
from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select
from sqlalchemy import case as case_when
from sqlalchemy.orm import joinedload

from plugins.mediation.models import Agreement, Committee, Dispute, FollowUp, Instalment
from plugins.mediation.models.dispute import CHANNEL, STATES
from portal.accounts.reader import Reader
from portal.cases.models import Case
from portal.extensions import db
from portal.plugin.activation import takes_new
from portal.plugin.contributions import Action, Panel, Queue, TriageOption
from portal.plugin.hookspecs import Context

SOON = 7  # days


def triage_options(case: Case) -> list[TriageOption]:
    """转人民调解, or why this case cannot go there."""
    return [TriageOption(CHANNEL, "转人民调解", Dispute.receive, unavailable=_in_the_way(case))]


def _in_the_way(case: Case) -> str:
    if not takes_new(CHANNEL, case.unit):
        return "人民调解目前只读，不收新的纠纷。"
    if not (case.side(1) and case.side(2)):
        return "人民调解需要双方当事人，登记了双方才能转办。"
    if Committee.of(case.unit) is None:
        return f"{case.unit.short_name}没有可受理的人民调解委员会，请在“调委会”里设立后再转办。"
    return ""


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
    if Case.assign.is_open_to(ctx.actor, case) and not _in_the_way(case):
        return [Action("转人民调解", url_for("mediation.receive", case_id=case.id), "handshake")]
    return []


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


def _falling_due(reader: Reader) -> Select | None:
    """Agreements in force of which something is to be performed within a week, or should have been."""
    unpaid = (
        select(func.min(Instalment.due_on))
        .where(Instalment.agreement_id == Agreement.id, Instalment.paid_on.is_(None))
        .scalar_subquery()
    )
    visited = exists().where(FollowUp.dispute_id == Dispute.id)
    due = func.coalesce(unpaid, case_when((visited, None), else_=Agreement.perform_by))
    found = _disputes(reader, due, Dispute.status == "effective", due <= reader.today(SOON))
    return found if found is None else found.join(Dispute.agreement)


def _pending(reader: Reader) -> Select | None:
    """The time of mediation does not run yet; that of the case does."""
    return _disputes(reader, Case.due_at, Dispute.status == "pending")


def _under_way(reader: Reader) -> Select | None:
    return _disputes(reader, Dispute.due_on, Dispute.status.in_(("mediating", "agreed")))


def _disputes(reader: Reader, due: ColumnElement, *wanted: ColumnElement[bool]) -> Select | None:
    """Disputes for whoever mediates, the most urgent first."""
    if not reader.can("mediation.mediate"):
        return None
    return (
        select(Dispute.id, Case.title.label("text"), due.label("due"))
        .select_from(Dispute)
        .join(Dispute.case)
        .where(Dispute.reach(reader, "mediation.mediate"), *wanted)
        .order_by(due, Dispute.id)
    )


LIST, DISPUTE = "/mediation/disputes?status=", "/mediation/disputes/{id}"
QUEUES = [
    Queue(
        "mediation-performance", "调解协议履行期将到或已过", f"{LIST}effective", DISPUTE, _falling_due, "warn", order=10
    ),
    Queue("mediation-pending", "调解待受理", f"{LIST}pending", DISPUTE, _pending, order=11),
    Queue("mediation-open", "调解中、待生效", f"{LIST}open", DISPUTE, _under_way, order=12),
]
