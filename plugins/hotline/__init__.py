"""热线转办: orders of 12345, of departments and upper levels, each one case, answered in time, with what callers said of it."""

from plugins.hotline import briefing, core_hooks, data_rights, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.hotline.blueprint import bp
from plugins.hotline.choices import CONTACT, ENTER, EXPORT, HANDLE, KEY, REVIEW, VIEW
from plugins.hotline.models import Order
from plugins.hotline.register import orders
from plugins.hotline.settings import HotlineSettings
from portal.permissions import permission
from portal.plugin.contributions import MOST_HITS, NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest


class Hotline(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key=KEY,
        name="热线转办",
        summary="12345 和部门、上级转来的工单：导入、签收立为事项、退单、延期、联系诉求人、回复、重办、回访。",
        version="0.1.0",
        category="事项办理",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="personal",
        permissions=(
            permission(VIEW, "查看工单（诉求人只显示姓氏）", "clerk", "director", "district"),
            permission(ENTER, "登记、导入、作废工单", "clerk", "director"),
            permission(HANDLE, "签收、退单、延期、回复工单", "clerk", "director"),
            permission(CONTACT, "写明用途查看诉求人电话", "clerk", "director"),
            permission(REVIEW, "复核工单的剔除申请", "director", "district"),
            permission(EXPORT, "导出工单", "director", "district"),
        ),
        blueprints=(bp,),
        oversight=(VIEW,),
        settings=HotlineSettings,
        migrations="plugins.hotline:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("热线转办", "/hotline/orders", icon="phone", permission=VIEW, order=19)]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def search(self, ctx, text):
        return orders.hits(ctx, text)[:MOST_HITS]

    @hookimpl
    def case_list(self, ctx):
        return core_hooks.finders()

    @hookimpl
    def case_panels(self, ctx, case):
        return core_hooks.case_panels(ctx, case)

    @hookimpl
    def brief_lines(self, ctx, first, last):
        return briefing.brief_lines(ctx, first, last)

    @hookimpl
    def record_event(self, ctx, record, event):
        core_hooks.heard(record, event)

    @hookimpl
    def reports(self, ctx):
        words = "工单、退单、按时回复、按时联系、三率，按月份、类型、分类、来源、单位"
        return [Report("热线转办统计", "/hotline/statistics", words, VIEW)]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def on_activated(self, ctx, plugin):
        if plugin == self.manifest.key:
            Order.catch_up(ctx.unit)

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = Hotline()
