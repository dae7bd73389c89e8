"""高龄津贴: an allowance from an age on, settled by the month and the street (docs/domain/elder-care.md)."""

from plugins.great_age import core_hooks, demo, views  # noqa: F401  importing the pages mounts them
from plugins.great_age.blueprint import bp
from plugins.great_age.effects import effects
from plugins.great_age.register import recipients
from plugins.great_age.settings import GreatAgeSettings
from plugins.great_age.settlements import settlements
from portal.permissions import permission
from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest

GROUP = "为老服务"


class GreatAgeAllowance:
    """The calling card. Data rights come with the entitlements kit."""

    manifest = Manifest(
        key="great_age",
        name="高龄津贴",
        summary="登记高龄津贴对象，按年龄分档按月计发，编制、审核、公示、结算，银行代发清单和回单；多发的自动扣回。",
        version="0.1.0",
        category=GROUP,
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        split_from=("elder_care",),
        data_class="sensitive",
        permissions=(
            permission("great_age.view", "查看高龄津贴对象和月结", "clerk", "grid", "director", "district"),
            permission("great_age.manage", "登记、停发、恢复、更正、作废", "clerk", "director"),
            permission("great_age.settle", "编制和提交津贴月结", "clerk"),
            permission("great_age.check", "初核津贴月结", "clerk", "director"),
            permission("great_age.review", "复核、公示、结算津贴", "director", "district"),
            permission("great_age.pay", "登记津贴发放和回单，下载银行代发清单", "director", "district"),
            permission("great_age.export", "导出津贴对象名册和明细", "director", "district"),
        ),
        blueprints=(bp,),
        jobs=(settlements.job,),
        settings=GreatAgeSettings,
        settings_effects=effects,
        migrations="plugins.great_age:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": "great_age.view", "group": GROUP}
        return [
            NavItem("高龄津贴", "/great_age/recipients", icon="award", order=68, **view),
            NavItem("津贴月结", "/great_age/settlements", icon="wallet", order=69, **view),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return [settlements.queue, settlements.missing, settlements.write_offs]

    @hookimpl
    def people_panels(self, ctx, people):
        return core_hooks.people_panels(ctx, people)

    @hookimpl
    def person_panels(self, ctx, person):
        return core_hooks.person_panels(ctx, person)

    @hookimpl
    def person_actions(self, ctx, person):
        return core_hooks.person_actions(ctx, person)

    @hookimpl
    def search(self, ctx, text):
        return [*recipients.hits(ctx, text), *settlements.hits(ctx, text)]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return settlements.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = GreatAgeAllowance()
