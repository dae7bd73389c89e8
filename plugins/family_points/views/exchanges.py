"""积分账户: what a family holds, its statement and card; 积分兑换 for goods of a shop."""

from flask import url_for
from flask_login import current_user

from plugins.family_points.blueprint import bp
from plugins.family_points.forms import ExchangeForm
from plugins.family_points.models import Exchange, Good, PointAccount
from plugins.family_points.models.account import POINTS
from plugins.family_points.papers import account_papers, exchange_papers, statement
from plugins.family_points.register import accounts, exchanges
from portal.documents.cards import Card, cards
from portal.documents.qr import absolute
from portal.errors import WrongState
from portal.extensions import db
from portal.plugin.contributions import Action
from portal.records.beginning import mount_beginning
from portal.records.forms import PlainForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.records.papers import pdf
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

VIEW, EXPORT = "family_points.view", "family_points.export"


def _account(account_id: int) -> PointAccount:
    return get_or_404(PointAccount.visible_to(current_user), account_id)


def _goods_there(form: ExchangeForm, account: PointAccount) -> None:
    """What is on offer in the shops of the reader that take points of this account, with what it costs and how many there are."""
    there = Good.for_points_of(account.unit).where(Good.reach(current_user, POINTS))
    form.good_id.choices = {
        each.id: f"{each.name}　{each.points} 分/{each.measure}，剩 {each.stock} {each.measure}"
        for each in db.session.scalars(there)
    }
    if not form.good_id.choices:
        form.good_id.description = "积分超市没有可以兑换的物品，请先上架、入库。"


mount_register(
    bp,
    accounts,
    at="/accounts",
    endpoint="accounts",
    export=EXPORT,
    actions=lambda: [Action("兑换记录", url_for("family_points.exchanges"), "files")],
)
mount_register(bp, exchanges, at="/exchanges", endpoint="exchanges", export=EXPORT)
mount_beginning(
    bp,
    Exchange.hand_over,
    Ask(
        ExchangeForm,
        done=lambda exchange: f"已兑换，用 {exchange.points} 分。请打印兑换单签字。",
        explanation=lambda account: f"余额 {account.balance} 分。",
        prepare=_goods_there,
        error_at="quantity",
    ),
    at="/accounts/<int:account_id>/exchanges/new",
    show=lambda exchange: url_for("family_points.show_exchange", exchange_id=exchange.id),
    back=lambda account: url_for("family_points.show_account", account_id=account.id),
    of=_account,
)
account_steps = mount(
    bp,
    PointAccount,
    at="/accounts/<int:account_id>",
    show="family_points.show_account",
    prefix="account_",
    steps={
        PointAccount.renew: Ask(
            PlainForm,
            at="code",
            done="已换，请重新打印查询卡。",
            icon="pencil",
            explanation="原来卡上的查询码立即失效。",
        )
    },
)
exchange_steps = mount(
    bp,
    Exchange,
    at="/exchanges/<int:exchange_id>",
    show="family_points.show_exchange",
    prefix="exchange_",
    steps={
        Exchange.give_back: Ask(
            ReasonForm,
            at="return",
            done="已退回，积分和库存都已恢复。",
            icon="undo-2",
            explanation="物品已经收回的才能退。",
        )
    },
)


@bp.get("/accounts/<int:account_id>")
@requires(VIEW)
def show_account(account_id: int):
    """One account: what it holds, until when, and the last lines."""
    account = _account(account_id)
    may = account_steps.offers(PointAccount.renew, account, current_user)
    return render(
        "family_points/account.html",
        account=account,
        may_call=account.allows(current_user, POINTS),
        has_card=account.allows(current_user, POINTS) and not account.merged_into,
        may_exchange=may and account.balance > 0,
        actions=account_steps.actions(account, current_user),
        papers=account_papers.offered(account, current_user),
        **statement(account),
        faults=account.faults(),
        crumbs=[("积分账户", url_for("family_points.accounts")), (account.number, "")],
    )


@bp.get("/accounts/<int:account_id>/card.pdf")
@requires(POINTS)
def account_card(account_id: int):
    """查询卡: number and code, with the QR code of the page on which the statement is read."""
    account = _account(account_id)
    if account.superseded:
        raise WrongState(account.superseded)
    address = absolute(url_for("family_points.public_statement", unit_id=account.unit_id))
    card = Card(
        kind="家庭积分查询卡　查询码",
        name=account.code,
        facts=("账户编号", account.number),
        code=address,
        note=f"扫码后填编号和查询码，或者在浏览器里输入 {address} 。卡丢了请到积分超市换码。",
    )
    return pdf(cards([card], "家庭积分查询卡"), "家庭积分查询卡")


@bp.get("/exchanges/<int:exchange_id>")
@requires(VIEW)
def show_exchange(exchange_id: int):
    """One exchange."""
    exchange = get_or_404(Exchange.visible_to(current_user), exchange_id)
    frame = exchange_steps.shown(exchange, ("积分兑换", "family_points.exchanges"), exchange_papers)
    return render("family_points/exchange.html", **frame | {"steps": []})
