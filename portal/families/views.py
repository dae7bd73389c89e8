"""家庭档案: the list, entering one, its page, on which each plugin says what it knows, and what is put right of it."""

from typing import Any

from flask import abort, url_for
from flask_login import current_user
from sqlalchemy import select

from portal.accounts.places import places_for
from portal.extensions import db
from portal.families.blueprint import bp, takes_families
from portal.families.forms import CorrectionForm, FamilyForm, MergerForm
from portal.families.gone import GoneFamily
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
from portal.web.http.guards import permitted, requires
from portal.web.pages.rendering import LARGEST_ID, render

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
    form.know(family)


def _as_it_is(family: Family) -> dict:
    second_name = family.second.name if family.second else ""
    return {"name": family.contact.name, "unit_id": family.unit_id, "second_name": second_name}


def _corrected(form: CorrectionForm, family: Family) -> dict:
    return form.arguments() | {"place": db.session.get_one(OrgUnit, form.unit_id.data)}


family_steps = mount(
    bp,
    Family,
    at="/<int:family_id>",
    leads=False,
    show="families.show_family",
    steps={
        Family.correct: Ask(
            CorrectionForm,
            at="correction",
            done="已更正。",
            icon="pencil",
            prepare=_places,
            start=_as_it_is,
            edits=True,
            args=_corrected,
            error_at="phone",
        ),
        Family.merge: Ask(
            MergerForm,
            at="merger",
            done=lambda family: f"已合并。{family.twice}",
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


def seen(model: type[Family] | type[GoneFamily], ident: int) -> Any:
    """The one with this id, if the reader may see it."""
    if ident > LARGEST_ID:
        return None
    return db.session.scalar(select(model).where(model.id == ident, model.reach(current_user, Family.permission)))


@bp.get("/<int:family_id>")
@requires("families.view")
def show_family(family_id: int):
    """One family, what can be done next, and what each plugin knows of it, in the order of the panels."""
    if (family := seen(Family, family_id)) is None and (gone := seen(GoneFamily, family_id)):
        into = seen(Family, gone.into_id) if gone.into_id else None
        return render("families/gone.html", status=404, into=into, crumbs=[("家庭档案", url_for("families.index"))])
    family, ctx = permitted(family) if family else abort(404), hook_context()
    may_call = family.allows(current_user, EDIT)
    panels = dispatch.call("family_panels", ctx=ctx, family=family)
    offered = dispatch.call("family_actions", ctx=ctx, family=family) if family.phone_hash else []
    return render(
        "families/family.html",
        family=family,
        may_call=may_call,
        phone_url=url_for("families.call", family_id=family.id) if may_call and family.reached else "",
        panels=sorted(dispatch.values(panels), key=lambda panel: panel.order),
        actions=[*dispatch.values(offered), *(family_steps.actions(family, current_user) if takes_families() else [])],
        events=timeline(family),
        missing=dict.fromkeys(dispatch.failures([*panels, *offered])),
        crumbs=[("家庭档案", url_for("families.index")), (family.name, "")],
    )
