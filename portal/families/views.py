"""家庭档案: the list, entering one, its page, on which each plugin says what it knows, and what is put right of it."""

from flask import url_for
from flask_login import current_user

from portal.accounts.places import places_for
from portal.extensions import db
from portal.families.blueprint import bp, takes_families
from portal.families.forms import CorrectionForm, FamilyForm, MergerForm
from portal.families.household import EDIT
from portal.families.models import Family
from portal.families.register import families
from portal.org.models import OrgUnit
from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.records.timeline import timeline
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


def _places(form: CorrectionForm, family: Family) -> None:
    below = places_for(current_user, EDIT, ("community", "grid"))
    form.unit_id.choices = {family.unit_id: family.unit.short_name} | below


def _as_it_is(family: Family) -> dict:
    second = family.second
    return {
        "name": family.contact.name,
        "phone": family.contact.phone,
        "unit_id": family.unit_id,
        "second_name": second.name if second else "",
        "second_phone": second.phone if second else "",
    }


def _corrected(form: CorrectionForm, family: Family) -> dict:
    names = ("name", "phone", "second_name", "second_phone", "reason")
    return {each: form[each].data for each in names} | {"place": db.session.get_one(OrgUnit, form.unit_id.data)}


family_steps = mount(
    bp,
    Family,
    at="/<int:family_id>",
    show="families.show_family",
    steps={
        Family.correct: Ask(
            CorrectionForm,
            at="correction",
            done="已更正。",
            icon="pencil",
            prepare=_places,
            start=_as_it_is,
            args=_corrected,
            error_at="phone",
        ),
        Family.merge: Ask(
            MergerForm,
            at="merger",
            done="已合并。",
            button="合并",
            icon="users",
            tone="danger",
            error_at="phone",
            explanation="同一户登记了两次的才合并：以另一户登记的都归到这一户，另一户的档案不再保留，合并以后不能分开。",
        ),
        Family.remove: Ask(
            ReasonForm,
            at="removal",
            done="已删除。",
            icon="x",
            tone="danger",
            explanation="登记错了、还没有任何记录的才能删除。",
            to=lambda family: url_for("families.index"),
        ),
    },
)


@bp.get("/<int:family_id>")
@requires("families.view")
def show_family(family_id: int):
    """One family, what can be done next, and what each plugin knows of it, in the order of the panels."""
    family, ctx = get_or_404(Family.visible_to(current_user), family_id), hook_context()
    panels = dispatch.call("family_panels", ctx=ctx, family=family)
    offered = dispatch.call("family_actions", ctx=ctx, family=family) if family.phone_hash else []
    return render(
        "families/family.html",
        family=family,
        may_call=family.allows(current_user, "families.edit"),
        panels=sorted(dispatch.values(panels), key=lambda panel: panel.order),
        actions=[*dispatch.values(offered), *(family_steps.actions(family, current_user) if takes_families() else [])],
        events=timeline(family),
        missing=dict.fromkeys(dispatch.failures([*panels, *offered])),
        crumbs=[("家庭档案", url_for("families.index")), (family.name, "")],
    )
