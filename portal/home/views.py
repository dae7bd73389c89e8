"""The work desk."""

from flask import Blueprint
from flask_login import current_user

from portal import clock
from portal.plugin import dispatch
from portal.web.context import hook_context
from portal.web.guards import signed_in
from portal.web.rendering import render

bp = Blueprint("home", __name__, template_folder="templates")
WEEKDAYS = "一二三四五六日"


@bp.get("/")
@signed_in
def desk():
    """What waits for me."""
    answers = dispatch.call("home_cards", ctx=hook_context())
    cards = sorted(dispatch.values(answers), key=lambda card: card.rank)
    quick = []
    if current_user.can("cases.register"):
        quick.append(("登记事项", "/cases/new", "plus"))
    if current_user.can("cases.view"):
        quick.append(("未办结事项", "/cases?status=open", "files"))
    if current_user.can("audit.view"):
        quick.append(("审计记录", "/audit/", "shield-check"))
    today = clock.today()
    shown = f"{today.year}年{today.month}月{today.day}日　星期{WEEKDAYS[today.weekday()]}"
    return render("home/desk.html", cards=cards, missing=dispatch.failures(answers), quick=quick,
                  today=shown, greeting=f"{current_user.name}，您好")
