"""家庭教育讲座: lessons and lectures for families, with enrolment, waiting list, consent of guardians, certificates."""

from plugins.family_courses import core_hooks, data_rights, demo, figures, papers, views  # noqa: F401  importing the views mounts them
from plugins.family_courses.blueprint import bp
from plugins.family_courses.models import Course
from plugins.family_courses.settings import FamilyCoursesSettings
from portal.families import NAVIGATION
from portal.files.models import Attachment
from portal.permissions import Role, permission
from portal.plugin.contributions import NavItem, Report
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest

ORGANISER = Role("family_courses.organiser", "家庭教育指导员", may=("families.view", "families.edit"))


class FamilyCourses(DataRights):
    """The calling card."""

    data_rights = data_rights

    manifest = Manifest(
        key="family_courses",
        name="家庭教育讲座",
        summary="家庭教育讲座、家风党课、心理拓展和辅导的报名、候补、监护人同意、签到、课件、评价、证书，家庭的学时。",
        version="0.1.0",
        category="家庭家教家风",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        split_from=("family_values",),
        scope_levels=("county", "township"),
        data_class="personal",
        roles=(ORGANISER,),
        permissions=(
            permission(
                "family_courses.view",
                "查看课程、报名、学时",
                "clerk",
                "grid",
                "director",
                "district",
                ORGANISER.key,
            ),
            permission("family_courses.enrol", "登记报名、签到、结课、上传课件", "clerk", "director", ORGANISER.key),
            permission("family_courses.manage", "开课、改时间地点、取消课程", "director", "district"),
            permission("family_courses.export", "导出列表", "director", "district"),
        ),
        blueprints=(bp,),
        settings=FamilyCoursesSettings,
        migrations="plugins.family_courses:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": "family_courses.view", "group": NAVIGATION.group}
        return [
            NavItem("课程讲座", "/family_courses/courses", icon="calendar", order=72, **view),
            NavItem("课程报名", "/family_courses/enrolments", icon="files", order=73, **view),
            NAVIGATION,
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def case_actions(self, ctx, case):
        return core_hooks.case_actions(ctx, case)

    @hookimpl
    def family_panels(self, ctx, family):
        return [core_hooks.learning(family)] if ctx.actor.can("family_courses.view", family) else []

    @hookimpl
    def family_merged(self, ctx, kept, gone):
        core_hooks.merged(ctx, kept, gone)

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
        learning = "报名、到课、学时和满意度，按系列"
        return [Report("课程讲座统计", "/family_courses/learning", learning, "family_courses.view")]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


Attachment.follow(Course)
plugin = FamilyCourses()
