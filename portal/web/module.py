"""Registers everything that runs before and after every view."""

from flask import Flask, abort, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.extensions import csrf, htmx, limiter
from portal.web.forms import draft_views, idempotency, widths
from portal.web.http import (
    before_writing,
    compression,
    error_pages,
    file_names,
    headers,
    health,
    numbers_in_addresses,
    redirects,
    rules,
)
from portal.web.http.cookies import Sliding
from portal.web.http.input_sanitizing import CleanRequest
from portal.web.pages import assets, badges, display, formatting, html_whitespace, icons, searching


def init_app(app: Flask) -> None:
    """Bind `app`. The order of the functions before a request matters."""
    compression.init_app(app)
    app.before_request(_refuse_the_absurd)
    numbers_in_addresses.init_app(app)
    searching.init_app(app)
    app.before_request(draft_views.rescue_expired)
    csrf.init_app(app)
    app.before_request(csrf.check)
    app.before_request(before_writing.work_first)
    app.before_request(idempotency.claim)
    limiter.init_app(app)
    htmx.init_app(app)
    app.request_class = CleanRequest
    rules.init_app(app)
    app.session_interface = Sliding()
    error_pages.init_app(app)
    headers.init_app(app)
    file_names.init_app(app)
    redirects.init_app(app)
    settings = app.extensions["portal_settings"]
    assets.init_app(app, settings.static_dist)
    icons.init_app(app, settings.static_dist)
    formatting.init_app(app)
    badges.init_app(app)
    widths.init_app(app)
    html_whitespace.init_app(app)
    display.init_app(app)
    draft_views.init_app(app)
    app.register_blueprint(health.bp)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)


def _refuse_the_absurd() -> None:
    if not request.path.isprintable():
        abort(404)
    if not request.mimetype.startswith("multipart/"):
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]  # Werkzeug applies it to multipart only
