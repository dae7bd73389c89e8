"""What the pages of the verbs share."""

from flask import abort, url_for
from flask_login import current_user

from portal.cases.choosers import handlers_for
from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.web.rendering import get_or_404, render
from portal.web.submissions import saved


def case_or_404(case_id: int) -> Case:
    """The case, if the reader may see it."""
    return get_or_404(Case.visible_to(current_user), case_id)


def chosen_unit(unit_id: int, case: Case) -> OrgUnit:
    """The chosen unit, which must be one of those offered."""
    if unit_id not in handlers_for(case.unit):
        abort(404)
    return db.session.get(OrgUnit, unit_id)


def verb_page(case: Case, form, verb: str, *, status: int = 200, **more):
    """The page of one step; `more` as in `cases/verb.html`."""
    return render("cases/verb.html", status=status, case=case, form=form, verb=verb,
                  back_url=url_for("cases.show", case_id=case.id), **more)


def back(case: Case, message: str):
    """Keep the step and lead back to the case."""
    return saved(url_for("cases.show", case_id=case.id), message)
