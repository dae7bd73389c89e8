"""见义勇为: from the nomination of a deed to honour, money and years of support; rolls, association and fund."""

from plugins.heroes import core_hooks, data_rights, demo, papers, switching, views  # noqa: F401  importing the views mounts them
from plugins.heroes.blueprint import bp
from plugins.heroes.models import Deed
from plugins.heroes.settings import HeroesSettings
from portal.files.models import Attachment
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Job, Manifest


class Heroes(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key="heroes",
        name="见义勇为",
        summary="举荐、调查、评审、公示、确认、表彰和奖金，保障回访，勇士榜，协会和基金。",
        version="0.1.0",
        category="平安建设",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        scope_levels=("county",),
        data_class="sensitive",
        permissions=(
            permission("heroes.view", "查看见义勇为", "clerk", "grid", "director", "district"),
            permission("heroes.export", "导出举荐和回访列表", "director", "district"),
            permission("heroes.nominate", "登记举荐、补正、回访", "clerk", "grid", "director", "district"),
            permission("heroes.review", "调查、签署意见，查看保密人员", "director", "district"),
            permission("heroes.manage", "受理、评审、公示、确认、表彰", "district"),
            permission("heroes.fund", "登记基金收支、发放奖金", "district"),
            permission("heroes.ledger", "查看基金台账", "district", "auditor", nature="views"),
        ),
        blueprints=(bp,),
        jobs=(
            Job(key="end_publications", name="公示期满转入确认", run=core_hooks.end_publications, every="day"),
            Job(key="mark_visits", name="标记到期回访", run=core_hooks.mark_visits, at=7),
        ),
        settings=HeroesSettings,
        migrations="plugins.heroes:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": "heroes.view", "group": "见义勇为"}
        return [
            NavItem("举荐和确认", "/heroes/deeds", icon="award", order=50, **view),
            NavItem("名录", "/heroes/registry", icon="users", order=51, **view),
            NavItem("勇士榜", "/heroes/rolls", icon="trophy", order=52, **view),
            NavItem("回访", "/heroes/visits", icon="calendar", order=53, **view),
            NavItem("协会", "/heroes/association", icon="building-2", order=54, **view),
            NavItem("基金", "/heroes/fund", icon="wallet", permission="heroes.ledger", group="见义勇为", order=55),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def search(self, ctx, text):
        return core_hooks.search(ctx, text)

    @hookimpl
    def people_panels(self, ctx, people):
        return core_hooks.people_panels(ctx, people)

    @hookimpl
    def person_panels(self, ctx, person):
        return core_hooks.person_panels(ctx, person)

    @hookimpl
    def public_pages(self, ctx):
        return core_hooks.public_pages(ctx)

    @hookimpl
    def reports(self, ctx):
        return [Report("见义勇为统计", "/heroes/statistics", "按年份、类型、级别、乡镇街道和奖金", "heroes.view")]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def on_activated(self, ctx, plugin):
        if plugin == self.manifest.key:
            switching.switched_on(ctx)

    @hookimpl
    def on_deactivated(self, ctx, plugin):
        if plugin == self.manifest.key:
            switching.switched_off(ctx)

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


Attachment.follow(Deed)
plugin = Heroes()
