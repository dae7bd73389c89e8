"""红管家议事坊: forums of the neighbourhoods; topics, meetings and resolutions."""

from plugins.consultation import core_hooks, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.consultation.blueprint import bp
from plugins.consultation.models import Resolution
from plugins.consultation.settings import ConsultationSettings
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest

STEWARD = "stewards.steward"  # a role of 红管家, where that is installed


class Consultation:
    """The calling card. Those who are named in it are kept as contacts, so their data rights come with the kit."""

    manifest = Manifest(
        key="consultation",
        name="红管家议事坊",
        summary="小区议事坊：议题征集公示，议事会表决，决议交办验收，居民看得到进展。",
        version="0.1.0",
        category="基层自治",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="personal",
        uses=("stewards", "owners_vote"),
        permissions=(
            permission("consultation.view", "查看议事坊", STEWARD, "clerk", "grid", "director", "district"),
            permission("consultation.propose", "提议题", STEWARD, "clerk", "grid", "director"),
            permission("consultation.host", "办理议题、议事会和决议", "clerk", "director"),
            permission("consultation.manage", "设立议事坊", "director", "district"),
            permission("consultation.export", "导出议事坊台账", "director", "district"),
        ),
        blueprints=(bp,),
        case_sources={"resolution": "议事会决议"},
        oversight=("consultation.view",),
        settings=ConsultationSettings,
        migrations="plugins.consultation:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": "consultation.view", "group": "村务和议事"}
        return [
            NavItem("议事坊", "/consultation/forums", icon="users", order=83, **view),
            NavItem("议题", "/consultation/topics", icon="inbox", order=84, **view),
            NavItem("议事会", "/consultation/meetings", icon="calendar", order=85, **view),
            NavItem("决议", "/consultation/resolutions", icon="file-text", order=86, **view),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def search(self, ctx, text):
        return core_hooks.search(ctx, text)

    @hookimpl
    def record_event(self, ctx, record, event):
        core_hooks.heard(record, event)

    @hookimpl
    def record_validate(self, ctx, record, verb):
        return core_hooks.objections(record, verb)

    @hookimpl
    def case_actions(self, ctx, case):
        return core_hooks.actions(ctx, case)

    @hookimpl
    def record_actions(self, ctx, record):
        return core_hooks.offers(ctx, record)

    @hookimpl
    def public_pages(self, ctx):
        return core_hooks.public_pages(ctx)

    @hookimpl
    def reports(self, ctx):
        return [
            Report(
                "议题统计", "/consultation/statistics/topics", "按月份、小区、类别、来源和评价", "consultation.view"
            ),
            Report("议事会统计", "/consultation/statistics/meetings", "按月份、小区", "consultation.view"),
        ]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def on_activated(self, ctx, plugin):
        if plugin == self.manifest.key:
            Resolution.catch_up(ctx.unit)

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = Consultation()
