"""事项准入: what a township or community is asked to do is checked against the lists; what is on none is sent back or applied for."""

from plugins.duty_lists import core_hooks, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.duty_lists.blueprint import bp
from plugins.duty_lists.models import DutyTask
from plugins.duty_lists.nightly import JOB
from plugins.duty_lists.settings import DutyListSettings
from portal.files.models import Attachment
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest

VIEW = "duty_lists.view"


class DutyLists:
    """The calling card."""

    manifest = Manifest(
        key="duty_lists",
        name="事项准入",
        summary="履职事项清单变成派单闸门：下派任务先对照清单，配合的附边界，不该接的出退回函，不在清单的走准入申请。",
        version="0.1.0",
        category="基层减负",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        permissions=(
            permission(VIEW, "查看清单、下派任务、准入申请", "clerk", "grid", "director", "district"),
            permission("duty_lists.register", "登记下派任务，对照清单，答复征求意见", "clerk", "grid", "director"),
            permission("duty_lists.manage", "编制清单，审核、评估准入申请", "director", "district"),
            permission("duty_lists.approve", "公布清单，审批准入申请，应急补批", "district"),
            permission("duty_lists.rate", "反向评价部门，查看评价", "director", "district"),
            permission("duty_lists.export", "导出清单和台账", "director", "district"),
        ),
        blueprints=(bp,),
        jobs=(JOB,),
        settings=DutyListSettings,
        migrations="plugins.duty_lists:migrations",
        audit_actions={"duty_lists.self_check": "打印减负自检表"},
    )

    @hookimpl
    def nav_items(self, ctx):
        group = {"group": "事项准入", "order": 57}
        return [
            NavItem("下派任务", "/duty_lists/tasks", icon="inbox", permission=VIEW, **group),
            NavItem("准入申请", "/duty_lists/admissions", icon="file-text", permission=VIEW, **group),
            NavItem("社区意见", "/duty_lists/opinions", icon="users", permission=VIEW, **group),
            NavItem("履职清单", "/duty_lists/lists", icon="files", permission=VIEW, **group),
            NavItem("清单条目", "/duty_lists/items", icon="search", permission=VIEW, **group),
            NavItem("反向评价", "/duty_lists/ratings", icon="scale", permission="duty_lists.rate", **group),
            NavItem("减负自检", "/duty_lists/self-check", icon="shield-check", permission=VIEW, **group),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def search(self, ctx, text):
        return core_hooks.search(ctx, text)

    @hookimpl
    def case_actions(self, ctx, case):
        return core_hooks.case_actions(ctx, case)

    @hookimpl
    def case_panels(self, ctx, case):
        return core_hooks.case_panels(case)

    @hookimpl
    def record_event(self, ctx, record, event):
        core_hooks.check_handing(record, event)

    @hookimpl
    def public_pages(self, ctx):
        return [core_hooks.public_page(ctx)]

    @hookimpl
    def reports(self, ctx):
        return [
            Report(
                "下派任务统计", "/duty_lists/statistics", "按来文部门、命中清单、来源：清单外、退回、强派、工时", VIEW
            )
        ]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


Attachment.follow(DutyTask)
plugin = DutyLists()
