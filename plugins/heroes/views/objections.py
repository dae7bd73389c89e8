"""异议 during publication, and its end."""

from flask import abort
from flask_login import current_user

from plugins.heroes.blueprint import bp
from plugins.heroes.decision_forms import AnswerForm, ObjectionForm
from plugins.heroes.forms import NoteForm
from plugins.heroes.models import Deed, Objection
from plugins.heroes.views.steps import ask, in_state, take
from portal import clock
from portal.web.http.guards import requires


@bp.get("/deeds/<int:deed_id>/objections/new")
@requires("heroes.manage")
def new_objection(deed_id: int):
    """收到异议: the form."""
    return ask(in_state(deed_id, "published"), ObjectionForm(data={"received_on": clock.today()}), "登记异议")


@bp.post("/deeds/<int:deed_id>/objections/new")
@requires("heroes.manage")
def object_(deed_id: int):
    """收到异议."""
    deed, form = in_state(deed_id, "published"), ObjectionForm()
    fields = {name: form[name].data for name in ("received_on", "objector", "phone", "text")}
    return take(deed, form, "登记异议", lambda: deed.object(by=current_user, **fields), "已登记异议。")


@bp.get("/deeds/<int:deed_id>/objections/<int:objection_id>/answer")
@requires("heroes.manage")
def new_answer(deed_id: int, objection_id: int):
    """答复: the form."""
    deed = in_state(deed_id, "published")
    return ask(deed, AnswerForm(), "答复异议", explanation=_of(deed, objection_id).text)


@bp.post("/deeds/<int:deed_id>/objections/<int:objection_id>/answer")
@requires("heroes.manage")
def answer(deed_id: int, objection_id: int):
    """答复."""
    deed, form = in_state(deed_id, "published"), AnswerForm()
    raised = _of(deed, objection_id)
    return take(
        deed,
        form,
        "答复异议",
        lambda: deed.answer_objection(raised, form.text.data, upheld=form.upheld.data == "yes", by=current_user),
        "已答复异议。",
        explanation=raised.text,
    )


@bp.get("/deeds/<int:deed_id>/publication/end")
@requires("heroes.manage")
def new_end(deed_id: int):
    """公示结束: asks once more."""
    return ask(
        in_state(deed_id, "published"),
        NoteForm(),
        "结束公示",
        explanation="公示期满、异议都已答复才能结束；系统每晚也会自动办理。",
    )


@bp.post("/deeds/<int:deed_id>/publication/end")
@requires("heroes.manage")
def end_publication(deed_id: int):
    """公示结束."""
    deed, form = in_state(deed_id, "published"), NoteForm()
    return take(deed, form, "结束公示", lambda: deed.end_publication(by=current_user), "公示已结束，转入确认。")


def _of(deed: Deed, objection_id: int) -> Objection:
    return next((each for each in deed.objections if each.id == objection_id), None) or abort(404)
