"""How every step of a deed is asked for and taken: one page with a form, one way to refuse."""

from collections.abc import Callable

from flask import url_for

from plugins.heroes.blueprint import deed_or_404
from plugins.heroes.models import Deed
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.web.forms import Form
from portal.web.forms.idempotency import saved
from portal.web.pages.rendering import render


def in_state(deed_id: int, *states: str) -> Deed:
    """The deed, when it stands in one of `states`."""
    deed = deed_or_404(deed_id)
    if deed.status not in states:
        raise WrongState(f"这件事现在是“{deed.status_name}”，不能这样办理。")
    return deed


def ask(deed: Deed, form: Form, verb: str, *, status: int = 200, **page):
    """The page of one step. `page` may hold explanation, tone, button, back, keeps_draft, uploads."""
    page.setdefault("back", url_for("heroes.show", deed_id=deed.id))
    return render("heroes/step.html", status=status, form=form, verb=verb, about=f"{deed.number}　{deed.title}", **page)


def take(deed: Deed, form: Form, verb: str, act: Callable[[], object], done: str, *, to: str = "", **page):
    """Validate, act, save and lead back; what a rule forbids is said on top of the same form."""
    if not form.validate():
        return ask(deed, form, verb, status=422, **page)
    deed_id = deed.id
    if refused := attempt(act):
        form.form_errors.append(refused)
        return ask(deed_or_404(deed_id), form, verb, status=422, **page)
    return saved(to or url_for("heroes.show", deed_id=deed_id), done)


def attempt(act: Callable[[], object]) -> str:
    """Do it; the message of the rule that forbids it, with nothing done, or nothing."""
    try:
        with db.session.no_autoflush:
            act()
        db.session.flush()
    except RuleError as error:
        if error.status != 422:
            raise
        db.session.rollback()
        return str(error)
    return ""
