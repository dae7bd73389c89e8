"""The blueprint of the mediation desk: every address lies under /mediation, behind the gate."""

from flask import Blueprint
from flask_login import current_user

from plugins.mediation.models import Dispute
from portal.web.rendering import get_or_404

bp = Blueprint("mediation", __name__, url_prefix="/mediation", template_folder="templates")


def dispute_or_404(dispute_id: int) -> Dispute:
    """The dispute, if the reader may see it."""
    return get_or_404(Dispute.visible_to(current_user), dispute_id)
