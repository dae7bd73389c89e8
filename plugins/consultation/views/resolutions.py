"""决议: published, handed out, carried out, inspected."""

from datetime import timedelta

from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.consultation.blueprint import bp
from plugins.consultation.forms.topic import HandOutForm, InspectionForm, ResolutionForm
from plugins.consultation.models import Item, Resolution
from plugins.consultation.models.resolution import NOT_THE_OWNERS
from plugins.consultation.papers import resolution_papers
from plugins.consultation.register import resolutions
from portal import clock
from portal.cases.choosers import handlers_for
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

IN_DAYS = 30


def offer_units(form: HandOutForm, resolution: Resolution) -> None:
    """Whoever may be asked to handle a case there; the community itself first."""
    own = {0: "请选择", "本社区": {resolution.unit_id: resolution.unit.short_name}}
    offered = own | handlers_for(resolution.unit)
    for row in form.tasks:
        row.form.unit_id.choices = offered


def handed_out(form: HandOutForm, resolution: Resolution) -> dict:
    return {
        "tasks": [
            {
                "text": row.text.data.strip(),
                "unit": db.session.get(OrgUnit, row.unit_id.data),
                "due_on": row.due_on.data,
            }
            for row in form.rows()
        ]
    }


mount_register(bp, resolutions, at="/resolutions", endpoint="resolutions", export="consultation.export")
steps = mount(
    bp,
    Resolution,
    at="/resolutions/<int:resolution_id>",
    show="consultation.show_resolution",
    prefix="resolution_",
    steps={
        Resolution.publish: Ask(
            ResolutionForm,
            at="publication",
            done=lambda resolution: f"已公示到 {resolution.published_until}。",
            main=True,
            button="公示",
            start=lambda resolution: {"text": resolution.text},
            explanation=NOT_THE_OWNERS,
        ),
        Resolution.hand_out: Ask(
            HandOutForm,
            at="tasks/new",
            done="已交办，每项任务是一件事项。",
            main=lambda resolution: resolution.status == "published",
            icon="send",
            prepare=offer_units,
            start=lambda resolution: {
                "tasks": [
                    {
                        "text": resolution.text[:200],
                        "unit_id": resolution.unit_id,
                        "due_on": clock.today() + timedelta(days=IN_DAYS),
                    }
                ]
            },
            args=handed_out,
            groups=("tasks",),
            error_at="tasks",
        ),
        Resolution.accept: Ask(
            InspectionForm,
            at="inspection",
            done="已验收。提出议题的居民可以凭查询码评价。",
            main=True,
            icon="circle-check",
            start=lambda resolution: {"on": clock.today()},
        ),
    },
)


@bp.get("/resolutions/<int:resolution_id>")
@requires("consultation.view")
def show_resolution(resolution_id: int):
    """One resolution: its words, the vote, and how far its tasks are."""
    found = get_or_404(
        Resolution.visible_to(current_user).options(
            joinedload(Resolution.unit),
            joinedload(Resolution.topic),
            joinedload(Resolution.item).options(joinedload(Item.record), selectinload(Item.options)),
            selectinload(Resolution.tasks),
        ),
        resolution_id,
    )
    return render(
        "consultation/resolutions/show.html",
        **steps.shown(found, ("决议", "consultation.resolutions"), resolution_papers),
        notice_text=NOT_THE_OWNERS,
    )
