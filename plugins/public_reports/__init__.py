"""群众反映（随手拍）: QR codes on walls, a form behind each without account or script, and what becomes of what is reported."""

from plugins.public_reports import briefing, core_hooks, data_rights, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.public_reports.blueprint import bp
from plugins.public_reports.models.label import LABELS, VIEW
from plugins.public_reports.settings import PublicReportSettings
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest


class PublicReports(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key="public_reports",
        name="群众反映",
        summary="随手拍：扫码反映问题，免登录，收件、受理、答复、评价，反映人和办理分开。",
        version="0.1.0",
        category="事项办理",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="personal",
        permissions=(
            permission(VIEW, "查看群众反映（不含举报、反映人）", "clerk", "grid", "director", "district"),
            permission("public_reports.enter", "登记来件", "clerk", "grid", "director"),
            permission("public_reports.handle", "查看、受理、答复来件", "clerk", "director"),
            permission("public_reports.tips", "查看举报", "director"),
            permission("public_reports.contact", "写明用途查看反映人电话", "clerk", "director"),
            permission("public_reports.review", "复核剔除申请", "director", "district"),
            permission(LABELS, "管理收件码", "clerk", "director", "district"),
            permission("public_reports.export", "导出群众反映", "director", "district"),
        ),
        blueprints=(bp,),
        case_sources={"scan": "群众扫码"},
        oversight=(VIEW,),
        settings=PublicReportSettings,
        migrations="plugins.public_reports:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": VIEW, "group": "群众反映"}
        return [
            NavItem("群众反映", "/public_reports/reports", icon="inbox", order=12, **view),
            NavItem("收件码", "/public_reports/labels", icon="map-pin", order=12, **view),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def case_panels(self, ctx, case):
        return core_hooks.case_panels(ctx, case)

    @hookimpl
    def brief_lines(self, ctx, first, last):
        return briefing.brief_lines(ctx, first, last)

    @hookimpl
    def search(self, ctx, text):
        return core_hooks.search(ctx, text)

    @hookimpl
    def record_event(self, ctx, record, event):
        core_hooks.heard(record, event)

    @hookimpl
    def public_pages(self, ctx):
        return core_hooks.public_pages(ctx)

    @hookimpl
    def reports(self, ctx):
        words = "来件、受理、按时答复、用时、三率，按月份、类别、收件码、渠道"
        return [Report("群众反映统计", "/public_reports/statistics", words, VIEW)]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def on_activated(self, ctx, plugin):
        if plugin == self.manifest.key:
            core_hooks.Report.catch_up(ctx.unit)

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = PublicReports()
