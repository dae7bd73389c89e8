"""家风教育: halls that receive groups, courses and lectures; honours of families and communities; points join in the same way."""

from plugins.family_values import core_hooks, data_rights, demo, figures, nightly, papers, point_effects, views  # noqa: F401  importing the views mounts them
from plugins.family_values.blueprint import bp
from plugins.family_values.models import Booking, Campaign, Course, FamilyHonour, PointClaim
from plugins.family_values.settings import FamilyValuesSettings
from portal.files.models import Attachment
from portal.permissions import Role, permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Job, Manifest

GUIDE = Role("family_values.guide", "家风馆讲解员")
FEDERATION = Role("family_values.federation", "妇联干部")


class FamilyValues(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key="family_values",
        name="家风教育",
        summary="家风馆预约和接待，课程讲座报名、候补、签到、证书，家庭荣誉的评议、公示、命名、复查，家庭积分和积分超市。",
        version="0.1.0",
        category="家庭家教家风",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        scope_levels=("county", "township"),
        data_class="personal",
        roles=(GUIDE, FEDERATION),
        permissions=(
            permission(
                "family_values.view",
                "查看家风馆、课程、家庭和荣誉",
                "clerk",
                "grid",
                "director",
                "district",
                "auditor",
                GUIDE.key,
                FEDERATION.key,
            ),
            permission("family_values.book", "登记预约和报名、签到、反馈", "clerk", "director", GUIDE.key),
            permission("family_values.points", "登记家庭积分、办理兑换", "clerk", "grid", "director"),
            permission("family_values.confirm", "确认积分、复核异议、冲正、退回兑换", "clerk", "director", "district"),
            permission(
                "family_values.manage", "设立家风馆、确认预约、开课，制定积分规则、管物品库存", "director", "district"
            ),
            permission("family_values.nominate", "推荐家庭、核查、登记评议", "clerk", "director", FEDERATION.key),
            permission("family_values.decide", "办评选、审核公示、命名、撤销", "director", "district", FEDERATION.key),
            permission("family_values.export", "导出列表", "director", "district", "auditor"),
        ),
        blueprints=(bp,),
        jobs=(
            Job(key="expire", name="过期的家风馆预约作废", run=nightly.expire, every="day"),
            Job(key="points", name="积分到期和对账", run=nightly.expire_points, every="day"),
            Job(key="publication", name="家庭荣誉公示期满", run=nightly.end_publications, every="day"),
        ),
        settings=FamilyValuesSettings,
        settings_effects=point_effects.effects,
        migrations="plugins.family_values:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": "family_values.view", "group": "家风教育"}
        decide = view | {"permission": "family_values.decide"}
        return [
            NavItem("家风馆预约", "/family_values/bookings", icon="house", order=70, **view),
            NavItem("家风馆", "/family_values/halls", icon="building-2", order=71, **view),
            NavItem("课程讲座", "/family_values/courses", icon="calendar", order=72, **view),
            NavItem("课程报名", "/family_values/enrolments", icon="files", order=73, **view),
            NavItem("家庭积分", "/family_values/claims", icon="award", order=75, **view),
            NavItem("积分账户", "/family_values/accounts", icon="wallet", order=76, **view),
            NavItem("积分超市", "/family_values/goods", icon="archive", order=77, **view),
            NavItem("积分规则", "/family_values/rules", icon="file-text", order=78, **view),
            NavItem("家庭档案", "/family_values/families", icon="users", order=74, **view),
            NavItem("评选活动", "/family_values/campaigns", icon="calendar", order=80, **view),
            NavItem("家庭荣誉", "/family_values/honours", icon="award", order=81, **view),
            NavItem("评选异议", "/family_values/objections", icon="info", order=82, **decide),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def case_actions(self, ctx, case):
        return core_hooks.case_actions(ctx, case)

    @hookimpl
    def search(self, ctx, text):
        return core_hooks.search(ctx, text)

    @hookimpl
    def public_pages(self, ctx):
        return core_hooks.public_pages(ctx)

    @hookimpl
    def reports(self, ctx):
        summary = "家风馆接待的批次和人次，按月、事由和场馆"
        honoured = "推荐、命名、撤销，按荣誉、类别和年份"
        learning = "报名、到课、学时和满意度，按系列"
        return [
            Report("家风馆接待统计", "/family_values/statistics", summary, "family_values.view"),
            Report("课程讲座统计", "/family_values/learning", learning, "family_values.view"),
            Report(
                "家庭积分统计",
                "/family_values/points",
                "登记和确认的件数、分数，按类别、事项和月份",
                "family_values.view",
            ),
            Report(
                "积分兑换统计", "/family_values/exchanged", "兑换的笔数、数量和分数，按物品和月份", "family_values.view"
            ),
            Report("家庭荣誉统计", "/family_values/honours/statistics", honoured, "family_values.view"),
        ]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == "family_values" else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


Attachment.follow(Booking)
Attachment.follow(Course)
Attachment.follow(PointClaim)
Attachment.follow(Campaign)
Attachment.follow(FamilyHonour)
plugin = FamilyValues()
