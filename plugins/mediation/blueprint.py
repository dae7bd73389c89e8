"""The blueprint of the mediation desk: every address lies under /mediation, behind the gate."""

from flask import Blueprint
from flask_login import current_user

from plugins.mediation.models import Dispute
from portal.errors import NotAllowed, WrongState
from portal.plugin.activation import takes_new
from portal.plugin.context import current_unit
from portal.web.pages.rendering import get_or_404

bp = Blueprint("mediation", __name__, url_prefix="/mediation", template_folder="templates")


def dispute_or_404(dispute_id: int) -> Dispute:
    """The dispute, if the reader may see it."""
    return get_or_404(Dispute.visible_to(current_user), dispute_id)


def dispute_to_mediate(dispute_id: int, *states: str) -> Dispute:
    """The dispute, if the reader may take the next step from one of `states`: said before a form is filled in."""
    dispute = dispute_or_404(dispute_id)
    if dispute.status not in states:
        raise WrongState(dispute.wrong_state())
    if not dispute.entrusted_to(current_user, "mediation.mediate"):
        raise NotAllowed(dispute.refusal("mediation.mediate"))
    return dispute


def takes_new_records() -> bool:
    """Whether the module is on, not only readable, where the reader works."""
    return takes_new(bp.name, current_unit())
