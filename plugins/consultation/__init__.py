"""红管家议事坊: forums of the neighbourhoods; stewards and their rounds; topics, meetings and resolutions."""

from plugins.consultation import core_hooks, data_rights, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.consultation.blueprint import bp
from plugins.consultation.models import Round
from plugins.consultation.settings import ConsultationSettings
from portal.files.models import Attachment
from portal.permissions import Role, permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest

STEWARD = Role("consultation.steward", "红管家")  # a resident: nothing of the core, so no register of other residents


class Consultation(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key="consultation",
        name="红管家议事坊",
        summary="小区议事坊：红管家名册和巡访，议题征集公示，议事会表决，决议交办验收，居民看得到进展。",
        version="0.1.0",
        category="基层自治",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="personal",
        roles=(STEWARD,),
        permissions=(
            permission(
                "consultation.view", "查看议事坊", STEWARD.key, "clerk", "grid", "director", "district", "auditor"
            ),
            permission("consultation.round", "记巡访、提议题", STEWARD.key, "clerk", "grid", "director"),
            permission("consultation.host", "办理议题、议事会和决议", "clerk", "director"),
            permission("consultation.manage", "设立议事坊、管理红管家名册", "director", "district"),
            permission("consultation.export", "导出议事坊台账", "director", "district", "auditor"),
        ),
        blueprints=(bp,),
        settings=ConsultationSettings,
        migrations="plugins.consultation:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": "consultation.view", "group": "议事协商"}
        return [
            NavItem("议事坊", "/consultation/forums", icon="users", order=70, **view),
            NavItem("议题", "/consultation/topics", icon="inbox", order=71, **view),
            NavItem("议事会", "/consultation/meetings", icon="calendar", order=72, **view),
            NavItem("决议", "/consultation/resolutions", icon="file-text", order=73, **view),
            NavItem("红管家", "/consultation/stewards", icon="user", order=74, **view),
            NavItem("巡访", "/consultation/rounds", icon="map-pin", order=75, **view),
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
    def case_actions(self, ctx, case):
        return core_hooks.actions(ctx, case)

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
    def demo_data(self, world):
        demo.load(world)


Attachment.follow(Round)
plugin = Consultation()
