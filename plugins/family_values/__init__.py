"""家风教育: halls that receive groups."""

from plugins.family_values import core_hooks, data_rights, demo, figures, nightly, papers, views  # noqa: F401  importing the views mounts them
from plugins.family_values.blueprint import bp
from plugins.family_values.models import Booking
from plugins.family_values.settings import FamilyValuesSettings
from portal.files.models import Attachment
from portal.permissions import Role, permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Job, Manifest

GROUP = "家风"  # of the menu, beside what other modules know of families
GUIDE = Role("family_values.guide", "家风馆讲解员", outside=True)


class FamilyValues(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key="family_values",
        name="家风教育",
        summary="家风馆的开放时段、讲解员、预约、确认、到馆签到、反馈，接待的批次和人次。",
        version="0.1.0",
        category="家庭家教家风",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        scope_levels=("county", "township"),
        data_class="personal",
        roles=(GUIDE,),
        permissions=(
            permission(
                "family_values.view",
                "查看家风馆、预约",
                "clerk",
                "grid",
                "director",
                "district",
                GUIDE.key,
            ),
            permission("family_values.book", "登记预约、签到、反馈", "clerk", "director", GUIDE.key),
            permission("family_values.manage", "设立家风馆、确认预约", "director", "district"),
            permission("family_values.export", "导出列表", "director", "district"),
        ),
        blueprints=(bp,),
        jobs=(Job(key="expire", name="过期的家风馆预约作废", run=nightly.expire, every="day"),),
        settings=FamilyValuesSettings,
        migrations="plugins.family_values:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": "family_values.view", "group": GROUP}
        return [
            NavItem("家风馆预约", "/family_values/bookings", icon="house", order=70, **view),
            NavItem("家风馆", "/family_values/halls", icon="building-2", order=71, **view),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def search(self, ctx, text):
        return core_hooks.search(ctx, text)

    @hookimpl
    def people_panels(self, ctx, people):
        return core_hooks.people_panels(ctx, people)

    @hookimpl
    def person_panels(self, ctx, person):
        return core_hooks.person_panels(ctx, person)

    @hookimpl
    def public_pages(self, ctx):
        return core_hooks.public_pages(ctx)

    @hookimpl
    def reports(self, ctx):
        summary = "家风馆接待的批次和人次，按月、事由和场馆"
        return [Report("家风馆接待统计", "/family_values/statistics", summary, "family_values.view")]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


Attachment.follow(Booking)
plugin = FamilyValues()
