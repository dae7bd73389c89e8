"""综治中心: windows, departments that are present, duty at the windows, and the self-check of how a centre is run."""

from plugins.centre import core_hooks, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.centre.blueprint import bp
from plugins.centre.choices import DUTY, EXPORT, MANAGE, RUN, VIEW
from plugins.centre.models import SelfCheck
from plugins.centre.nightly import JOBS
from plugins.centre.settings import KEY, CentreSettings
from portal.files.models import Attachment
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest

RUNNING = ("clerk", "director", "district")


class CentrePlugin:
    """The calling card."""

    manifest = Manifest(
        key=KEY,
        name="综治中心",
        summary="综治中心的窗口、功能区、部门入驻、值班和换班、随驻呼叫、空岗率、规范化自检，群众看得到今天有哪些部门。",
        version="0.1.0",
        category="综治中心和网格",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        permissions=(
            permission(VIEW, "查看综治中心、值班表、自检", *RUNNING, "mediator", "department"),
            permission(RUN, "安排值班，呼叫部门，填写自检", *RUNNING),
            permission(MANAGE, "登记中心、窗口、入驻部门，启用到岗登记，自检定稿", "director", "district"),
            permission(DUTY, "在窗口值班，登记自己到岗，换班", *RUNNING, "mediator", "department"),
            permission(EXPORT, "导出综治中心的列表", "director", "district"),
        ),
        blueprints=(bp,),
        jobs=JOBS,
        settings=CentreSettings,
        migrations="plugins.centre:migrations",
        audit_actions={"centre.print_week": "打印值班表"},
    )

    @hookimpl
    def nav_items(self, ctx):
        group = {"group": "综治中心", "order": 33, "permission": VIEW}
        return [
            NavItem("中心", "/centre/centres", icon="house", **group),
            NavItem("值班表", "/centre/shifts", icon="calendar", **group),
            NavItem("入驻部门", "/centre/presences", icon="users", **group),
            NavItem("自检", "/centre/checks", icon="shield-check", **group),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def search(self, ctx, text):
        return core_hooks.search(ctx, text)

    @hookimpl
    def public_pages(self, ctx):
        return core_hooks.public_pages(ctx)

    @hookimpl
    def reports(self, ctx):
        return [
            Report("值班统计", "/centre/statistics/shifts", "各部门、各月的班次、空岗和空岗率", VIEW),
            Report("随驻呼叫统计", "/centre/statistics/calls", "各部门呼叫几次、到场几次、平均几分钟到", VIEW),
            Report("窗口统计", "/centre/statistics/windows", "各类窗口有几个", VIEW),
            Report("入驻统计", "/centre/statistics/presences", "常驻、轮驻、随驻的部门各几个", VIEW),
        ]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


Attachment.follow(SelfCheck)
plugin = CentrePlugin()
