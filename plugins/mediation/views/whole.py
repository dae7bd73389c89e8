"""A dispute with what its pages show of it."""

from flask_login import current_user
from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from plugins.mediation.models import Dispute
from portal.web.pages.rendering import get_or_404


def dispute_seen(dispute_id: int) -> Dispute:
    """The dispute for whoever reads, else 404."""
    return get_or_404(whole(Dispute.visible_to(current_user)), dispute_id)


def whole(disputes: Select) -> Select:
    """`disputes` with all that their page shows, but for the lists: each comes when it is shown, in one statement."""
    return disputes.options(
        joinedload(Dispute.unit),
        joinedload(Dispute.case),
        joinedload(Dispute.committee),
        joinedload(Dispute.assignment),
        joinedload(Dispute.everyone),
        joinedload(Dispute.chosen),
        joinedload(Dispute.recusals),
        joinedload(Dispute.agreement),
    )
