"""The pages of a settlement."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.elder_care.blueprint import bp
from plugins.elder_care.models import Canteen, Finding, MealSettlement
from plugins.elder_care.settling.forms import DrawUpForm
from plugins.elder_care.settling.register import settlements
from portal.entitlements.findings import TONES
from portal.entitlements.forms import DecisionForm
from portal.entitlements.pages import mount_settlement
from portal.records.asking import Ask, among
from portal.records.beginning import begin_button, mount_beginning
from portal.records.bulk import Bulk
from portal.records.forms import PlainForm
from portal.records.lists import mount_register
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

AT = "/settlements/<int:settlement_id>"

pages = mount_settlement(
    bp,
    MealSettlement,
    at=AT,
    show="elder_care.show_settlement",
    export="elder_care.export",
    prefix="settlement_",
    more={
        MealSettlement.recheck: Ask(PlainForm, at="recheck", done="已重新核查。"),
        MealSettlement.decide: Ask(
            DecisionForm,
            at="findings/<int:finding_id>/decision",
            done="已认定。",
            row=among("findings"),
            explanation=lambda settlement, finding: finding.text,
        ),
    },
)
mount_beginning(
    bp,
    MealSettlement.draw_up,
    Ask(DrawUpForm, done=lambda settlement: f"已编制：{settlement.number}", title="编制月结", error_at="month"),
    at="/settlements/new",
    show=lambda settlement: url_for("elder_care.show_settlement", settlement_id=settlement.id),
    back="elder_care.settlements",
    place=lambda form: form.unit,
)


mount_register(
    bp,
    settlements,
    at="/settlements",
    endpoint="settlements",
    export="elder_care.export",
    actions=begin_button(MealSettlement.draw_up, "编制月结"),
    bulk=(
        Bulk(MealSettlement.submit, at="submitted"),
        Bulk(MealSettlement.check, at="checked"),
        Bulk(MealSettlement.review, at="reviewed"),
        Bulk(MealSettlement.publish, at="published"),
        Bulk(MealSettlement.settle, at="settled"),
    ),
)


@bp.get(AT)
@requires("elder_care.view")
def show_settlement(settlement_id: int):
    """One settlement: its lines, what the checks found, what became of the money."""
    at_once = (
        joinedload(MealSettlement.unit),
        joinedload(MealSettlement.canteen).selectinload(Canteen.licences),
        selectinload(MealSettlement.findings).joinedload(Finding.member),
    )
    settlement = get_or_404(MealSettlement.visible_to(current_user).options(*at_once), settlement_id)
    return render(
        "elder_care/settlement.html",
        **pages.shown(settlement),
        tones=TONES,
        may_decide=pages.steps.offers(MealSettlement.decide, settlement, current_user),
        crumbs=[("助餐月结", url_for("elder_care.settlements")), (settlement.number, "")],
    )
