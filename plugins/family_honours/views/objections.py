"""评选异议: the list, entering one that staff was told, the answer."""

from flask import url_for
from flask_login import current_user

from plugins.family_honours.blueprint import bp
from plugins.family_honours.forms import ReplyForm
from plugins.family_honours.models import DECIDE, FamilyHonour, HonourObjection
from plugins.family_honours.register import objections
from plugins.family_honours.views.honours import AT
from portal import clock
from portal.records.beginning import mount_beginning
from portal.records.forms import ObjectionForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, today
from portal.records.people import Contact
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render


def _objector(form: ObjectionForm, honour: FamilyHonour) -> dict:
    who = Contact(name=form.objector.data, phone=form.phone.data or None)
    return {"received_on": form.received_on.data, "objector": who, "text": form.text.data}


mount_register(bp, objections, at="/objections", endpoint="objections", export="")
mount_beginning(
    bp,
    HonourObjection.lodge,
    Ask(
        ObjectionForm,
        done=lambda objection: f"已登记，{objection.due_on} 前答复。",
        title="登记异议",
        button="登记异议",
        start=today("received_on"),
        args=_objector,
        error_at="received_on",
    ),
    at=f"{AT}/objections/new",
    show=lambda objection: url_for("family_honours.show_objection", objection_id=objection.id),
    back=lambda honour: url_for("family_honours.show_honour", honour_id=honour.id),
    of=lambda honour_id: get_or_404(FamilyHonour.visible_to(current_user), honour_id),
)
objection_steps = mount(
    bp,
    HonourObjection,
    at="/objections/<int:objection_id>",
    show="family_honours.show_objection",
    prefix="objection_",
    steps={
        HonourObjection.respond: Ask(
            ReplyForm,
            at="answer",
            done="已答复。",
            main=True,
            icon="pencil",
            explanation=lambda objection: objection.text,
        )
    },
)


@bp.get("/objections/<int:objection_id>")
@requires(DECIDE)
def show_objection(objection_id: int):
    """One objection, and its answer."""
    objection = get_or_404(HonourObjection.visible_to(current_user), objection_id)
    return render(
        "family_honours/objection.html",
        **objection_steps.shown(objection, ("评选异议", "family_honours.objections")),
        due_at=objection.due_on if objection.open else None,
        now=clock.now(),
    )
