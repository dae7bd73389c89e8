"""Mounts 个人信息保护."""

from flask import Flask, render_template, url_for
from markupsafe import Markup

from portal.extensions import db
from portal.plugin.contributions import Action, NavItem, Panel
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.privacy import consent_views, data_rights, desk, request_views, settings, views
from portal.privacy.consents import EDIT, Consent
from portal.privacy.models import DECIDE, RIGHTS


class Module(DataRights):
    """What this module adds through the hooks."""

    data_rights = data_rights

    @hookimpl
    def nav_items(self, ctx):
        needs = RIGHTS if ctx.actor and ctx.actor.can(RIGHTS) else DECIDE
        return [NavItem("个人信息请求", desk.AT, icon="clock", permission=needs, group="系统管理", order=95)]

    @hookimpl
    def person_actions(self, ctx, person):
        if ctx.actor is None or not ctx.actor.can(EDIT, person):
            return []
        return [Action("同意", url_for("consents.index", person_id=person.id), "check")]

    @hookimpl
    def person_panels(self, ctx, person):
        """What the resident agreed to and holds today; nothing where there is none."""
        held = db.session.scalars(Consent.holding(person)).all()
        html = "".join(render_template("privacy/held.html", each=each) for each in held)
        return [Panel("有效的同意", Markup(html), order=90)] if held else []  # noqa: S704  rendered by our own template, autoescaped

    @hookimpl
    def home_cards(self, ctx):
        return desk.QUEUES


def init_app(app: Flask) -> None:
    """Mount the pages, and offer the settings."""
    app.register_blueprint(views.bp)
    app.register_blueprint(request_views.bp)
    app.register_blueprint(consent_views.bp)
    settings.init_app(app)
