"""人民调解: from acceptance to the agreement, its signatures and its performance (人民调解法)."""

from plugins.mediation import case_fields, case_list, core_hooks, data_rights, demo, following, papers, views  # noqa: F401  importing the views mounts them on the blueprint
from plugins.mediation.blueprint import bp
from plugins.mediation.models import Dispute
from plugins.mediation.settings import MediationSettings
from plugins.mediation.statistics import pages  # noqa: F401  the same
from portal.files.models import Attachment
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest


class Mediation(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key="mediation",
        name="人民调解",
        summary="纠纷受理、调解记录、协议书打印、签署生效、履行和回访。",
        version="0.1.0",
        category="矛盾纠纷",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="sensitive",
        permissions=(
            permission("mediation.view", "查看调解", "clerk", "mediator", "director", "district"),
            permission("mediation.mediate", "办理调解、打印文书", "mediator", "director"),
            permission("mediation.manage", "管理调委会和名册", "director", "district"),
            permission("mediation.inspect", "评查卷宗", "director", "district"),
            permission("mediation.export", "导出调解台账", "mediator", "director", "district"),
        ),
        blueprints=(bp,),
        settings=MediationSettings,
        migrations="plugins.mediation:migrations",
        audit_actions={"mediation.print_calendar": "打印调解日历"},
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": "mediation.view", "group": "人民调解"}
        return [
            NavItem("调解纠纷", "/mediation/disputes", icon="handshake", order=40, **view),
            NavItem("调委会", "/mediation/committees", icon="users", order=41, **view),
        ]

    @hookimpl
    def reports(self, ctx):
        words = "按月、季、年，按调委会和两种类别，环比、同比，核对，Excel"
        return [Report("人民调解统计", "/mediation/statistics", words, "mediation.view")]

    @hookimpl
    def triage_options(self, ctx, case):
        return core_hooks.triage_options(case)

    @hookimpl
    def case_panels(self, ctx, case):
        return core_hooks.panels(ctx, case)

    @hookimpl
    def case_actions(self, ctx, case):
        return core_hooks.actions(ctx, case)

    @hookimpl
    def case_fields(self, ctx):
        return [case_fields.FIELDS]

    @hookimpl
    def record_validate(self, ctx, record, verb):
        return following.objections(record, verb)

    @hookimpl
    def record_event(self, ctx, record, event):
        following.follow(record, event.verb)

    @hookimpl
    def case_list(self, ctx):
        return case_list.parts(ctx)

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


Attachment.follow(Dispute)
plugin = Mediation()
