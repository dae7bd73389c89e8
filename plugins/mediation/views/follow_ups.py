"""回访."""

from flask import url_for
from flask_login import current_user

from plugins.mediation.blueprint import bp, dispute_or_404
from plugins.mediation.forms import FollowUpForm
from plugins.mediation.models import Dispute, FollowUp
from portal import clock
from portal.rules import WrongState
from portal.web.guards import requires
from portal.web.rendering import render
from portal.web.submissions import saved

FIELDS = ("visited_at", "way", "interviewee", "performance", "satisfaction", "lawsuit", "wrong_mediation", "new_risk",
          "measures")


@bp.get("/disputes/<int:dispute_id>/followups/new")
@requires("mediation.mediate")
def new_follow_up(dispute_id: int):
    """The form."""
    dispute = _effective(dispute_id)
    return _page(dispute, FollowUpForm(data={"visited_at": clock.now(), "lawsuit": "否", "wrong_mediation": "无",
                                             "new_risk": "无", "interviewee": dispute.parties[0].party.name}))


@bp.post("/disputes/<int:dispute_id>/followups/new")
@requires("mediation.mediate")
def follow_up(dispute_id: int):
    """Keep the record."""
    dispute, form = _effective(dispute_id), FollowUpForm()
    if not form.validate():
        return _page(dispute, form, 422)
    dispute.follow_ups.append(FollowUp(visitor=current_user, **{name: form[name].data for name in FIELDS}))
    return saved(url_for("mediation.show", dispute_id=dispute.id), "已保存回访记录。")


def _effective(dispute_id: int) -> Dispute:
    dispute = dispute_or_404(dispute_id)
    if dispute.status != "effective":
        raise WrongState("协议生效以后才能登记回访。")
    return dispute


def _page(dispute: Dispute, form: FollowUpForm, status: int = 200):
    return render("mediation/step.html", status=status, dispute=dispute, form=form, verb="回访记录", button="保存记录",
                  keeps_draft=True)
