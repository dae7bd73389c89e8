"""随驻呼叫: the list, one call, how it ended."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.centre.blueprint import bp
from plugins.centre.choices import EXPORT, VIEW
from plugins.centre.forms.centres import ArrivalForm, CallForm
from plugins.centre.models import DepartmentCall, Presence
from plugins.centre.register import calls
from plugins.centre.views.facts import known
from portal import clock
from portal.records.beginning import mount_beginning
from portal.records.forms import ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404, render

LIST, SHOW, ONE = "centre.calls", "centre.show_call", "/calls/<int:call_id>"

mount_register(bp, calls, at="/calls", endpoint="calls", export=EXPORT)
mount_beginning(
    bp,
    DepartmentCall.call,
    Ask(CallForm, done="已登记呼叫，请打电话。", button="呼叫"),
    at="/presences/<int:presence_id>/calls/new",
    of=Presence,
    show=lambda call: url_for(SHOW, call_id=call.id),
    back=lambda presence: url_for("centre.show_presence", presence_id=presence.id),
)
steps = mount(
    bp,
    DepartmentCall,
    at=ONE,
    show=SHOW,
    prefix="call_",
    steps={
        DepartmentCall.arrive: Ask(
            ArrivalForm,
            at="arrival",
            done="已登记。",
            main=True,
            icon="check",
            start=lambda call: {"at": clock.now()},
            error_at="at",
        ),
        DepartmentCall.miss: Ask(ReasonForm, at="absence", done="已登记。", icon="x", tone="danger"),
        DepartmentCall.withdraw: Ask(ReasonForm, at="withdrawal", done="已取消。", icon="undo-2"),
    },
)


@bp.get(ONE)
@requires(VIEW)
def show_call(call_id: int):
    """One call: when it was made, and when they came."""
    found = DepartmentCall.visible_to(current_user).options(
        joinedload(DepartmentCall.presence), joinedload(DepartmentCall.unit)
    )
    call = get_or_404(found, call_id)
    presence = call.presence
    return render(
        "centre/call.html",
        **steps.shown(call, ("随驻呼叫", LIST)),
        facts=known(
            ("部门", presence.title),
            ("联系人", presence.contact),
            ("联系电话", presence.phone),
            ("呼叫", moment(call.called_at)),
            ("应到", moment(call.due_at)),
            ("到场", f"{moment(call.come_at)}，{call.minutes} 分钟" if call.come_at else ""),
        ),
    )
