"""The blueprint of the mediation desk: every address lies under /mediation, behind the gate."""

from flask import Blueprint
from flask_login import current_user

from plugins.mediation.models import Dispute
from portal.errors import NotAllowed, WrongState
from portal.web.pages.rendering import get_or_404

bp = Blueprint("mediation", __name__, url_prefix="/mediation", template_folder="templates")


def dispute_to_mediate(dispute_id: int, status: str) -> Dispute:
    """The dispute, if the reader may take the next step from `status`: said before a form is filled in."""
    dispute = get_or_404(Dispute.visible_to(current_user), dispute_id)
    if dispute.status != status:
        raise WrongState(dispute.wrong_state())
    if not dispute.entrusted_to(current_user, "mediation.mediate"):
        raise NotAllowed(dispute.refusal("mediation.mediate"))
    return dispute
