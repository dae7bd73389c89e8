"""会商、联席会议: units are invited to a meeting about cases or about none; minutes are signed and issued, tasks are done and checked."""

from plugins.joint_meetings import core_hooks, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.joint_meetings.blueprint import bp
from plugins.joint_meetings.choices import ANSWER, CALL, EXPORT, ISSUE, VIEW
from plugins.joint_meetings.register import meetings, tasks
from plugins.joint_meetings.settings import JointMeetingSettings
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest


class JointMeetings:
    """The calling card. Whoever comes to a meeting is kept as a contact, so data rights come with the kit."""

    manifest = Manifest(
        key="joint_meetings",
        name="会商",
        summary="会商和联席会议：通知单位、回复请假、纪要签字印发，任务落到单位，落实了销号。",
        version="0.1.0",
        category="矛盾纠纷",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="personal",
        permissions=(
            permission(VIEW, "查看会商和任务", "clerk", "director", "department", "district"),
            permission(CALL, "召集会议、记纪要、核实任务", "clerk", "director", "department", "district"),
            permission(ISSUE, "印发、更正纪要", "director", "department", "district"),
            permission(ANSWER, "回复会议通知、报告任务", "clerk", "director", "department", "district"),
            permission(EXPORT, "导出会商和任务台账", "director", "district"),
        ),
        blueprints=(bp,),
        oversight=(VIEW,),
        settings=JointMeetingSettings,
        migrations="plugins.joint_meetings:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        return [
            NavItem("会议", "/joint_meetings/meetings", icon="users", permission=VIEW, group="会商", order=17),
            NavItem("会商任务", "/joint_meetings/tasks", icon="check", permission=VIEW, group="会商", order=17),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def search(self, ctx, text):
        return [*meetings.hits(ctx, text), *tasks.hits(ctx, text)]

    @hookimpl
    def case_actions(self, ctx, case):
        return core_hooks.actions(ctx, case)

    @hookimpl
    def case_panels(self, ctx, case):
        return core_hooks.panels(ctx, case)

    @hookimpl
    def reports(self, ctx):
        return [
            Report("会商统计", "/joint_meetings/statistics", "按月份、种类，各单位通知、到会、请假。", VIEW),
            Report("会商任务统计", "/joint_meetings/task-statistics", "按责任单位：按期、超期、没有销号。", VIEW),
        ]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = JointMeetings()
