"""The page of a deed, and its files."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.heroes.blueprint import bp
from plugins.heroes.models import Deed, Hero
from plugins.heroes.papers import papers
from plugins.heroes.views.steps import deed_steps
from portal import clock
from portal.database import records
from portal.files.models import Attachment
from portal.files.views import hand_out
from portal.records import NextStep, timeline
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

AT_ONCE = (
    joinedload(Deed.unit),
    joinedload(Deed.applicant),
    selectinload(Deed.heroes).options(joinedload(Hero.honours), joinedload(Hero.awards)),
)


@bp.get("/deeds/<int:deed_id>")
@requires("heroes.view")
def show(deed_id: int):
    """One deed: where it stands, its clocks, what was found, what comes next."""
    deed = get_or_404(Deed.visible_to(current_user).options(*AT_ONCE), deed_id)
    return render(
        "heroes/show.html",
        record=deed,
        actions=deed_steps.actions(deed, current_user),
        next=NextStep.of(deed),
        steps=deed.way,
        may_answer=deed_steps.offers(Deed.answer_objection, deed, current_user),
        papers=papers.offered(deed, current_user),
        events=timeline(deed),
        now=clock.now(),
        may_review=deed.allows(current_user, "heroes.review"),
        crumbs=[("见义勇为", url_for("heroes.index")), (deed.number, "")],
    )


@bp.get("/deeds/<int:deed_id>/files/<int:file_id>")
@records
@requires("heroes.view")
def download(deed_id: int, file_id: int):
    """A file of the deed: evidence, or a photo."""
    deed = get_or_404(Deed.visible_to(current_user), deed_id)
    return hand_out(get_or_404(Attachment.of(deed), file_id))
