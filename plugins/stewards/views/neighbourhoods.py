"""小区 and their rosters."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.stewards.blueprint import bp
from plugins.stewards.forms import NeighbourhoodForm, StewardCorrectionForm, StewardForm
from plugins.stewards.models import Neighbourhood
from plugins.stewards.models.round import NOTE
from plugins.stewards.papers import neighbourhood_papers
from plugins.stewards.register import STEWARDS, neighbourhoods, roster
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import LastDayForm
from portal.records.import_pages import mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount, present, today
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

mount_register(
    bp,
    neighbourhoods,
    at="/neighbourhoods",
    endpoint="index",
    export="stewards.export",
    actions=begin_button(Neighbourhood.enter),
)
mount_register(bp, roster, at="/roster", endpoint="roster", export="stewards.export")
mount_beginning(
    bp,
    Neighbourhood.enter,
    Ask(
        NeighbourhoodForm,
        done="已登记，请登记红管家。",
        start=today("founded_on"),
        args=("name", "founded_on"),
        error_at="name",
        fields=("unit_id", "name", "founded_on"),
    ),
    at="/neighbourhoods/new",
    show=lambda place: url_for("stewards.show_neighbourhood", neighbourhood_id=place.id),
    back="stewards.index",
    place="unit_id",
)
steps = mount(
    bp,
    Neighbourhood,
    at="/neighbourhoods/<int:neighbourhood_id>",
    show="stewards.show_neighbourhood",
    steps={
        Neighbourhood.enlist: Ask(
            StewardForm, at="stewards/new", done="已登记。", icon="plus", start=today("valid_from"), error_at="name"
        ),
        Neighbourhood.correct: Ask(
            StewardCorrectionForm,
            at="stewards/<int:steward_id>/correction",
            done="已更正。公示牌请重新打印。",
            title=lambda place, steward: f"更正：{steward.name}",
            button="保存",
            row=among("stewards"),
            start=present("name", "post", "area"),
            edits=True,
            error_at="name",
        ),
        Neighbourhood.release: Ask(
            LastDayForm,
            at="stewards/<int:steward_id>/ending",
            done="已登记卸任。",
            title=lambda place, steward: f"卸任：{steward.name}",
            explanation="卸任后名册仍保留任期。",
            row=among("stewards"),
            start=today("on"),
            error_at="on",
        ),
    },
)
mount_import(
    bp,
    STEWARDS,
    at="/neighbourhoods/<int:neighbourhood_id>",
    load=lambda neighbourhood_id: get_or_404(Neighbourhood.visible_to(current_user), neighbourhood_id),
    back="stewards.index",
)


@bp.get("/neighbourhoods/<int:neighbourhood_id>")
@requires("stewards.view")
def show_neighbourhood(neighbourhood_id: int):
    """One neighbourhood: who looks after which part of it."""
    place = get_or_404(
        Neighbourhood.visible_to(current_user).options(
            joinedload(Neighbourhood.unit), selectinload(Neighbourhood.stewards)
        ),
        neighbourhood_id,
    )
    serving, actions = place.serving, steps.actions(place, current_user)
    if steps.takes_new(place) and place.allows(current_user, NOTE):
        actions.append(Action("记一条", url_for("stewards.note", neighbourhood=place.id), "map-pin"))
    return render(
        "stewards/neighbourhood.html",
        place=place,
        actions=actions,
        serving=serving,
        papers=neighbourhood_papers.offered(place, current_user),
        gone=[each for each in place.stewards if each not in serving],
        may_manage=steps.offers(Neighbourhood.release, place, current_user),
        crumbs=[("小区", url_for("stewards.index")), (place.name, "")],
    )
