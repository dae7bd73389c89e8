"""实有人口房屋: households with their members and grades, premises down to the room, kinds of people (docs/domain/population.md)."""

from plugins.population import core_hooks, data_rights, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.population.blueprint import bp
from plugins.population.choices import EDIT, EXPORT, GRADE, KEY, SEE_GRADES, VIEW
from plugins.population.settings import PopulationSettings
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest

GROUP = "人口房屋"


class Population(DataRights):
    """The manifest, and what the plugin adds to the portal."""

    data_rights = data_rights

    manifest = Manifest(
        key=KEY,
        name="实有人口房屋",
        summary="户和成员、住处、房屋的房主和承租人、出租房核对、户的类别和复核、人员类别，名册从 Excel 导入。",
        version="0.1.0",
        category="基础信息",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="sensitive",
        permissions=(
            permission(VIEW, "查看户、房屋、人员类别", "clerk", "grid", "director", "district"),
            permission(EDIT, "登记、更正、导入户和房屋", "clerk", "grid", "director"),
            permission(SEE_GRADES, "查看户的类别", "clerk", "grid", "director"),
            permission(GRADE, "户的定类、复核", "clerk", "director"),
            permission("population.sensitive", "登记、查看敏感的人员类别", "director"),
            permission(EXPORT, "导出户、房屋、人员类别", "director", "district"),
        ),
        blueprints=(bp,),
        settings=PopulationSettings,
        migrations="plugins.population:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": VIEW, "group": GROUP}
        return [
            NavItem("住户", "/population/households", icon="users", order=21, **view),
            NavItem("房屋", "/population/premises", icon="house", order=22, **view),
            NavItem("人员类别", "/population/kinds", icon="user", order=23, **view),
            NavItem(
                "户的类别", "/population/grades", icon="shield-check", order=24, permission=SEE_GRADES, group=GROUP
            ),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def person_panels(self, ctx, person):
        return core_hooks.person_panels(ctx, person)

    @hookimpl
    def person_actions(self, ctx, person):
        return core_hooks.person_actions(ctx, person)

    @hookimpl
    def search(self, ctx, text):
        return core_hooks.search(ctx, text)

    @hookimpl
    def reports(self, ctx):
        return [
            Report("户的类别统计", "/population/grades/statistics", "按类别、村社区", SEE_GRADES),
            Report("房屋统计", "/population/premises/statistics", "按用途、村社区", VIEW),
        ]

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = Population()
