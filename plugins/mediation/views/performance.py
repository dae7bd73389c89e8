"""履行 of the instalments, and 回访."""

from flask import abort, url_for
from flask_login import current_user

from plugins.mediation.blueprint import bp, dispute_to_mediate
from plugins.mediation.forms.performance import FollowUpForm, PaymentForm
from plugins.mediation.models import Dispute, Instalment
from portal import clock
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

FIELDS = (
    "visited_at",
    "way",
    "interviewee",
    "performance",
    "satisfaction",
    "lawsuit",
    "wrong_mediation",
    "new_risk",
    "measures",
)


@bp.get("/disputes/<int:dispute_id>/instalments/<int:instalment_id>")
@requires("mediation.mediate")
def new_payment(dispute_id: int, instalment_id: int):
    """登记履行: the form."""
    dispute, _ = _instalment(dispute_id, instalment_id)
    return _payment_page(dispute, PaymentForm(data={"on": clock.today()}))


@bp.post("/disputes/<int:dispute_id>/instalments/<int:instalment_id>")
@requires("mediation.mediate")
def pay(dispute_id: int, instalment_id: int):
    """登记履行."""
    dispute, instalment = _instalment(dispute_id, instalment_id)
    form = PaymentForm()
    if not form.validate():
        return _payment_page(dispute, form, 422)
    dispute.pay(instalment, form.on.data, by=current_user)
    return saved(url_for("mediation.show", dispute_id=dispute.id), "已登记履行。")


@bp.get("/disputes/<int:dispute_id>/followups/new")
@requires("mediation.mediate")
def new_follow_up(dispute_id: int):
    """回访: the form."""
    dispute = dispute_to_mediate(dispute_id, "effective")
    return _visit_page(
        dispute,
        FollowUpForm(
            data={
                "visited_at": clock.now(),
                "lawsuit": "否",
                "wrong_mediation": "无",
                "new_risk": "无",
                "interviewee": dispute.parties[0].party.name,
            }
        ),
    )


@bp.post("/disputes/<int:dispute_id>/followups/new")
@requires("mediation.mediate")
def follow_up(dispute_id: int):
    """Keep the record."""
    dispute, form = dispute_to_mediate(dispute_id, "effective"), FollowUpForm()
    if not form.validate():
        return _visit_page(dispute, form, 422)
    dispute.visit(by=current_user, **{name: form[name].data for name in FIELDS})
    return saved(url_for("mediation.show", dispute_id=dispute.id), "已保存回访记录。")


def _instalment(dispute_id: int, instalment_id: int) -> tuple[Dispute, Instalment]:
    dispute = dispute_to_mediate(dispute_id, "effective")
    found = next((each for each in dispute.agreement.instalments if each.id == instalment_id), None)
    return dispute, found or abort(404)


def _payment_page(dispute: Dispute, form: PaymentForm, status: int = 200):
    return render("mediation/step.html", status=status, dispute=dispute, form=form, verb="登记履行")


def _visit_page(dispute: Dispute, form: FollowUpForm, status: int = 200):
    return render(
        "mediation/step.html",
        status=status,
        dispute=dispute,
        form=form,
        verb="回访记录",
        button="保存记录",
        keeps_draft=True,
    )
