"""转人民调解 for a case that was triaged already: one left for later, or one that comes again after a refusal."""

from flask import url_for
from flask_login import current_user

from plugins.mediation.blueprint import bp
from plugins.mediation.forms import ReceiptForm
from plugins.mediation.models import Dispute
from portal.cases.models import Case
from portal.extensions import db
from portal.records.mounting import Ask
from portal.web.forms import message_at
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

AGAIN = "这件事调解过一次而没有成。一方曾明确拒绝的，须各方都同意才能再次调解（人民调解法第十七条）。"


@bp.get("/cases/<int:case_id>/dispute")
@requires("cases.assign")
def new_dispute(case_id: int):
    """The form."""
    return _page(_case(case_id), ReceiptForm())


@bp.post("/cases/<int:case_id>/dispute")
@requires("cases.assign")
def receive(case_id: int):
    """Hand the case to the committee."""
    case, form = _case(case_id), ReceiptForm()
    if not form.validate():
        return _page(case, form, 422)
    with message_at(form.note):
        Dispute.receive(case, by=current_user, note=form.note.data)
    if form.errors:
        db.session.rollback()
        return _page(_case(case_id), form, 422)
    return saved(url_for("cases.show", case_id=case.id), "已转人民调解，等待调委会受理。")


def _case(case_id: int) -> Case:
    return get_or_404(Case.visible_to(current_user), case_id)


def _page(case: Case, form: ReceiptForm, status: int = 200):
    earlier = db.session.scalars(Dispute.of(case.id)).first()
    return render(
        "records/step.html",
        status=status,
        ask=Ask(ReceiptForm, keeps_draft=True),
        form=form,
        verb="转人民调解",
        about=f"{case.number}　{case.title}",
        explanation=AGAIN if earlier else "",
        back=url_for("cases.show", case_id=case.id),
    )
