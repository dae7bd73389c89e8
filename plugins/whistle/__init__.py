"""吹哨报到: a street calls departments to the spot for what it cannot solve alone."""

from plugins.whistle import briefing, core_hooks, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.whistle.blueprint import bp
from plugins.whistle.choices import ANSWER, APPROVE, BLOW, EXPORT, VIEW
from plugins.whistle.register import whistles
from plugins.whistle.settings import WhistleSettings
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest


class WhistlePlugin:
    """The calling card. Whoever led the people of a department is kept as a contact, so data rights come with the kit."""

    manifest = Manifest(
        key="whistle",
        name="吹哨报到",
        summary="乡镇街道解决不了的事吹哨，部门签收、到现场报到、反馈处置结果，双方互评。",
        version="0.1.0",
        category="矛盾纠纷",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="personal",
        permissions=(
            permission(VIEW, "查看吹哨报到", "clerk", "director", "department", "district"),
            permission(BLOW, "吹哨、确认报到、评价部门", "clerk", "director"),
            permission(APPROVE, "批准吹哨", "director"),
            permission(ANSWER, "应哨：报到、评价吹哨", "department"),
            permission(EXPORT, "导出吹哨台账", "director", "district"),
        ),
        blueprints=(bp,),
        oversight=(VIEW,),
        settings=WhistleSettings,
        migrations="plugins.whistle:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("吹哨报到", "/whistle/whistles", icon="bell", permission=VIEW, order=13)]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def search(self, ctx, text):
        return whistles.hits(ctx, text)

    @hookimpl
    def case_actions(self, ctx, case):
        return core_hooks.actions(ctx, case)

    @hookimpl
    def case_panels(self, ctx, case):
        return core_hooks.panels(ctx, case)

    @hookimpl
    def record_event(self, ctx, record, event):
        core_hooks.heard(ctx, record, event)

    @hookimpl
    def brief_lines(self, ctx, first, last):
        return briefing.brief_lines(ctx, first, last)

    @hookimpl
    def reports(self, ctx):
        return [Report("吹哨报到统计", "/whistle/statistics", "按月份、原因、吹哨单位、应哨部门和评价", VIEW)]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = WhistlePlugin()
