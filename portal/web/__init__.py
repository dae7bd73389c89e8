"""The web: answers, guards, forms, drafts, errors, headers and paging, shared by every room."""

from flask import Flask, abort, current_app, request
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import clock
from portal.extensions import csrf, htmx, limiter
from portal.web import (
    assets,
    compression,
    display,
    drafts,
    errors,
    formatting,
    headers,
    health,
    icons,
    indentation,
    marks,
    styleguide,
    submissions,
)
from portal.web.cleaning import CleanRequest
from portal.web.context import current_unit
from portal.web.cookies import Sliding
from portal.web.navigation import navigation


def init_app(app: Flask) -> None:
    """Everything that stands before or behind a view. The order of the first matters."""
    compression.init_app(app)
    app.before_request(_refuse_the_absurd)
    app.before_request(drafts.rescue_expired)
    csrf.init_app(app)
    app.before_request(submissions.claim)
    limiter.init_app(app)
    htmx.init_app(app)
    app.request_class = CleanRequest
    app.session_interface = Sliding()
    errors.init_app(app)
    headers.init_app(app)
    settings = app.extensions["portal_settings"]
    assets.init_app(app, settings.static_dist)
    icons.init_app(app, settings.static_dist)
    formatting.init_app(app)
    marks.init_app(app)
    indentation.init_app(app)
    app.register_blueprint(drafts.bp)
    app.register_blueprint(health.bp)
    if settings.env != "production":
        app.register_blueprint(styleguide.bp)
    app.context_processor(_frame)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)


def _refuse_the_absurd() -> None:
    if not request.path.isprintable():
        abort(404)
    if not request.mimetype.startswith("multipart/"):
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]  # Werkzeug applies it to multipart only


def _frame() -> dict:
    """What the page frame needs."""
    modes = display.chosen()
    classes = " ".join(f"is-{mode}" for mode in display.CLASSES if mode in modes)
    frame = {
        "page_class": classes,
        "display_modes": modes,
        "demo_banner": current_app.extensions["portal_settings"].env == "demo",
    }
    if current_user.is_authenticated:
        frame |= {
            "nav": navigation(),
            "current_unit": current_unit(),
            "units": current_user.units,
            "now": clock.now(),
            "search_url": "/search",
        }
    return frame
