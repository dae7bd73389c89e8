"""研判: a week or month of a unit, its data frozen, a meeting about it, tasks, a report that is signed and goes up."""

from plugins.briefs import core_hooks, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.briefs.blueprint import bp
from plugins.briefs.choices import DO, EXPORT, SIGN, VIEW, WRITE
from plugins.briefs.register import briefs, tasks
from plugins.briefs.settings import KEY, BriefSettings
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest


class BriefsPlugin:
    """The calling card. Of persons it holds who came to a meeting in office, and no resident."""

    manifest = Manifest(
        key=KEY,
        name="研判",
        summary="周研判、月研判：数据自动取好并冻结，开会、定任务、签发、报送，下期销项；报告印成 PDF 和 Word。",
        version="0.1.0",
        category="矛盾纠纷",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        needs_api="1.4",
        data_class="none",
        permissions=(
            permission(VIEW, "查看研判", "clerk", "grid", "director", "department", "district"),
            permission(WRITE, "起草研判、登记会议、定任务、销项、报送", "clerk", "director", "district"),
            permission(SIGN, "签发研判", "director", "district"),
            permission(DO, "完成研判任务", "clerk", "grid", "director", "department"),
            permission(EXPORT, "导出研判台账", "director", "district"),
        ),
        blueprints=(bp,),
        oversight=(VIEW,),
        settings=BriefSettings,
        migrations="plugins.briefs:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        group = {"permission": VIEW, "group": "研判", "order": 18}
        return [
            NavItem("研判", "/briefs/reports", icon="file-text", **group),
            NavItem("研判任务", "/briefs/tasks", icon="file-text", **group),
            NavItem("报送情况", "/briefs/submitted", icon="file-text", **group),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def search(self, ctx, text):
        return briefs.hits(ctx, text) + tasks.hits(ctx, text)

    @hookimpl
    def case_panels(self, ctx, case):
        return core_hooks.panels(ctx, case)

    @hookimpl
    def reports(self, ctx):
        return [
            Report("研判统计", "/briefs/statistics", "召开、签发、报送，风险命中、漏报", VIEW),
            Report("研判任务统计", "/briefs/tasks/statistics", "按月份、责任单位，按期率", VIEW),
        ]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = BriefsPlugin()
