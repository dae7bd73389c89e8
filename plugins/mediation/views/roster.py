"""调委会 and its roster."""

from datetime import timedelta

from flask import url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from plugins.mediation.blueprint import bp
from plugins.mediation.forms import CommitteeForm, MediatorForm
from plugins.mediation.models import Committee
from plugins.mediation.register import MEDIATORS, mediators
from portal import clock
from portal.extensions import db
from portal.plugin.activation import takes_new
from portal.plugin.context import current_unit
from portal.records.beginning import mount_beginning
from portal.records.import_pages import mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount, present, today
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

ENDS_SOON = timedelta(days=60)
FIELDS = ("name", "gender", "post", "grade", "full_time", "phone", "valid_from", "valid_until")


def committee_or_404(committee_id: int) -> Committee:
    """The committee, if the reader manages it."""
    return get_or_404(select(Committee).where(Committee.reach(current_user, "mediation.manage")), committee_id)


@bp.get("/committees")
@requires("mediation.view")
def committees():
    """The committees in the reader's units, with their mediators."""
    seen = Committee.visible_to(current_user).order_by(Committee.id)
    return render(
        "mediation/committees.html",
        committees=db.session.scalars(seen.options(selectinload(Committee.mediators))).all(),
        today=clock.today(),
        soon=clock.today() + ENDS_SOON,
        takes_new=takes_new(bp.name, current_unit()),
    )


mount_register(bp, mediators, at="/mediators", endpoint="mediators", export="mediation.export")
mount_beginning(
    bp,
    Committee.found,
    Ask(
        CommitteeForm,
        done="已设立。",
        button="设立",
        start=lambda unit: {"name": f"{unit.name}人民调解委员会"},
        error_at="name",
    ),
    at="/committees/new",
    show=lambda committee: url_for("mediation.committees"),
    back="mediation.committees",
)
mount(
    bp,
    Committee,
    at="/committees/<int:committee_id>",
    show="mediation.committees",
    load=committee_or_404,
    steps={
        Committee.appoint: Ask(
            MediatorForm,
            at="mediators/new",
            done="已登记。",
            button="保存",
            start=today("valid_from"),
            error_at="name",
        ),
        Committee.amend: Ask(
            MediatorForm,
            at="mediators/<int:mediator_id>",
            done="已修改。",
            button="保存",
            row=among("mediators"),
            start=present(*FIELDS),
        ),
    },
)
mount_import(bp, MEDIATORS, at="/committees/<int:committee_id>", load=committee_or_404, back="mediation.committees")
