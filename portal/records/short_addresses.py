"""Two addresses short enough to be printed and typed: `/report/<word>` is the form behind a label on a wall, `/track` follows whatever was
begun by number and code. They belong to no plugin and to no unit: both follow from the word, or the code (docs/adr/0046)."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from portal.plugin.gate import let_through, plugin_of
from portal.records.mounted import all_mounted
from portal.records.public_asking import FollowForm
from portal.records.public_following import UNKNOWN
from portal.records.public_guards import opened, sent, sought, wrong_code
from portal.records.public_pages import PublicPages
from portal.web.pages.rendering import render

bp = Blueprint("short_addresses", __name__)


def report(word: str) -> ResponseReturnValue:
    """The form, fresh."""
    return _answered(word, lambda pages: pages.open)


def send_report(word: str) -> ResponseReturnValue:
    """The form as it was sent."""
    return _answered(word, lambda pages: pages.send)


def track() -> ResponseReturnValue:
    """Asks for number and code."""
    return _asked(FollowForm(formdata=None))


def tracked() -> ResponseReturnValue:
    """Where it stands, for whoever knows number and code."""
    form = FollowForm(request.form)
    if not form.validate():
        return _asked(form, 422)
    for pages in all_mounted(PublicPages):
        if row := pages.begun.owner.found_anywhere(form.number.data, form.code.data):
            let_through(_key(pages), row.unit)
            return pages.following.page(row.unit, form, row)
    wrong_code()
    form.code.errors = [UNKNOWN]
    return _asked(form, 422)


def _answered(word: str, view: Callable[[PublicPages], Callable[..., ResponseReturnValue]]) -> ResponseReturnValue:
    for pages in all_mounted(PublicPages):
        row: Any = pages.printed(word) if pages.printed else None
        if row is not None:
            let_through(_key(pages), row.unit)
            return view(pages)(row.unit_id, **dict.fromkeys(pages.idents, row.id))
    return abort(404)


def _key(pages: PublicPages) -> str:
    return plugin_of(pages.following.bp.name) or ""


def _asked(form: FollowForm, status: int = 200) -> ResponseReturnValue:
    return render("records/public/follow.html", status=status, form=form, record=None, label="办理情况")


for _rule, _name, _guarded, _method in (
    ("/report/<word>", "report", opened(report, "short_addresses_report", "The form."), "GET"),
    (
        "/report/<word>",
        "send_report",
        sent(send_report, "short_addresses_send_report", "The form as it was sent.", uploads=True),
        "POST",
    ),
    ("/track", "track", opened(track, "short_addresses_track", "Asks for number and code."), "GET"),
    ("/track", "tracked", sought(tracked, "short_addresses_tracked", "Where it stands."), "POST"),
):
    bp.add_url_rule(_rule, _name, _guarded, methods=[_method])
