"""业主表决: what owners decide together by area and by head (民法典 §278), from the roll to the published result."""

from plugins.owners_vote import core_hooks, demo, figures, views  # noqa: F401  importing the views mounts them
from plugins.owners_vote.blueprint import bp
from plugins.owners_vote.effects import effects
from plugins.owners_vote.register import votes
from plugins.owners_vote.settings import OwnersVoteSettings
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest

VIEW = "owners_vote.view"


class OwnersVotes:
    """The calling card. Owners are kept as contacts, so their data rights come with the kit."""

    manifest = Manifest(
        key="owners_vote",
        name="业主表决",
        summary="业主共同决定事项：业主名册、纸质和在线投票、按面积和人数计票，民法典口径和当地口径并列，计算书和公示。",
        version="0.1.0",
        category="基层自治",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        split_from=("consultation",),
        data_class="personal",
        permissions=(
            permission(VIEW, "查看业主表决", "clerk", "grid", "director", "district"),
            permission("owners_vote.organise", "组织业主表决、录入表决票", "clerk", "director"),
            permission("owners_vote.export", "导出业主表决台账", "director", "district"),
        ),
        blueprints=(bp,),
        settings=OwnersVoteSettings,
        settings_effects=effects,
        migrations="plugins.owners_vote:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("业主表决", "/owners_vote/votes", icon="check", order=88, permission=VIEW, group="村务和议事")]

    @hookimpl
    def home_cards(self, ctx):
        return [core_hooks.QUEUE]

    @hookimpl
    def search(self, ctx, text):
        return votes.hits(ctx, text)

    @hookimpl
    def public_pages(self, ctx):
        return [core_hooks.public_page(ctx)]

    @hookimpl
    def reports(self, ctx):
        return [Report("业主表决统计", "/owners_vote/statistics", "按月份、类别、状态", VIEW)]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = OwnersVotes()
