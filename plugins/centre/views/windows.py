"""窗口: the list, one window with who is on duty today; whoever is on duty presses 到岗 here."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.centre.blueprint import bp
from plugins.centre.choices import EXPORT, VIEW
from plugins.centre.forms.centres import EndForm, WindowForm
from plugins.centre.models import CentreWindow, DutyShift, ServiceCentre
from plugins.centre.papers import window_papers
from plugins.centre.register import windows
from plugins.centre.settings import rules_of
from plugins.centre.views.facts import known
from plugins.centre.views.shifts import steps as shift_steps
from portal import clock
from portal.records.beginning import mount_beginning
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, present, today
from portal.settings import listed
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

LIST, SHOW, ONE = "centre.windows", "centre.show_window", "/windows/<int:window_id>"
FIELDS = ("serial", "title", "kind", "handles", "valid_from", "valid_until")

mount_register(bp, windows, at="/windows", endpoint="windows", export=EXPORT)


def offer_kinds(form: WindowForm, of: ServiceCentre | CentreWindow) -> None:
    """Those that the district has; a window keeps the one it was given."""
    kinds = listed(rules_of(of.unit).window_kinds)
    known = [of.kind] if isinstance(of, CentreWindow) and of.kind not in kinds else []
    form.kind.choices = [*kinds, *known]


def next_serial(centre: ServiceCentre) -> dict:
    taken = [each.serial for each in centre.windows if each.status == "open"]
    return {"serial": max(taken, default=0) + 1, "valid_from": clock.today()}


mount_beginning(
    bp,
    CentreWindow.set_up,
    Ask(
        WindowForm,
        done="已增设，可以打印门牌。",
        start=next_serial,
        prepare=offer_kinds,
        args=FIELDS,
        error_at="serial",
    ),
    at="/centres/<int:centre_id>/windows/new",
    of=ServiceCentre,
    show=lambda window: url_for(SHOW, window_id=window.id),
    back=lambda centre: url_for("centre.show_centre", centre_id=centre.id),
)
steps = mount(
    bp,
    CentreWindow,
    at=ONE,
    show=SHOW,
    prefix="window_",
    steps={
        CentreWindow.correct: Ask(
            WindowForm,
            at="correction",
            done="已修改。",
            button="保存",
            icon="pencil",
            start=present(*FIELDS),
            prepare=offer_kinds,
            args=FIELDS,
            edits=True,
            error_at="serial",
        ),
        CentreWindow.end: Ask(
            EndForm,
            at="closing",
            done="已停用。",
            icon="ban",
            tone="danger",
            start=today("on"),
            explanation="这一天以后的值班取消。",
        ),
    },
)


@bp.get(ONE)
@requires(VIEW)
def show_window(window_id: int):
    """One window: what is handled there, and its shifts of today."""
    window = get_or_404(
        CentreWindow.visible_to(current_user).options(joinedload(CentreWindow.centre), joinedload(CentreWindow.unit)),
        window_id,
    )
    shifts = DutyShift.at_window(window, clock.today())
    return render(
        "centre/window.html",
        **steps.shown(window, ("窗口", LIST), window_papers),
        shifts=[(each, shift_steps.offers(DutyShift.sign_in, each, current_user)) for each in shifts],
        facts=known(
            ("中心", window.centre.title),
            ("类别", window.kind),
            ("办什么", window.handles),
            ("从", day(window.valid_from)),
            ("到", day(window.valid_until)),
        ),
    )
