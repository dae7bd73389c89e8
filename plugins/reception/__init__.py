"""接访登记: who came to the window with what, who took it first, and what became of it."""

from plugins.reception import briefing, core_hooks, data_rights, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.reception.blueprint import bp
from plugins.reception.models import Visit
from plugins.reception.register import visits
from plugins.reception.settings import ReceptionSettings
from portal.cases.models import Case
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest
from portal.records.desk import queue_of, still_open

KEY, VIEW = "reception", "reception.view"
WAITING = queue_of(Visit, "reception-visits", "来访待办", at="/reception/visits", due=Visit.due_on, order=30)
# steps of a case after which somebody has taken it up, or it has an answer
TAKEN_UP = {
    "triage": "事项已经受理。",
    "decline": "事项不予受理。",
    "withdraw": "来访人撤回了事项。",
    "merge": "事项已经并案。",
}


class Reception(DataRights):
    """The manifest, and what the plugin adds to the portal."""

    data_rights = data_rights

    manifest = Manifest(
        key=KEY,
        name="接访登记",
        summary="窗口来访登记、首接责任、当场答复或者一下立为事项、引导移交、接待日预约、当天登记簿。",
        version="0.1.0",
        category="矛盾化解",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="personal",
        permissions=(
            permission(VIEW, "查看来访登记", "clerk", "director", "district"),
            permission("reception.edit", "登记、办理来访", "clerk", "director"),
            permission("reception.manage", "安排值班和接待日", "director"),
            permission("reception.export", "导出来访登记", "director", "district"),
        ),
        blueprints=(bp,),
        case_sources={"reception": "窗口接访"},
        settings=ReceptionSettings,
        migrations="plugins.reception:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": VIEW, "group": "接访登记"}
        return [
            NavItem("来访", "/reception/visits", icon="users", order=31, **view),
            NavItem("值班和接待日", "/reception/days", icon="calendar", order=31, **view),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return [WAITING]

    @hookimpl
    def brief_lines(self, ctx, first, last):
        return briefing.brief_lines(ctx, first, last)

    @hookimpl
    def reports(self, ctx):
        return [Report("来访统计", "/reception/statistics", "按月份、类别和结果。", VIEW)]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return still_open(ctx.unit, (Visit, "{} 次来访还没有结果。")) if plugin == KEY else []

    @hookimpl
    def people_panels(self, ctx, people):
        return core_hooks.people_panels(ctx, people)

    @hookimpl
    def person_panels(self, ctx, person):
        return core_hooks.person_panels(ctx, person)

    @hookimpl
    def search(self, ctx, text):
        return visits.hits(ctx, text)

    @hookimpl
    def record_event(self, ctx, record, event):
        """A case that came from a visit was taken up: the first reception ends."""
        if isinstance(record, Case) and event.verb in TAKEN_UP:
            for each in Visit.of_case(record, "opened"):
                each.taken_up(TAKEN_UP[event.verb], by=None)

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = Reception()
