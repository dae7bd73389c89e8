"""红管家: who looks after which part of a neighbourhood, and what they note on their rounds."""

from plugins.stewards import core_hooks, data_rights, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.stewards.blueprint import bp
from plugins.stewards.models import Round
from portal.files.models import Attachment
from portal.permissions import Role, permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest

VIEW = "stewards.view"
STEWARD = Role("stewards.steward", "红管家", outside=True)  # a resident: nothing of the core, so no register of others


class Stewards(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key="stewards",
        name="红管家",
        summary="红管家名册和巡访：每日巡、经常访、及时记、随手做，办不了的一下转为事项，结果写回记录。",
        version="0.1.0",
        category="基层自治",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        split_from=("consultation",),
        data_class="personal",
        roles=(STEWARD,),
        permissions=(
            permission(VIEW, "查看红管家和巡访", STEWARD.key, "clerk", "grid", "director", "district"),
            permission("stewards.note", "记巡访", STEWARD.key, "clerk", "grid", "director"),
            permission("stewards.manage", "管理小区和红管家名册", "director", "district"),
            permission("stewards.export", "导出红管家台账", "director", "district"),
        ),
        blueprints=(bp,),
        case_sources={"steward": "红管家巡访"},
        migrations="plugins.stewards:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": VIEW, "group": "村务和议事"}
        return [
            NavItem("红管家", "/stewards/roster", icon="user", order=87, **view),
            NavItem("巡访", "/stewards/rounds", icon="map-pin", order=87, **view),
            NavItem("小区", "/stewards/neighbourhoods", icon="house", order=87, **view),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return [*core_hooks.QUEUES, *core_hooks.to_note(ctx)]

    @hookimpl
    def search(self, ctx, text):
        return core_hooks.search(ctx, text)

    @hookimpl
    def record_event(self, ctx, record, event):
        core_hooks.heard(record, event)

    @hookimpl
    def serving(self, ctx):
        return core_hooks.serving(ctx)

    @hookimpl
    def reports(self, ctx):
        return [Report("巡访统计", "/stewards/statistics/rounds", "按月份、小区、类别", VIEW)]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def on_activated(self, ctx, plugin):
        if plugin == self.manifest.key:
            Round.catch_up(ctx.unit)

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


Attachment.follow(Round)
plugin = Stewards()
