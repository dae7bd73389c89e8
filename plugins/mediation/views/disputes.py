"""The list of disputes and the page of one."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from plugins.mediation.blueprint import bp
from plugins.mediation.choices import PERFORMANCES, PURPOSES, SOURCES
from plugins.mediation.models import Dispute
from plugins.mediation.models.settlement import SIGNED_SCAN
from plugins.mediation.papers import MEDIATE, papers
from plugins.mediation.register import disputes
from plugins.mediation.views.steps import steps
from portal import clock
from portal.records.lists import mount_register
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

mount_register(bp, disputes, at="/disputes", endpoint="index", export="mediation.export")


@bp.get("/disputes/<int:dispute_id>")
@requires("mediation.view")
def show(dispute_id: int):
    """One dispute: where it stands, what is missing, what can be printed, what comes next."""
    dispute = get_or_404(whole(Dispute.visible_to(current_user)), dispute_id)
    may_print = current_user.can(MEDIATE, dispute)
    materials = dispute.materials if dispute.accepted_on else []
    valid = dispute.valid_scans(materials) if dispute.agreement else []
    missing = dispute.agreement.missing(scanned=bool(valid)) if dispute.status == "agreed" else []
    return render(
        "mediation/show.html",
        dispute=dispute,
        steps=dispute.way,
        tone=dispute.tone,
        actions=steps.actions(dispute, current_user),
        may_pay=steps.offers(Dispute.pay, dispute, current_user),
        may_conclude=steps.offers(Dispute.conclude, dispute, current_user),
        may_upload=steps.offers(Dispute.add_materials, dispute, current_user),
        papers=papers.offered(dispute, current_user),
        missing=missing,
        materials=materials,
        purposes=PURPOSES,
        void=[each for each in materials if each.purpose == SIGNED_SCAN and each not in valid],
        may_mediate=dispute.open and dispute.entrusted_to(current_user, MEDIATE) and steps.takes_new(dispute),
        may_print=may_print,
        sources=SOURCES,
        performances=PERFORMANCES,
        now=clock.now(),
        crumbs=[("人民调解", url_for("mediation.index")), (dispute.number or dispute.case.title, "")],
    )


def whole(disputes: Select) -> Select:
    """`disputes` with all that their page shows, but for the lists: each comes when it is shown, in one statement."""
    return disputes.options(
        joinedload(Dispute.unit),
        joinedload(Dispute.case),
        joinedload(Dispute.committee),
        joinedload(Dispute.assignment),
        joinedload(Dispute.parties),
        joinedload(Dispute.chosen),
        joinedload(Dispute.agreement),
    )
