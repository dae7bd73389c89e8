"""查看电话: whoever handles a case calls its parties."""

from flask import abort, url_for
from flask_login import current_user

from portal.accounts.vouching import let_out
from portal.audit import trail
from portal.cases.blueprint import bp
from portal.cases.case_page import case_or_404
from portal.cases.models import Case, Party
from portal.cases.models.assignment import HANDLE
from portal.errors import NotAllowed, WrongState
from portal.extensions import db
from portal.people.calling import CallForm, call_page
from portal.web.http.guards import requires


@bp.get("/<int:case_id>/parties/<int:party_id>/phone")
@requires(HANDLE)
def call(case_id: int, party_id: int):
    """What for; the numbers masked."""
    case, party = _asked(case_id, party_id)
    return _page(case, party, CallForm())


@bp.post("/<int:case_id>/parties/<int:party_id>/phone")
@requires(HANDLE)
def show_phone(case_id: int, party_id: int):
    """The numbers in full, once, with the purpose on record."""
    case, party = _asked(case_id, party_id)
    form = CallForm()
    if not form.validate():
        return _page(case, party, form)
    trail.record("reveal", subject=party.who, unit=case.unit, detail=f"{case.number}，查看电话：{form.purpose.data}")
    db.session.commit()
    return _page(*_asked(case_id, party_id), form, full=True)


def _asked(case_id: int, party_id: int) -> tuple[Case, Party]:
    case = case_or_404(case_id, current_user)
    if not case.allows(current_user, HANDLE):
        raise NotAllowed("只有办理这件事的工作人员可以查看当事人的电话。")
    let_out(current_user)
    if case.state.final:
        raise WrongState(case.wrong_state())
    found = next((each for each in case.parties if each.id == party_id), None)
    return (case, found) if found and found.numbers else abort(404)


def _page(case: Case, party: Party, form: CallForm, *, full: bool = False):
    back = url_for("cases.show", case_id=case.id), "事项"
    return call_page(party.numbers, form, back, name=case.number, about=case.title, full=full)
