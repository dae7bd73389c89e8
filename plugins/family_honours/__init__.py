"""家庭荣誉: families and villages are put forward, checked, voted on, published and named: 最美家庭, 文明家庭, 乡贤孝星, 文明村镇."""

from plugins.family_honours import core_hooks, data_rights, demo, figures, nightly, papers, views  # noqa: F401  importing the views mounts them
from plugins.family_honours.blueprint import bp
from plugins.family_honours.models import Campaign, FamilyHonour
from plugins.family_honours.settings import FamilyHonoursSettings
from portal.families import NAVIGATION
from portal.files.models import Attachment
from portal.permissions import Role, permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Job, Manifest

FEDERATION = Role("family_honours.federation", "妇联干部", may=("families.view",))


class FamilyHonours(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key="family_honours",
        name="家庭荣誉",
        summary="最美家庭、文明家庭、乡贤孝星、文明村镇的推荐、核查、评议、公示、命名、证书、复查和撤销，光荣榜。",
        version="0.1.0",
        category="家庭家教家风",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        split_from=("family_values",),
        scope_levels=("county", "township"),
        data_class="personal",
        roles=(FEDERATION,),
        permissions=(
            permission(
                "family_honours.view",
                "查看评选和荣誉",
                "clerk",
                "grid",
                "director",
                "district",
                FEDERATION.key,
            ),
            permission("family_honours.nominate", "推荐家庭、核查、登记评议", "clerk", "director", FEDERATION.key),
            permission("family_honours.decide", "办评选、审核公示、命名、撤销", "director", "district", FEDERATION.key),
            permission("family_honours.export", "导出列表", "director", "district"),
        ),
        blueprints=(bp,),
        jobs=(Job(key="publication", name="家庭荣誉公示期满", run=nightly.end_publications, every="day"),),
        settings=FamilyHonoursSettings,
        migrations="plugins.family_honours:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": "family_honours.view", "group": NAVIGATION.group}
        decide = view | {"permission": "family_honours.decide"}
        return [
            NAVIGATION,
            NavItem("评选活动", "/family_honours/campaigns", icon="calendar", order=80, **view),
            NavItem("家庭荣誉", "/family_honours/honours", icon="award", order=81, **view),
            NavItem("评选异议", "/family_honours/objections", icon="info", order=82, **decide),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def family_panels(self, ctx, family):
        return [core_hooks.honoured(family)] if ctx.actor.can("family_honours.view", family) else []

    @hookimpl
    def family_merged(self, ctx, kept, gone):
        return core_hooks.merged(ctx, kept, gone)

    @hookimpl
    def family_actions(self, ctx, family):
        return core_hooks.family_actions(ctx, family)

    @hookimpl
    def search(self, ctx, text):
        return core_hooks.search(ctx, text)

    @hookimpl
    def public_pages(self, ctx):
        return core_hooks.public_pages(ctx)

    @hookimpl
    def reports(self, ctx):
        honoured = "推荐、命名、撤销，按荣誉、类别和年份"
        return [Report("家庭荣誉统计", "/family_honours/statistics", honoured, "family_honours.view")]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


Attachment.follow(Campaign)
Attachment.follow(FamilyHonour)
plugin = FamilyHonours()
