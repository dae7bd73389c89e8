"""Accounts: who signs in, and what they may do where."""

from flask import Flask, flash, redirect, request

from portal.accounts import (
    delegation_page,  # noqa: F401  adds its views to the blueprint
    ending,
    management,  # noqa: F401  likewise
    own_password,
    own_sessions,  # noqa: F401  likewise
    policy,
    sessions,
    vouching,
    vouching_page,  # noqa: F401  likewise
)
from portal.accounts.cli import accounts_cli
from portal.accounts.models import Appointment, hash_of_nobody
from portal.accounts.views import bp
from portal.extensions import login
from portal.plugin.contributions import Action, NavItem, Notice
from portal.plugin.hookspecs import hookimpl
from portal.web.http.guards import login_url
from portal.web.http.numbers_in_addresses import asks_for_a_number


class Module:
    """What this module adds through the hooks."""

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("账号", "/accounts", icon="user", permission=policy.MANAGE, group="系统管理", order=91)]

    @hookimpl
    def home_cards(self, ctx):
        offered = [Action("账号", "/accounts", "user")] if ctx.actor.can(policy.MANAGE) else []
        return [vouching.QUEUE, ending.QUEUE, *offered]

    @hookimpl
    def notices(self, ctx):
        waits = [Notice(vouching.WAITS, tone="warn")] if vouching.matters(ctx.actor) else []
        held = (each for each in ctx.actor.current_appointments if each.for_id)
        return waits + [Notice(_held_for(each)) for each in held]


def _held_for(office: Appointment) -> str:
    until = f"，到 {office.valid_until}" if office.valid_until else ""
    return f"您正在代办{office.unit.name}{office.role_name}{until}。"


def init_app(app: Flask) -> None:
    """Bind Flask-Login and mount the module."""
    hash_of_nobody()  # now: the first who tries an invented name must not wait for it
    login.init_app(app)
    login.user_loader(sessions.loaded)
    login.unauthorized_handler(_ask_to_sign_in)
    app.register_blueprint(bp)
    own_password.init_app(app)
    app.after_request(sessions.note_seen)
    app.cli.add_command(accounts_cli)


def _ask_to_sign_in():
    here = (request.path if asks_for_a_number() else request.full_path.rstrip("?")) if request.method == "GET" else "/"
    if here != "/":
        flash("请先登录，登录后会回到刚才的页面。", "info")
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": login_url("/")}
    return redirect(login_url(here), 303)
