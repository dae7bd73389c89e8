"""人民调解 in the list of cases: how it stands, to filter by, and the number of the dispute in the search box."""

from functools import partial

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from plugins.mediation.models import Dispute
from plugins.mediation.models.dispute import STATES
from portal.accounts.models import User
from portal.extensions import db
from portal.plugin.contributions import CaseColumn, CaseFilter, CaseFinder
from portal.plugin.hookspecs import Context
from portal.records.waiting import stands_in

OPEN = "open"


def parts(ctx: Context) -> list[CaseColumn | CaseFilter | CaseFinder]:
    """For whoever may view disputes; of those that they may not see, nothing is told."""
    if not ctx.actor.can(Dispute.permission):
        return []
    return [
        CaseColumn("status", "人民调解", partial(_standing, ctx.actor)),
        CaseFilter("status", "人民调解", {OPEN: "正在调解"}, partial(_in_state, ctx.actor)),
        CaseFinder("调解编号", numbered),
    ]


def _standing(reader: User, ids: list[int]) -> dict[int, str]:
    """Case id → the state of its latest dispute."""
    seen = Dispute.seen_by(reader).label("seen")  # no condition: PostgreSQL would read all disputes of the place for it
    rows = select(Dispute.id, Dispute.case_id, Dispute.status, seen).where(Dispute.case_id.in_(ids))
    return {row.case_id: STATES.names[row.status] for row in sorted(db.session.execute(rows)) if row.seen}


def _in_state(reader: User, state: str) -> Select:
    """Cases of which the latest dispute stands so, as the column says it."""
    later = aliased(Dispute)
    overtaken = select(later.id).where(
        later.case_id == Dispute.case_id, later.id > Dispute.id, reader.reach(later, Dispute.permission)
    )
    wanted = stands_in(Dispute, STATES.open) if state == OPEN else Dispute.status == state
    return select(Dispute.case_id).where(wanted, Dispute.seen_by(reader), ~overtaken.exists())


def numbered(text: str, user: User) -> Select:
    """Cases with a dispute whose number contains `text`."""
    return select(Dispute.case_id).where(Dispute.number.contains(text, autoescape=True), Dispute.seen_by(user))
