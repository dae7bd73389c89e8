"""Rendering: a full page, or for htmx one named block of the same template; and loading the record of a page."""

from flask import abort, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from htmx_flask import request as htmx_request
from sqlalchemy import bindparam

from portal.extensions import db
from portal.web.http.guards import permitted

__all__ = ["render", "get_or_404", "found_or_404", "LARGEST_ID"]

LARGEST_ID = 2**31 - 1  # that a key column holds on PostgreSQL


def render(template: str, *, block: str | None = None, status: int = 200, **context) -> ResponseReturnValue:
    """Render `template`, or only `block` of it for a request by htmx. The block comes with HX-Push-Url, because IE11 cannot
    tell to which URL a redirect led."""
    if not (block and htmx_request.htmx) or htmx_request.headers.get("HX-Boosted"):
        return make_response(render_template(template, **context), status)
    answer = make_response(_render_block(template, block, context), status)
    if request.method == "GET":
        answer.headers["HX-Push-Url"] = f"{request.path}?{request.query_string.decode('ascii', 'ignore')}".rstrip("?")
    return answer


def _render_block(template: str, block: str, context: dict) -> str:
    page = current_app.jinja_env.get_template(template)
    current_app.update_template_context(context)
    return "".join(page.blocks[block](page.new_context(context)))


def get_or_404(query, record_id: int, permission: str = ""):
    """The record `record_id` from `query`, which must select only what the user may see: 404 for any other, 403 where the
    user does not hold `permission` (by default that of the view) on this record."""
    model = query.column_descriptions[0]["entity"]
    return found_or_404(query.where(model.id == bindparam("record_id")), record_id, {}, permission)


def found_or_404(statement, record_id: int, given: dict, permission: str = ""):
    """The same for a prepared statement with the parameter `record_id`; `given` are its other values. What the page is about stays in `g.found_rows`."""
    if record_id > LARGEST_ID:
        abort(404)
    record = db.session.scalars(statement, given | {"record_id": record_id}).unique().one_or_none()
    if record is None:
        abort(404)
    g.setdefault("found_rows", []).append(record)
    return permitted(record, permission)
