"""以案定补: a subsidy for each dispute that was settled and performed, paid by the quarter to whoever mediated it."""

from plugins.case_subsidy import core_hooks, data_rights, demo, finding, views  # noqa: F401  importing the views mounts them
from plugins.case_subsidy.blueprint import bp
from plugins.case_subsidy.choices import APPROVE, CALL, CHECK, DECLARE, EXPORT, KEY, PAY, REVIEW, SETTLE, VIEW
from plugins.case_subsidy.register import awards
from plugins.case_subsidy.settings import AwardSettings
from plugins.case_subsidy.settlements import settlements
from portal.permissions import permission
from portal.plugin.contributions import NavItem
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest


class CaseSubsidy(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key=KEY,
        name="以案定补",
        summary="调解成功并全部履行的纠纷一案一补、谁调解补谁：申报、审定、抽查回访，按季编制、初核、复核、公示、发放。",
        version="0.1.0",
        category="矛盾纠纷",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="personal",
        permissions=(
            permission(VIEW, "查看以案定补", "clerk", "mediator", "director", "district"),
            permission(DECLARE, "申报、登记领款人", "clerk", "mediator"),
            permission(APPROVE, "审定、取消", "director"),
            permission(CALL, "抽查回访", "clerk", "director", "district"),
            permission(SETTLE, "编制和提交季结", "clerk"),
            permission(CHECK, "初核季结、认定提示", "clerk", "director"),
            permission(REVIEW, "复核、公示、结算", "director", "district"),
            permission(PAY, "登记发放和回单", "director", "district"),
            permission(EXPORT, "导出台账和明细", "director", "district"),
        ),
        blueprints=(bp,),
        jobs=(finding.job, settlements.job),
        settings=AwardSettings,
        migrations="plugins.case_subsidy:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": VIEW, "group": "人民调解"}
        return [
            NavItem("以案定补", "/case_subsidy/awards", icon="award", order=42, **view),
            NavItem("补贴季结", "/case_subsidy/settlements", icon="wallet", order=43, **view),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return [*core_hooks.QUEUES, settlements.queue, settlements.missing, settlements.write_offs]

    @hookimpl
    def case_panels(self, ctx, case):
        return core_hooks.panels(ctx, case)

    @hookimpl
    def record_event(self, ctx, record, event):
        finding.heard(ctx, record, event)

    @hookimpl
    def search(self, ctx, text):
        return [*awards.hits(ctx, text), *settlements.hits(ctx, text)]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = CaseSubsidy()
