"""The list of disputes and the page of one."""

from flask import url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload
from wtforms import SelectField, StringField

from plugins.mediation.blueprint import bp
from plugins.mediation.choices import PERFORMANCES, PURPOSES, SOURCES
from plugins.mediation.models import Dispute
from plugins.mediation.models.settlement import SIGNED_SCAN
from plugins.mediation.models.states import STATES
from plugins.mediation.papers import MEDIATE, papers
from plugins.mediation.views.steps import steps
from portal import clock
from portal.cases import list_page
from portal.cases.models import Case
from portal.database import reads
from portal.extensions import db
from portal.web.http.guards import requires
from portal.web.pages import searching
from portal.web.pages.paging import paginate
from portal.web.pages.rendering import get_or_404, render


class FilterForm(FlaskForm):
    """The filter bar."""

    class Meta(FlaskForm.Meta):
        csrf = False

    q = StringField("编号、名称、当事人")
    status = SelectField("状态", choices={"": "全部", "open": "未结案", **STATES.names}, default="")


@bp.get("/disputes")
@requires("mediation.view")
def index():
    """Disputes, newest first."""
    return searching.elsewhere() or _list()


@bp.post("/disputes")
@requires("mediation.view")
@reads
def search():
    """What is typed and chosen in the filter bar."""
    return searching.elsewhere() or _list()


def _list():
    filters = FilterForm(searching.given())
    query = Dispute.visible_to(current_user).with_only_columns(Dispute.id, Dispute.created_at)
    if filters.status.data == "open":
        query = query.where(Dispute.status.in_(STATES.open))
    elif filters.status.data:
        query = query.where(Dispute.status == filters.status.data)
    if text := list_page.words(filters):
        query = query.join(Dispute.case).where(
            or_(Dispute.number.contains(text, autoescape=True), list_page.mentions(text, current_user))
        )
    page = paginate(query, Dispute.created_at, Dispute.id)
    rows = db.session.execute(
        select(
            Dispute.id,
            Dispute.case_id,
            Dispute.number,
            Dispute.status,
            Dispute.due_on,
            Case.title,
            Case.number.label("case_number"),
        )
        .join(Dispute.case)
        .where(Dispute.id.in_([row.id for row in page.rows]))
        .order_by(Dispute.created_at.desc(), Dispute.id.desc())
    ).all()
    return render(
        "mediation/index.html",
        block="rows",
        filters=filters,
        page=page.showing(rows),
        now=clock.now(),
        parties=list_page.party_names([row.case_id for row in rows]),
        statuses=STATES.names,
        tones=STATES.tones,
    )


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
