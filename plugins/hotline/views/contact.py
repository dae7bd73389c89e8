"""查看诉求人电话: whoever answers for an order calls, with the purpose and a trace."""

from flask import abort, url_for
from flask_login import current_user

from plugins.hotline.blueprint import bp
from plugins.hotline.choices import CONTACT
from plugins.hotline.models import Order
from portal.accounts.models import User
from portal.accounts.vouching import let_out
from portal.audit import trail
from portal.errors import NotAllowed, WrongState
from portal.extensions import db
from portal.people.calling import CallForm, call_page
from portal.records.people import Contact
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404


def may_call(order: Order, user: User) -> bool:
    """Whether there is a number, and `user` may see it: until the order is answered."""
    return order.open and order.caller_id is not None and bool(order.caller.phone) and order.allows(user, CONTACT)


@bp.get("/orders/<int:order_id>/phone")
@requires(CONTACT)
def call(order_id: int):
    """What for; the number masked."""
    return _page(*_asked(order_id), CallForm())


@bp.post("/orders/<int:order_id>/phone")
@requires(CONTACT)
def show_phone(order_id: int):
    """The number in full, once, with the purpose on record."""
    order, who = _asked(order_id)
    form = CallForm()
    if not form.validate():
        return _page(order, who, form)
    trail.record("reveal", subject=who, unit=order.unit, detail=f"{order.number}，查看诉求人电话：{form.purpose.data}")
    db.session.commit()
    return _page(*_asked(order_id), form, full=True)


def _asked(order_id: int) -> tuple[Order, Contact]:
    order = get_or_404(Order.visible_to(current_user), order_id)
    if not order.allows(current_user, CONTACT):
        raise NotAllowed("只有办理工单的工作人员可以查看诉求人的电话。")
    if not order.open:
        raise WrongState("这件工单已经回复，或者已经退单、作废，不能再查看诉求人的电话。")
    let_out(current_user)
    return order, order.caller or abort(404)


def _page(order: Order, who: Contact, form: CallForm, *, full: bool = False):
    back = url_for("hotline.show_order", order_id=order.id), "工单"
    numbers = [(who.name if full else who.name_masked, who.phone)] if who.phone else []
    return call_page(numbers, form, back, name=order.number, about=order.title, full=full)
