"""The pages on which a large file of a list is asked for, approved by somebody else, and fetched once."""

from urllib.parse import urlencode

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import desc
from wtforms import TextAreaField

from portal.database import reads
from portal.extensions import db
from portal.records import export_purpose, exports
from portal.records.attempt import attempt
from portal.records.export_request import ExportRequest
from portal.records.lists import ListPage
from portal.records.mounted import all_mounted
from portal.settings import settings_of
from portal.web.forms import Form, Required, Short
from portal.web.forms.idempotency import saved
from portal.web.forms.plain_words import plain_words
from portal.web.http.guards import signed_in
from portal.web.pages.rendering import LARGEST_ID, render

bp = Blueprint("exports", __name__, url_prefix="/exports")
SHOWN = 100


class RefuseForm(Form):
    """不批准，理由."""

    reason = TextAreaField(
        "不批准的理由", [Required("请写明不批准的理由。"), Short(200), plain_words], render_kw={"rows": 2}
    )


@bp.get("")
@signed_in
def index() -> ResponseReturnValue:
    """One's own requests, and those on which one decides; with `waits` only those of that card of the desk."""
    waits = request.args.get("waits", "")
    waiting = waits in ("second", "file")
    found = ExportRequest.waiting_for(current_user, waits) if waiting else ExportRequest.visible_to(current_user)
    found = found.order_by(desc(ExportRequest.id)).limit(SHOWN)
    return render("records/export_requests.html", requests=db.session.scalars(found).all())


@bp.post("/new/<key>/<form>")
@signed_in
def ask(key: str, form: str) -> ResponseReturnValue:
    """申请导出 of the list `key` as the rest of the address filters it."""
    page = _list(key)
    if form not in exports.FORMATS:
        abort(404)
    given, typed = export_purpose.without_words(page), export_purpose.AskForm()
    ids = page.register.taken_away(current_user, page.register.ask(given), page.export, exports.MOST)
    count = len(ids)
    exports.check_length(count, page.register.counter)
    about = {
        "list": key,
        "title": page.register.title,
        "form": form,
        "query": urlencode(given),
        "condition": "；".join(f"{label}：{value}" for label, value in page.register.described(given))[:400],
        "count": count,
        "counter": page.register.counter,
    }
    unit = export_purpose.approving(page.register.model, ids, current_user.units_with(page.export))
    days = settings_of(export_purpose.KEY, unit).approval_days
    if typed.validate():
        purpose = typed.export_purpose.data
        refused = attempt(
            lambda: ExportRequest.ask(unit, days=days, right=page.export, by=current_user, purpose=purpose, **about)
        )
        if not refused:
            return saved(url_for("exports.index"), "已申请，批准以后在工作台上取文件。")
        typed.export_purpose.errors = [str(refused)]
    return export_purpose.asking(page, typed, count, form, 422)


@bp.get("/<int:request_id>")
@signed_in
def show(request_id: int) -> ResponseReturnValue:
    """What was asked for; the rows are not shown."""
    return _page(_request(request_id), RefuseForm())


@bp.post("/<int:request_id>/approval")
@signed_in
def approve(request_id: int) -> ResponseReturnValue:
    """批准."""
    _request(request_id).approve(by=current_user)
    return saved(url_for("exports.show", request_id=request_id), "已批准，申请的人可以取一次。")


@bp.post("/<int:request_id>/refusal")
@signed_in
def refuse(request_id: int) -> ResponseReturnValue:
    """不批准."""
    found, form = _request(request_id), RefuseForm()
    if not form.validate():
        return _page(found, form, 422)
    found.refuse(form.reason.data, by=current_user)
    return saved(url_for("exports.show", request_id=request_id), "没有批准。")


@bp.post("/<int:request_id>/withdrawal")
@signed_in
def withdraw(request_id: int) -> ResponseReturnValue:
    """撤回."""
    _request(request_id).withdraw(by=current_user)
    return saved(url_for("exports.index"), "已撤回。")


@bp.post("/<int:request_id>/file")
@signed_in
@reads
def fetch(request_id: int) -> ResponseReturnValue:
    """The file, with the rights of whoever asked as they are now."""
    found = _request(request_id)
    page = _list(found.list)
    return page.fetched(found)


def _request(request_id: int) -> ExportRequest:
    found = ExportRequest.visible_to(current_user).where(ExportRequest.id == request_id)
    return (db.session.scalar(found) if request_id <= LARGEST_ID else None) or abort(404)


def _list(key: str) -> ListPage:
    """The list `key`, if the reader may take it away."""
    found = next((each for each in all_mounted(ListPage) if each.register.key == key and each.export), None)
    return found if found and current_user.can(found.export) else abort(404 if found is None else 403)


def _page(found: ExportRequest, form: RefuseForm, status: int = 200) -> ResponseReturnValue:
    return render(
        "records/export_request.html",
        status=status,
        asked=found,
        form=form,
        may_decide=found.may_be_decided_by(current_user),
        mine=found.asked_by_id == current_user.id,
        crumbs=[("导出申请", url_for("exports.index")), (found.title, "")],
    )
