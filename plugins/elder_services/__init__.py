"""居家养老服务: orders for 助浴 助洁 助医 探访 理发 义诊, whom one looks in on, providers (docs/domain/elder-care.md)."""

from plugins.elder_services import core_hooks, data_rights, demo, figures, nightly, views  # noqa: F401  importing the pages mounts them
from plugins.elder_services.blueprint import bp
from plugins.elder_services.register import visited
from plugins.elder_services.settings import ElderServicesSettings
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Job, Manifest

GROUP = "为老服务"
VIEW = core_hooks.VIEW


class ElderServices(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key="elder_services",
        name="居家养老服务",
        summary="助浴、助洁、助医、探访、理发、义诊：需求登记、派单、完成、由另一个人核实；探访对象名册，到期自动安排探访；服务单位和统计。",
        version="0.1.0",
        category=GROUP,
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        split_from=("elder_care",),
        data_class="sensitive",
        permissions=(
            permission(VIEW, "查看服务工单和探访对象", "clerk", "grid", "director", "district"),
            permission("elder_services.manage", "登记、派单和确认养老服务，登记探访对象", "clerk", "grid", "director"),
            permission("elder_services.export", "导出服务工单和探访对象", "director", "district"),
        ),
        blueprints=(bp,),
        jobs=(Job(key="plan_visits", name="安排到期的探访", run=nightly.plan_visits, at=6),),
        audit_actions={"elder_services.void": "作废探访对象"},
        settings=ElderServicesSettings,
        migrations="plugins.elder_services:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": VIEW, "group": GROUP}
        return [
            NavItem("服务工单", "/elder_services/orders", icon="users", order=66, **view),
            NavItem("探访对象", "/elder_services/visited", icon="users", order=67, **view),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def people_panels(self, ctx, people):
        return core_hooks.people_panels(ctx, people)

    @hookimpl
    def person_panels(self, ctx, person):
        return core_hooks.panels(ctx, person)

    @hookimpl
    def search(self, ctx, text):
        return visited.hits(ctx, text)

    @hookimpl
    def reports(self, ctx):
        return [Report("为老服务统计", "/elder_services/statistics", "各项服务、各单位的工单。", permission=VIEW)]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = ElderServices()
