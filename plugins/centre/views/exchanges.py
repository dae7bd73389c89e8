"""换班: the list, and one exchange."""

from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.centre.blueprint import bp
from plugins.centre.choices import EXPORT, VIEW
from plugins.centre.models import ShiftExchange
from plugins.centre.register import exchanges
from portal.records.forms import PlainForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404, render

LIST, SHOW, ONE = "centre.exchanges", "centre.show_exchange", "/exchanges/<int:exchange_id>"

mount_register(bp, exchanges, at="/exchanges", endpoint="exchanges", export=EXPORT)
steps = mount(
    bp,
    ShiftExchange,
    at=ONE,
    show=SHOW,
    prefix="exchange_",
    steps={
        ShiftExchange.agree: Ask(PlainForm, at="consent", done="已换班。", main=True, icon="check"),
        ShiftExchange.refuse: Ask(ReasonForm, at="refusal", done="已答复。", icon="x"),
        ShiftExchange.withdraw: Ask(PlainForm, at="withdrawal", done="已撤回。", icon="undo-2"),
    },
)


@bp.get(ONE)
@requires(VIEW)
def show_exchange(exchange_id: int):
    """One exchange: which shift for which, and what the other said."""
    found = ShiftExchange.visible_to(current_user).options(
        joinedload(ShiftExchange.shift),
        joinedload(ShiftExchange.theirs),
        joinedload(ShiftExchange.asker),
        joinedload(ShiftExchange.other),
        joinedload(ShiftExchange.unit),
    )
    exchange = get_or_404(found, exchange_id)
    theirs = exchange.theirs
    return render(
        "records/record.html",
        **steps.shown(exchange, ("换班", LIST)),
        facts=[
            ("提出的人", exchange.asker.name),
            ("他的班", f"{exchange.shift.when}　{exchange.shift.title}"),
            ("对方", exchange.other.name),
            ("对方的班", f"{theirs.when}　{theirs.title}" if theirs else "不用还班"),
            ("提出", moment(exchange.asked_at)),
        ],
    )
