"""家庭积分: what families do for others is rewarded with points, which they exchange in the 积分超市. Rewards only (`law`)."""

from plugins.family_points import core_hooks, data_rights, demo, effects, figures, nightly, papers, views  # noqa: F401  importing the views mounts them
from plugins.family_points.blueprint import bp
from plugins.family_points.models import PointClaim
from plugins.family_points.settings import FamilyPointsSettings
from portal.families import NAVIGATION
from portal.files.models import Attachment
from portal.permissions import permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Job, Manifest


class FamilyPoints(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key="family_points",
        name="家庭积分",
        summary="按规则登记、申报、确认家庭积分，积分超市兑换和库存，对账单、查询卡；只奖不罚，不排名。",
        version="0.1.0",
        category="家庭家教家风",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        split_from=("family_values",),
        scope_levels=("county", "township"),
        data_class="personal",
        permissions=(
            permission("family_points.view", "查看积分、账户、积分超市", "clerk", "grid", "director", "district"),
            permission("family_points.claim", "登记家庭积分、办理兑换", "clerk", "grid", "director"),
            permission("family_points.confirm", "确认积分、复核异议、冲正、退回兑换", "clerk", "director", "district"),
            permission("family_points.manage", "制定积分规则，管物品库存", "director", "district"),
            permission("family_points.export", "导出列表", "director", "district"),
        ),
        blueprints=(bp,),
        jobs=(Job(key="expire", name="积分到期和对账", run=nightly.expire, every="day"),),
        settings=FamilyPointsSettings,
        settings_effects=effects.effects,
        migrations="plugins.family_points:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": "family_points.view", "group": NAVIGATION.group}
        return [
            NAVIGATION,
            NavItem("家庭积分", "/family_points/claims", icon="award", order=75, **view),
            NavItem("积分账户", "/family_points/accounts", icon="wallet", order=76, **view),
            NavItem("积分超市", "/family_points/goods", icon="archive", order=77, **view),
            NavItem("积分规则", "/family_points/rules", icon="file-text", order=78, **view),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def family_panels(self, ctx, family):
        return [core_hooks.points(family)] if ctx.actor.can("family_points.view", family) else []

    @hookimpl
    def family_merged(self, ctx, kept, gone):
        return core_hooks.merged(ctx, kept, gone)

    @hookimpl
    def family_actions(self, ctx, family):
        return core_hooks.family_actions(ctx, family)

    @hookimpl
    def search(self, ctx, text):
        return core_hooks.search(ctx, text)

    @hookimpl
    def public_pages(self, ctx):
        return core_hooks.public_pages(ctx)

    @hookimpl
    def reports(self, ctx):
        claimed = "登记和确认的件数、分数，按类别、事项和月份"
        exchanged = "兑换的笔数、数量和分数，按物品和月份"
        return [
            Report("家庭积分统计", "/family_points/statistics", claimed, "family_points.view"),
            Report("积分兑换统计", "/family_points/exchanged", exchanged, "family_points.view"),
        ]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


Attachment.follow(PointClaim)
plugin = FamilyPoints()
