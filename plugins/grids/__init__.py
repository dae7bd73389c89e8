"""网格管理: the register of grids, who works and sponsors them, the grids of departments in them, and what of a grid is public."""

from plugins.grids import core_hooks, data_rights, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.grids.blueprint import bp
from plugins.grids.choices import EXPORT, KEY, MANAGE, MAP, VIEW
from plugins.grids.nightly import JOB, enter_all
from plugins.grids.settings import GridSettings
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest


class Grids(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key=KEY,
        name="网格管理",
        summary="网格台账：编码、范围、户数、网格员、包保干部，部门网格对应到网格，公示牌免登录可看、可打印。",
        version="0.1.0",
        category="基层自治",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="personal",
        permissions=(
            permission(VIEW, "查看网格、网格员、包保干部", "clerk", "grid", "director", "district"),
            permission(MANAGE, "管理网格、网格员、包保干部，公示", "director", "district"),
            permission(MAP, "登记、对应部门网格", "clerk", "director", "district"),
            permission(EXPORT, "导出网格台账", "director", "district"),
        ),
        blueprints=(bp,),
        jobs=(JOB,),
        oversight=(VIEW,),
        settings=GridSettings,
        migrations="plugins.grids:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": VIEW, "group": "网格管理", "order": 26}
        return [
            NavItem("网格", "/grids/grids", icon="map-pin", **view),
            NavItem("网格员", "/grids/workers", icon="users", **view),
            NavItem("包保干部", "/grids/sponsors", icon="user", **view),
            NavItem("多网合一", "/grids/departments", icon="blocks", **view),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def search(self, ctx, text):
        return core_hooks.search(ctx, text)

    @hookimpl
    def unit_panels(self, ctx):
        return core_hooks.unit_panels(ctx)

    @hookimpl
    def serving(self, ctx):
        return core_hooks.serving(ctx)

    @hookimpl
    def reports(self, ctx):
        return [
            Report("网格统计", "/grids/statistics/grids", "网格、户数、人口、没有网格员的，按单位、层级", VIEW),
        ]

    @hookimpl
    def on_activated(self, ctx, plugin):
        if plugin == KEY:
            enter_all(ctx.unit)

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = Grids()
