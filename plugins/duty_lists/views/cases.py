"""A case is told which row of a list it is about."""

from flask import url_for
from flask_login import current_user

from plugins.duty_lists.blueprint import bp
from plugins.duty_lists.forms.cases import CaseDutyForm
from plugins.duty_lists.models import CaseDuty
from plugins.duty_lists.models.task import matches_of
from plugins.duty_lists.models.task_states import REGISTER
from portal.cases.models import Case
from portal.errors import WrongState
from portal.web.forms.idempotency import saved
from portal.web.http.guards import permitted, requires
from portal.web.pages.rendering import get_or_404, render


@bp.get("/cases/<int:case_id>")
@requires(REGISTER)
def of_case(case_id: int):
    """The likely rows."""
    case, form = _asked(case_id)
    return _page(case, form)


@bp.post("/cases/<int:case_id>")
@requires(REGISTER)
def tie(case_id: int):
    """Keep which it is."""
    case, form = _asked(case_id)
    if not form.validate():
        return _page(case, form, 422)
    CaseDuty.tie(case, form.item, by=current_user, urgent=form.urgent.data, reason=form.reason.data)
    return saved(_back(case), f"已登记：{form.item.label}。")


def _asked(case_id: int) -> tuple[Case, CaseDutyForm]:
    case = permitted(get_or_404(Case.visible_to(current_user), case_id))
    if not case.open:
        raise WrongState(case.wrong_state())
    tied = CaseDuty.of(case)
    stands = {"hit": f"i{tied.item_id}", "urgent": tied.urgent, "reason": tied.reason} if tied else {}
    form = CaseDutyForm(data=stands)
    form.offer(matches_of(case.unit, f"{case.title} {case.description}"), case.unit)
    return case, form


def _page(case: Case, form: CaseDutyForm, status: int = 200):
    return render(
        "duty_lists/case.html",
        status=status,
        form=form,
        about=f"{case.number}　{case.title}",
        back=_back(case),
    )


def _back(case: Case) -> str:
    return url_for("cases.show", case_id=case.id)
