"""督办: whoever oversees a unit asks it about a case, from 提醒 up to 挂牌, until what was asked is done."""

from plugins.supervision import briefing, core_hooks, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.supervision.blueprint import bp
from plugins.supervision.choices import ANSWER, EXPORT, LIFT, OVERSEE, RAISE, VIEW
from plugins.supervision.register import orders
from plugins.supervision.settings import SupervisionSettings
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest


class SupervisionPlugin:
    """The calling card. Who was talked to is kept as a contact, so data rights come with the kit."""

    manifest = Manifest(
        key="supervision",
        name="督办",
        summary="提醒、催办、督办单、约谈、通报、挂牌，逐级升级；被督办单位签收、答复、申请延期，审查后由另一人解除。",
        version="0.1.0",
        category="矛盾纠纷",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="personal",
        permissions=(
            permission(VIEW, "查看督办", "clerk", "grid", "director", "department", "district"),
            permission(OVERSEE, "督办、审查答复、记录约谈", "clerk", "director", "district"),
            permission(RAISE, "升级督办（约谈、通报、挂牌）", "director", "district"),
            permission(LIFT, "解除督办", "director", "district"),
            permission(ANSWER, "签收、答复督办", "clerk", "grid", "director", "department"),
            permission(EXPORT, "导出督办台账", "director", "district"),
        ),
        blueprints=(bp,),
        oversight=(VIEW,),
        settings=SupervisionSettings,
        migrations="plugins.supervision:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        group = {"permission": VIEW, "group": "督办"}
        return [
            NavItem("督办", "/supervision/orders", icon="eye", order=14, **group),
            NavItem("挂牌督办", "/supervision/orders?listed=1", icon="eye", order=14, **group),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def search(self, ctx, text):
        return orders.hits(ctx, text)

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
        return [Report("督办统计", "/supervision/statistics", "按月份、方式、原因、被督办单位和满意度", VIEW)]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = SupervisionPlugin()
