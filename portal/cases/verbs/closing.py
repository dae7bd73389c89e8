"""办结 and 归档."""

from flask_login import current_user

from portal.cases.forms import NoteForm, ResultForm
from portal.cases.verbs.pages import back, case_or_404, opens_when, verb_page
from portal.cases.views import bp
from portal.web.http.guards import requires


@bp.get("/<int:case_id>/resolution")
@requires("cases.resolve")
def new_resolution(case_id: int):
    """办结: the form."""
    case = case_or_404(case_id)
    opens_when(case.can_be_resolved_by(current_user), case)
    return verb_page(case, ResultForm(), "办结")


@bp.post("/<int:case_id>/resolution")
@requires("cases.resolve")
def resolve(case_id: int):
    """核查办结."""
    case, form = case_or_404(case_id), ResultForm()
    if not form.validate():
        return verb_page(case, form, "办结", status=422)
    case.resolve(form.text.data, by=current_user)
    return back(case, "已办结。")


@bp.get("/<int:case_id>/archive")
@requires("cases.resolve")
def new_archive(case_id: int):
    """归档: the form."""
    case = case_or_404(case_id)
    opens_when(case.can_be_archived_by(current_user), case)
    return verb_page(case, NoteForm(), "归档", explanation="归档后不能再改动。")


@bp.post("/<int:case_id>/archive")
@requires("cases.resolve")
def archive(case_id: int):
    """归档."""
    case, form = case_or_404(case_id), NoteForm()
    if not form.validate():
        return verb_page(case, form, "归档", status=422)
    case.archive(by=current_user, note=form.text.data)
    return back(case, "已归档。")
