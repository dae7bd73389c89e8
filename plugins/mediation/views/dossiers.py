"""卷宗 of a dispute: what is in it and what it lacks, and the file itself."""

from flask import url_for
from flask_login import current_user

from plugins.mediation.blueprint import bp
from plugins.mediation.dossiers.contents import contents, left_out
from plugins.mediation.dossiers.lacking import lacking
from plugins.mediation.dossiers.volume import volume
from plugins.mediation.models import Dispute
from plugins.mediation.models.filing import FILED
from plugins.mediation.models.settlement import PURPOSES
from plugins.mediation.papers import MEDIATE, papers
from plugins.mediation.views.steps import steps
from plugins.mediation.views.whole import dispute_seen
from portal.errors import WrongState
from portal.web.http.guards import requires
from portal.web.pages.rendering import render


@bp.get("/disputes/<int:dispute_id>/dossier")
@requires("mediation.view")
def show_dossier(dispute_id: int):
    """What the dossier holds and lacks."""
    dispute = dispute_seen(dispute_id)
    if objection := volume.objection(dispute):
        raise WrongState(objection)
    files = dispute.materials
    leaves, may_print = contents(dispute, files), dispute.allows(current_user, MEDIATE)
    return render(
        "mediation/dossier.html",
        dispute=dispute,
        leaves=leaves,
        lacking=lacking(dispute, leaves),
        alike=dispute.alike_said(current_user),
        out=left_out(leaves, files),
        purposes=PURPOSES,
        may_print=may_print,
        paper_url=lambda leaf: papers.url(leaf.paper.kind, dispute, *leaf.rows) if leaf.paper and may_print else "",
        may_order=bool(files) and steps.offers(Dispute.order_dossier, dispute, current_user),
        may_file=steps.offers(Dispute.file_away, dispute, current_user),
        may_inspect=steps.offers(Dispute.inspect_dossier, dispute, current_user),
        over=dispute.status in FILED,
        crumbs=[
            ("人民调解", url_for("mediation.index")),
            (dispute.number, url_for("mediation.show", dispute_id=dispute.id)),
            ("卷宗", ""),
        ],
    )
