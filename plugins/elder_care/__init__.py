"""老年助餐: canteens, members and cards, the till, late entries (docs/domain/elder-care.md)."""

from plugins.elder_care import core_hooks, data_rights, demo, figures, views  # noqa: F401  importing the pages mounts them
from plugins.elder_care.blueprint import bp
from plugins.elder_care.effects import effects
from plugins.elder_care.register import members
from plugins.elder_care.settings import ElderCareSettings
from plugins.elder_care.views.settlements import settlements, to_counter
from portal.permissions import Role, permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest

OPERATOR = "elder_care.operator"
GROUP = "为老服务"


class ElderCare(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key="elder_care",
        name="老年助餐",
        summary="助餐点、就餐老人、就餐卡、收银台打餐、补录、补贴计算、月结。",
        version="0.1.0",
        category=GROUP,
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="sensitive",
        roles=(Role(OPERATOR, "助餐点操作员", outside=True),),
        permissions=(
            permission("elder_care.view", "查看助餐点和就餐记录", "clerk", "grid", "director", "district", OPERATOR),
            permission("elder_care.serve", "收银台打餐、申请补录", "clerk", OPERATOR),
            permission("elder_care.members", "查看就餐老人", "clerk", "grid", "director", "district"),
            permission("elder_care.manage", "登记就餐老人、类别、发卡", "clerk", "director"),
            permission("elder_care.canteens", "管理助餐点、证照、套餐", "director", "district"),
            permission("elder_care.approve", "审批补录、冲正", "director"),
            permission("elder_care.settle", "编制和提交月结", "clerk", OPERATOR),
            permission("elder_care.check", "初核月结、认定疑点", "clerk", "director"),
            permission("elder_care.review", "复核、公示、结算", "director", "district"),
            permission("elder_care.pay", "登记发放和回单", "director", "district"),
            permission("elder_care.export", "导出就餐台账和名册", "director", "district"),
        ),
        blueprints=(bp,),
        jobs=(settlements.job,),
        settings=ElderCareSettings,
        audit_actions={"elder_care.cards": "打印就餐卡"},
        settings_effects=effects,
        migrations="plugins.elder_care:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        pages = (
            ("助餐点", "/elder_care/canteens", "house", "elder_care.view"),
            ("就餐老人", "/elder_care/members", "users", "elder_care.members"),
            ("就餐台账", "/elder_care/meals", "file-text", "elder_care.view"),
            ("补录", "/elder_care/late", "clock", "elder_care.view"),
            ("月结", "/elder_care/settlements", "wallet", "elder_care.view"),
        )
        return [
            NavItem(label, url, icon=icon, permission=permission, group=GROUP, order=60 + place)
            for place, (label, url, icon, permission) in enumerate(pages)
        ]

    @hookimpl
    def home_cards(self, ctx):
        return [*core_hooks.QUEUES, settlements.queue, settlements.write_offs, to_counter, *core_hooks.to_the_till(ctx)]

    @hookimpl
    def public_pages(self, ctx):
        return core_hooks.public_pages(ctx)

    @hookimpl
    def people_panels(self, ctx, people):
        return core_hooks.people_panels(ctx, people)

    @hookimpl
    def person_panels(self, ctx, person):
        return core_hooks.panels(ctx, person)

    @hookimpl
    def search(self, ctx, text):
        return [*members.hits(ctx, text), *settlements.hits(ctx, text)]

    @hookimpl
    def reports(self, ctx):
        summary = "各月、各助餐点的餐数、补贴和自付。"
        return [Report("助餐统计", "/elder_care/statistics", summary, permission="elder_care.view")]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        if plugin != self.manifest.key:
            return []
        return [*core_hooks.open_work(ctx), *settlements.open_work(ctx)]

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = ElderCare()
