"""Fields that plugins added to 登记事项, put right later: /cases/12/particulars/noise_0."""

from functools import partial

from flask import abort, current_app, url_for
from flask_login import current_user
from wtforms import TextAreaField

from portal.accounts.models import User
from portal.cases.blueprint import bp
from portal.cases.case_page import case_or_404
from portal.cases.fields import HOOK, PartField, concerns, parts_in
from portal.cases.kinds import kinds_of
from portal.cases.models import Case
from portal.errors import NotAllowed, RuleError, WrongState
from portal.people.publishing import no_numbers_here
from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.plugin.contributions import Action, CaseFields
from portal.plugin.dispatch import Answer
from portal.records.attempt import attempt
from portal.web.forms import Form, Required, Short
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import render


class ParticularsForm(Form):
    """Why they are put right; the fields come with the plugin."""

    reason = TextAreaField("理由", [Required("请写明理由。"), Short(200), no_numbers_here], render_kw={"rows": 2})


def actions(case: Case, reader: User) -> list[Action]:
    """A button for each group of fields that `reader` may put right now."""
    return [
        Action(f"更正{part.title}", url_for("cases.edit_particulars", case_id=case.id, part=name), "pencil")
        for name, (_, part) in _kept_about(case).items()
        if case.open and _may(reader, part, case)
    ]


@bp.get("/<int:case_id>/particulars/<part>")
@requires("cases.view")
def edit_particulars(case_id: int, part: str):
    """The fields with what is stored."""
    case, _, fields, form = _asked(case_id, part)
    return _page(case, fields, form, part)


@bp.post("/<int:case_id>/particulars/<part>")
@requires("cases.view")
def update_particulars(case_id: int, part: str):
    """更正, with the reason: stored by the plugin, and told on the timeline without the values."""
    case, answer, fields, form = _asked(case_id, part)
    if not form.validate():
        return _page(case, fields, form, part, 422)
    keep = partial(dispatch.within, answer.plugin, HOOK, fields.keep, case, form[part].data)
    if refused := attempt(lambda: case.correct(fields.title, form.reason.data, keep, by=current_user)):
        form.form_errors.append(str(refused))
        return _page(case_or_404(case_id, current_user), fields, form, part, 422)
    return saved(url_for("cases.show", case_id=case_id), "已更正。")


def _asked(case_id: int, name: str) -> tuple[Case, Answer, CaseFields, Form]:
    case = case_or_404(case_id, current_user)
    if (found := _kept_about(case).get(name)) is None:
        abort(404)
    answer, fields = found
    if not _may(current_user, fields, case):
        raise NotAllowed(f"您不能更正{fields.title}。")
    if not case.open:
        raise WrongState(case.wrong_state())
    stored = dispatch.later(answer, HOOK, name, _stored, fields, case, instead=None)
    if stored is None:
        raise RuleError(f"{fields.title}暂时读不出来，不能更正。")
    form = type("ParticularsForm", (ParticularsForm,), {name: PartField(answer.plugin, fields, asked=True)})
    return case, answer, fields, form(data={name: stored})


def _stored(fields: CaseFields, case: Case) -> dict:
    return dict(fields.read(case)) if fields.read else {}


def _page(case: Case, fields: CaseFields, form: Form, name: str, status: int = 200):
    return render("cases/particulars.html", status=status, case=case, title=fields.title, form=form, part=form[name])


def _kept_about(case: Case) -> dict[str, tuple[Answer, CaseFields]]:
    """Name → the groups that can be put right, of plugins that are on where the case lies."""
    return {
        name: (answer, part)
        for name, answer, part in parts_in(dispatch.call(HOOK, ctx=hook_context(case.unit)), case.unit)
        if part.read and concerns(part, case.kind, kinds_of(case.county_id))
    }


def _may(reader: User, fields: CaseFields, case: Case) -> bool:
    return fields.needs in current_app.extensions["portal_permissions"] and case.allows(reader, fields.needs)
