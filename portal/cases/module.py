"""Registers the pages and hooks of 事项."""

from flask import Flask

from portal.cases import (  # noqa: F401  most of them add views to the blueprint
    calling,
    data_rights,
    dossier,
    ended,
    figures,
    members,
    new_party,
    organisations,
    quick,
    settings,
    time_running,
    views,
)
from portal.cases.blueprint import bp
from portal.cases.cards import QUEUES
from portal.cases.kinds import views as kind_views  # noqa: F401
from portal.cases.models import Case
from portal.cases.person_panel import panel
from portal.cases.policy import jobs
from portal.cases.policy import views as policy_views  # noqa: F401
from portal.cases.register import cases
from portal.cases.rollup import keeping  # noqa: F401  it listens for changes of cases
from portal.cases.rollup.cli import figures_cli
from portal.cases.rollup.folding import fold_all
from portal.cases.rollup.units import keep_months
from portal.cases.routing import views as routing_views  # noqa: F401
from portal.cases.sources import of_sources
from portal.cases.tallies import views as tallies
from portal.files.models import Attachment
from portal.jobs.tasks import Task, add_task
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl


class Module(DataRights):
    """What this module adds through the hooks."""

    data_rights = data_rights

    @hookimpl
    def nav_items(self, ctx):
        return [
            NavItem("事项", "/cases", icon="files", permission="cases.view", order=10),
            NavItem("登记事项", "/cases/new", icon="plus", permission="cases.register", order=11),
            NavItem(
                "办理时限和编号",
                "/settings/cases",
                icon="clock",
                permission="settings.manage",
                group="系统管理",
                order=92,
            ),
            NavItem("时限表", "/cases/limits", icon="clock", permission="settings.manage", group="系统管理", order=92),
            NavItem(
                "分流规则", "/cases/routes", icon="split", permission="settings.manage", group="系统管理", order=93
            ),
            NavItem(
                "放假安排", "/cases/holidays", icon="calendar", permission="settings.manage", group="系统管理", order=93
            ),
            NavItem(
                "事项类型", "/cases/kinds", icon="folder", permission="settings.manage", group="系统管理", order=94
            ),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return QUEUES

    @hookimpl
    def reports(self, ctx):
        return [
            Report("事项统计", "/reports/cases", "按月份、类型和办理状态，两种统计口径。", "cases.view"),
            Report(
                "收办统计",
                "/reports/figures",
                "本单位和下属单位收件、办结、超期、满意率，与去年同期比较；可以看以前某一天的数。",
                "cases.view",
            ),
        ]

    @hookimpl
    def search(self, ctx, text):
        return cases.hits(ctx, text)

    @hookimpl
    def person_panels(self, ctx, person):
        return [panel(person, ctx.actor)]


def init_app(app: Flask) -> None:
    """Mount the module."""
    Attachment.follow(Case)
    settings.init_app(app)
    time_running.init_app(app)
    jobs.init_app(app)
    app.extensions.setdefault("portal_plugin_checks", []).append(of_sources)
    app.register_blueprint(bp)
    app.register_blueprint(figures.bp)
    app.register_blueprint(tallies.bp)
    app.register_blueprint(organisations.bp)
    app.cli.add_command(figures_cli)
    add_task(app, Task("cases.fold", "汇总事项统计", fold_all, "hour"))
    add_task(app, Task("cases.keep_months", "留存各月统计变动", keep_months, "hour"))
