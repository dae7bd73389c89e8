"""积分超市: goods with their stock, receipts and counts."""

from flask import url_for
from flask_login import current_user

from plugins.family_points.blueprint import bp
from plugins.family_points.forms import CountForm, GoodForm, PriceForm, ReceiptForm
from plugins.family_points.models import Good
from plugins.family_points.papers import good_papers
from plugins.family_points.register import goods
from portal import clock
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import PlainForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

VIEW, EXPORT = "family_points.view", "family_points.export"
SHOWN = 200

mount_register(bp, goods, at="/goods", endpoint="goods", export=EXPORT, actions=begin_button(Good.offer))
mount_beginning(
    bp,
    Good.offer,
    Ask(GoodForm, done="已上架，请接着入库。", start=lambda unit: {"valid_from": clock.today()}, error_at="name"),
    at="/goods/new",
    show=lambda good: url_for("family_points.show_good", good_id=good.id),
    back="family_points.goods",
)
good_steps = mount(
    bp,
    Good,
    at="/goods/<int:good_id>",
    show="family_points.show_good",
    prefix="good_",
    steps={
        Good.receive: Ask(ReceiptForm, at="receipts/new", done="已入库。", main=True, icon="plus", error_at="quantity"),
        Good.take_stock: Ask(
            CountForm,
            at="counts/new",
            done="已盘点。",
            icon="check",
            explanation=lambda good: f"账面 {good.stock} {good.measure}。数出来不一样的，写明原因。",
            error_at="reason",
        ),
        Good.reprice: Ask(
            PriceForm,
            at="price",
            done="已修改，已经兑换的不变。",
            icon="pencil",
            start=lambda good: {"points": good.points, "least": good.least},
        ),
        Good.withdraw: Ask(
            PlainForm,
            at="withdrawal",
            done="已下架。",
            icon="x",
            tone="danger",
            explanation="下架后不能兑换，库存账保留。",
        ),
    },
)


@bp.get("/goods/<int:good_id>")
@requires(VIEW)
def show_good(good_id: int):
    """One good: what came, what went, what was counted."""
    good = get_or_404(Good.visible_to(current_user), good_id)
    return render(
        "family_points/good.html",
        good=good,
        actions=good_steps.actions(good, current_user),
        papers=good_papers.offered(good, current_user),
        movements=good.movements[: -SHOWN - 1 : -1],
        faults=good.faults(),
        crumbs=[("积分超市", url_for("family_points.goods")), (good.name, "")],
    )
