"""家庭档案: the list, entering one, and its page, on which each plugin says what it knows."""

from flask import url_for
from flask_login import current_user

from portal.families.blueprint import bp, takes_families
from portal.families.forms import FamilyForm
from portal.families.models import Family
from portal.families.register import families
from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.records.beginning import begin_button, mount_beginning
from portal.records.lists import mount_register
from portal.records.mounting import Ask
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

enter_button = begin_button(Family.enter)


def offered():
    """The button that enters one, where families are taken."""
    return enter_button() if takes_families() else []


mount_register(bp, families, at="", endpoint="index", export="families.export", actions=offered)
mount_beginning(
    bp,
    Family.enter,
    Ask(FamilyForm, done="已登记。", error_at="phone"),
    at="/new",
    show=lambda family: url_for("families.show_family", family_id=family.id),
    back="families.index",
)


@bp.get("/<int:family_id>")
@requires("families.view")
def show_family(family_id: int):
    """One family, and what each plugin knows of it, in the order of the panels."""
    family = get_or_404(Family.visible_to(current_user), family_id)
    panels = dispatch.call("family_panels", ctx=hook_context(), family=family)
    return render(
        "families/family.html",
        family=family,
        may_call=family.allows(current_user, "families.edit"),
        panels=sorted(dispatch.values(panels), key=lambda panel: panel.order),
        missing=dispatch.failures(panels),
        crumbs=[("家庭档案", url_for("families.index")), (family.name, "")],
    )
