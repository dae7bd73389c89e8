"""How much each mediator has in hand: shown where one is chosen, so that nobody gets too much. It orders and compares nobody."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, select

from plugins.mediation.models.dispute import STATES, Dispute
from plugins.mediation.models.participation import DisputeMediator
from portal.extensions import db

IN_HAND = Dispute.status.in_(STATES.open)


def load_of(mediators: Iterable[int], wanted: ColumnElement[bool] = IN_HAND) -> dict[int, int]:
    """Id of a mediator → number of the disputes for which `wanted` holds (by default: still open) that they mediate, in one statement; 0 for none."""
    ids = list(mediators)
    counted = (
        select(DisputeMediator.mediator_id, func.count().label("number"))
        .join(Dispute, Dispute.id == DisputeMediator.dispute_id)
        .where(DisputeMediator.mediator_id.in_(ids), wanted)
        .group_by(DisputeMediator.mediator_id)
    )
    return dict.fromkeys(ids, 0) | {row.mediator_id: row.number for row in db.session.execute(counted)}
