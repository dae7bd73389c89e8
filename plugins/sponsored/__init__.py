"""包案: a hard case gets a leader who answers for it, until somebody else has seen that it is settled, and for a while after."""

from plugins.sponsored import briefing, core_hooks, data_rights, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.sponsored.blueprint import bp
from plugins.sponsored.choices import APPROVE, DRAFT, EXPORT, FOLLOW, HANDLE, LEAD, LOG, REVIEW, VIEW
from plugins.sponsored.register import sponsorships
from plugins.sponsored.settings import KEY, SponsoredSettings
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest


class SponsoredPlugin(DataRights):
    """The calling card."""

    data_rights = data_rights
    manifest = Manifest(
        key=KEY,
        name="包案",
        summary="疑难事项定包案领导、责任单位、责任人、措施、期限；按期见面，销号由另一人复核，销号后回访、认定反弹。",
        version="0.1.0",
        category="矛盾纠纷",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="personal",
        permissions=(
            permission(VIEW, "查看包案", "clerk", "grid", "director", "department", "district"),
            permission(LOG, "查看见面记录、打印包案文书", "clerk", "director", "department", "district"),
            permission(DRAFT, "拟包案", "clerk", "director", "district"),
            permission(APPROVE, "批准包案、延期、升级、换人", "director", "district"),
            permission(LEAD, "担任包案领导", "director", "district"),
            permission(
                HANDLE, "担任责任人：登记见面、申请延期和销号", "clerk", "grid", "director", "department", "district"
            ),
            permission(REVIEW, "复核销号", "director", "district"),
            permission(FOLLOW, "销号后回访、认定反弹", "clerk", "director", "district"),
            permission(EXPORT, "导出包案台账", "director", "district"),
        ),
        blueprints=(bp,),
        oversight=(VIEW, LOG),
        settings=SponsoredSettings,
        migrations="plugins.sponsored:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("包案", "/sponsored/sponsorships", icon="users", permission=VIEW, order=15)]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def search(self, ctx, text):
        return sponsorships.hits(ctx, text)

    @hookimpl
    def case_actions(self, ctx, case):
        return core_hooks.actions(ctx, case)

    @hookimpl
    def case_panels(self, ctx, case):
        return core_hooks.panels(ctx, case)

    @hookimpl
    def record_event(self, ctx, record, event):
        core_hooks.heard(ctx, record, event)

    @hookimpl
    def record_validate(self, ctx, record, verb):
        return core_hooks.objections(record, verb)

    @hookimpl
    def brief_lines(self, ctx, first, last):
        return briefing.brief_lines(ctx, first, last)

    @hookimpl
    def reports(self, ctx):
        return [
            Report("包案统计", "/sponsored/statistics", "按月份、定级、责任单位和结果", VIEW),
            Report("见面超期的包案", "/sponsored/leaders", "哪些包案领导名下的包案没有按期见面", APPROVE),
        ]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = SponsoredPlugin()
