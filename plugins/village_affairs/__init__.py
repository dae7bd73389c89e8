"""村级事务: matters by 四议两公开 with their six sheets; 一约四会, the rules of a village or community and its councils."""

from plugins.village_affairs import core_hooks, data_rights, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.village_affairs.blueprint import bp
from plugins.village_affairs.effects import effects
from plugins.village_affairs.settings import VillageSettings
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest

VIEW = "village_affairs.view"


class VillageAffairs(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key="village_affairs",
        name="村级事务",
        summary="四议两公开：六联登记，到会不足不成会，决议和结果公开，异议答复；一约四会：村规民约、居民公约的通过、备案、施行，四会成员和活动台账。",
        version="0.1.0",
        category="基层自治",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        split_from=("consultation",),
        data_class="personal",
        permissions=(
            permission(VIEW, "查看村级事项、规约和四会", "clerk", "grid", "director", "district"),
            permission("village_affairs.manage", "办理村级事项（四议两公开、一约四会）", "clerk", "director"),
            permission("village_affairs.filing", "答复规约备案", "director"),
            permission("village_affairs.export", "导出村级事项、规约和四会台账", "director", "district"),
        ),
        blueprints=(bp,),
        settings=VillageSettings,
        settings_effects=effects,
        migrations="plugins.village_affairs:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": VIEW, "group": "村务和议事"}
        return [
            NavItem("四议两公开", "/village_affairs/matters", icon="files", order=89, **view),
            NavItem("一约四会", "/village_affairs/covenants", icon="files", order=89, **view),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def notices(self, ctx):
        return core_hooks.notices(ctx)

    @hookimpl
    def search(self, ctx, text):
        return core_hooks.search(ctx, text)

    @hookimpl
    def public_pages(self, ctx):
        return [core_hooks.public_page(ctx)]

    @hookimpl
    def reports(self, ctx):
        return [
            Report("村级事项统计", "/village_affairs/statistics/matters", "按月份、类别、状态", VIEW),
            Report("规约统计", "/village_affairs/statistics/covenants", "按月份、种类、状态", VIEW),
        ]

    @hookimpl
    def can_activate(self, ctx, plugin):
        return core_hooks.objections(ctx.unit) if plugin == self.manifest.key else []

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = VillageAffairs()
