"""网格走访: which households are visited how often, today's walk, what was said and what becomes of it (docs/domain/grid-work.md)."""

from plugins.grid_work import core_hooks, data_rights, demo, figures, nightly, views  # noqa: F401  importing the views mounts them
from plugins.grid_work.blueprint import bp
from plugins.grid_work.choices import EXPORT, KEY, MANAGE, VIEW, VISIT
from plugins.grid_work.models import HomeVisit, VisitedHome
from plugins.grid_work.models.dwelling import AT_ONCE
from plugins.grid_work.models.visit import SOURCE
from plugins.grid_work.settings import GridWorkSettings
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest


class GridWork(DataRights):
    """The manifest, and what the plugin adds to the portal."""

    data_rights = data_rights

    manifest = Manifest(
        key=KEY,
        name="网格走访",
        summary="走访户和类别、到期日、按楼栋的今日走访，手机上记一次、纸上记完一次补录，转为事项、记入事项、信息更新；不打卡、不排名、不留轨迹。",
        version="0.1.0",
        category="基层自治",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="sensitive",
        permissions=(
            permission(VIEW, "查看走访户、走访记录", "clerk", "grid", "director"),
            permission(VISIT, "登记走访户、记走访、人户核查", "clerk", "grid"),
            permission(MANAGE, "走访户定类、复核、更正，更新信息，停访", "clerk", "director"),
            permission(EXPORT, "导出走访台账", "director"),
        ),
        blueprints=(bp,),
        case_sources={SOURCE: "入户走访"},
        jobs=(nightly.JOB,),
        settings=GridWorkSettings,
        migrations="plugins.grid_work:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": VIEW, "group": "网格走访", "order": 27}
        return [
            NavItem("今日走访", "/grid_work/today", icon="map-pin", **view),
            NavItem("走访户", "/grid_work/homes", icon="house", **view),
            NavItem("走访记录", "/grid_work/visits", icon="pencil", **view),
            NavItem("停访", "/grid_work/pauses", icon="calendar", **view),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def case_panels(self, ctx, case):
        return core_hooks.case_panels(ctx, case)

    @hookimpl
    def person_panels(self, ctx, person):
        return core_hooks.person_panels(ctx, person)

    @hookimpl
    def search(self, ctx, text):
        return core_hooks.search(ctx, text)

    @hookimpl
    def record_event(self, ctx, record, event):
        core_hooks.heard(record, event)

    @hookimpl
    def reports(self, ctx):
        return [
            Report("走访统计", "/grid_work/statistics/visits", "按月份、村社区、网格、类别，不统计到人", VIEW),
            Report(
                "走访户统计", "/grid_work/statistics/homes", "到期、没有到期、要核查的户数，按类别、村社区、网格", VIEW
            ),
        ]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def on_activated(self, ctx, plugin):
        if plugin == KEY:
            HomeVisit.catch_up(ctx.unit)
            VisitedHome.hear_of_all(ctx.unit, most=AT_ONCE)  # the others at night

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = GridWork()
