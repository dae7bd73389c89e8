"""What a community says to an application."""

from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.duty_lists.blueprint import bp
from plugins.duty_lists.forms.admissions import OpinionForm
from plugins.duty_lists.models import AdmissionOpinion
from plugins.duty_lists.register import opinions
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

mount_register(bp, opinions, at="/opinions", endpoint="opinions", export="duty_lists.export")
steps = mount(
    bp,
    AdmissionOpinion,
    at="/opinions/<int:opinion_id>",
    show="duty_lists.show_opinion",
    prefix="opinion_",
    steps={
        (AdmissionOpinion.agree, AdmissionOpinion.object): Ask(
            OpinionForm,
            at="answer",
            title="答复",
            button="答复",
            done="已答复。",
            main=True,
            icon="check",
            choose=lambda opinion, form: (
                AdmissionOpinion.agree if form.agrees.data == "yes" else AdmissionOpinion.object
            ),
            args=("opinion",),
        ),
    },
)


@bp.get("/opinions/<int:opinion_id>")
@requires("duty_lists.view")
def show_opinion(opinion_id: int):
    """The application as the community reads it, and its answer."""
    opinion = get_or_404(
        AdmissionOpinion.visible_to(current_user).options(joinedload(AdmissionOpinion.unit)), opinion_id
    )
    admission = opinion.admission
    return render(
        "duty_lists/opinion.html",
        **steps.shown(opinion, ("社区意见", "duty_lists.opinions")),
        admission=admission,
        facts=[
            ("申请", admission.number),
            ("申请部门", admission.sender),
            ("法源", admission.law),
            ("每月每社区", f"{admission.person_times} 人次，{admission.hours} 小时"),
            ("期限", f"{admission.months} 个月"),
            ("请在前答复", day(admission.due_on) if opinion.open else ""),
            ("我们的意见", opinion.opinion),
        ],
    )
