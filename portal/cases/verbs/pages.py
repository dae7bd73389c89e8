"""What the pages of the steps share."""

from flask import abort, get_template_attribute, request, url_for
from flask_login import current_user

from portal import clock
from portal.cases import list_page
from portal.cases.choosers import handlers_for
from portal.cases.models import Case
from portal.errors import WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.web.forms.idempotency import saved
from portal.web.pages.list_position import row_url
from portal.web.pages.rendering import get_or_404, render

ROW = "row"  # the button of a row sends the version it shows


def case_or_404(case_id: int) -> Case:
    """The case, if the reader may see it."""
    return get_or_404(Case.visible_to(current_user), case_id)


def chosen_unit(unit_id: int, case: Case) -> OrgUnit:
    """The chosen unit, which must be one of those offered."""
    if not any(unit_id in units for units in handlers_for(case.unit).values()):
        abort(404)
    return db.session.get(OrgUnit, unit_id)


def opens_when(possible: bool, case: Case) -> None:
    """Raises WrongState when the step is not possible now, so that nobody fills in its form in vain."""
    if not possible:
        raise WrongState(f"这件事现在是“{case.status_name}”，您不能办理这一步。现在能办的，请看事项页右上角。")


def verb_page(case: Case, form, verb: str, *, status: int = 200, **more):
    """The page of one step; `more` as in `cases/verb.html`."""
    return render(
        "cases/verb.html",
        status=status,
        case=case,
        form=form,
        verb=verb,
        back_url=url_for("cases.show", case_id=case.id),
        **more,
    )


def as_shown(case: Case) -> None:
    """Raises WrongState when the case has changed since the row was shown (see `row_action`)."""
    if request.form.get(ROW, str(case.version)) != str(case.version):
        raise WrongState("别人刚刚办理过这件事，这一行显示的已经不是最新情况。请刷新页面再看。")


def back(case: Case, message: str):
    """Commit and lead back to where the step was taken: to the case or its row in the list; htmx gets the row itself."""
    if ROW not in request.form:
        return saved(url_for("cases.show", case_id=case.id), message)
    if not request.headers.get("HX-Request"):
        return saved(row_url("cases.index", case.id), f"{case.number}：{message}")
    db.session.commit()
    return get_template_attribute("cases/row.html", "line")(
        list_page.row_of(current_user, case.id), clock.now(), done=message, shared=request.form.get("shared", "")
    )
