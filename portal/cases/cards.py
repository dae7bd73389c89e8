"""The cards of the work desk about cases: overdue and nearly due, to be triaged, handed to us, to be verified."""

from sqlalchemy import case as sql_case
from sqlalchemy import func, select

from portal import clock
from portal.cases.models import STATES, Assignment, Case
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.contributions import Card
from portal.plugin.hookspecs import Context
from portal.web.pages.formatting import deadline

SHOWN = 5


def home_cards(ctx: Context) -> list[Card]:
    """What waits for this person."""
    user, now = ctx.actor, ctx.now
    cards = []
    if user.can("cases.view"):
        overdue = Case.visible_to(user).where(Case.status.in_(STATES.open), Case.due_at < now)
        cards.append(_card("overdue", "已超期", overdue, "/cases?overdue=1", "danger", 1, ""))
        soon = Case.visible_to(user).where(Case.status.in_(STATES.open), Case.warn_at < now, Case.due_at >= now)
        cards.append(_card("soon", "即将到期", soon, "/cases?overdue=soon", "warn", 2, ""))
    if user.can("cases.handle"):
        desks = [unit.id for unit in user.units_with("cases.handle")]
        waiting = select(Assignment.case_id).where(Assignment.waits_at(desks))
        handed = Case.visible_to(user).where(Case.id.in_(waiting))
        cards.append(_card("handed", "交给我们办理", handed, "/cases?status=handed", "info", 3, "签收、办理"))
    if user.can("cases.triage"):
        waiting = select(Case).where(Case.reach(user, "cases.triage"), Case.status == "registered")
        cards.append(_card("triage", "待受理分流", waiting, "/cases?status=registered", "info", 4, "受理分流"))
    if user.can("cases.resolve"):
        reported = select(Case).where(Case.reach(user, "cases.resolve"), Case.status == "reported")
        cards.append(_card("verify", "待核查办结", reported, "/cases?status=reported", "info", 5, "核查办结"))
    return cards


def _card(key: str, title: str, query, url: str, tone: str, order: int, task: str) -> Card:
    columns = query.join(Case.unit).with_only_columns(
        Case.id,
        Case.title,
        OrgUnit.short_name,
        Case.due_at,
        func.count().over().label("total"),
        maintain_column_froms=True,
    )
    found = db.session.execute(
        columns.order_by(sql_case((Case.due_at.is_(None), 1), else_=0), Case.due_at).limit(SHOWN)
    )
    rows, total = [], 0
    for ident, name, place, due_at, total in found:  # noqa: B007  the total stands in every row
        meta, row_tone = deadline(due_at, clock.now()) if due_at else ("", "neutral")
        rows.append((f"{name}（{place}）", f"/cases/{ident}", meta, row_tone))
    return Card(key, title, total, url, tone, rows, url if total > SHOWN else "", order, task)
