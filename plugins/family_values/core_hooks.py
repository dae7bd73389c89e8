"""Where 家风教育 meets the core: cards of the work desk, search, the public page of a unit, what stays open."""

from flask import url_for
from sqlalchemy import func, select

from plugins.family_values.models import (
    DECIDE,
    Booking,
    Campaign,
    Course,
    Enrolment,
    FamilyHonour,
    Good,
    Hall,
    HonourObjection,
    PointAccount,
    PointClaim,
    PointRule,
)
from plugins.family_values.registers.courses import courses, to_tell
from plugins.family_values.registers.halls import bookings
from plugins.family_values.registers.honours import campaigns, honours, reviewable
from plugins.family_values.registers.points import claims, to_buy
from portal.cases.models import Case
from portal.extensions import db
from portal.plugin.contributions import Action, Hit, PublicPage
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open

FAMILY_DISPUTES = "01"  # 婚恋家庭 (portal.cases.choices)
HELPFUL = ("counsel", "parents", "six_q")
BOOK = "family_values.book"
QUEUES = [
    queue_of(
        Booking,
        "family-values-asking",
        "家风馆预约待确认",
        at="/family_values/bookings",
        listed="status=requested",
        needs="family_values.manage",
        where=lambda reader: Booking.status == "requested",
        due=Booking.due_on,
        order=40,
    ),
    queue_of(  # today and tomorrow, and those of days before that are not signed in
        Booking,
        "family-values-coming",
        "家风馆今明两天接待",
        at="/family_values/bookings",
        listed="status=confirmed",
        needs=BOOK,
        where=lambda reader: (Booking.status == "confirmed") & (Booking.day <= reader.today(1)),
        due=Booking.due_on,
        sort=(Booking.day, Booking.hours),
        order=41,
        task="接待签到",
    ),
    queue_of(  # moved up from the waiting list, and does not know it
        Enrolment,
        "family-values-to-tell",
        "候补递补，请通知",
        at="/family_values/enrolments",
        listed="status=promoted",
        needs=BOOK,
        where=lambda reader: to_tell,
        due=Course.starts_at,
        joins=(Enrolment.course,),
        tone="warn",
        order=42,
    ),
    queue_of(  # today and tomorrow, and those before that are not ended
        Course,
        "family-values-lessons",
        "课程签到、结课",
        at="/family_values/courses",
        listed="status=planned",
        needs=BOOK,
        where=lambda reader: (Course.status == "planned") & (Course.day <= reader.today(1)),
        due=Course.starts_at,
        order=43,
    ),
    queue_of(
        PointClaim,
        "family-values-claims",
        "积分登记待确认、复核",
        at="/family_values/claims",
        due=PointClaim.due_on,
        order=44,
    ),
    queue_of(  # families to be told
        PointAccount,
        "family-values-expiring",
        "积分 30 天内到期，请告诉这一户",
        at="/family_values/accounts",
        listed="held=yes",
        needs="family_values.points",
        where=lambda reader: PointAccount.next_expiry.between(reader.today(), reader.today(30)),
        text=PointAccount.number,
        due=PointAccount.next_expiry,
        order=45,
        task="通知来兑换",
    ),
    queue_of(
        Good,
        "family-values-short",
        "积分超市要进货",
        at="/family_values/goods",
        listed="state=short",
        needs="family_values.manage",
        where=lambda reader: to_buy,
        text=Good.name,
        tone="warn",
        order=46,
        task="进货入库",
    ),
    queue_of(
        Campaign,
        "family-values-campaigns",
        "评选活动待启动",
        at="/family_values/campaigns",
        listed="status=draft",
        due=Campaign.nominates_from,
        order=47,
    ),
    queue_of(
        FamilyHonour,
        "family-values-honours",
        "家庭荣誉待办",
        at="/family_values/honours",
        text=FamilyHonour.number,
        order=48,
    ),
    queue_of(
        HonourObjection,
        "family-values-objections",
        "评选异议待答复",
        at="/family_values/objections",
        due=HonourObjection.due_on,
        text=HonourObjection.number,
        tone="warn",
        order=49,
    ),
    queue_of(  # two months ahead
        FamilyHonour,
        "family-values-renewals",
        "荣誉称号要复查",
        at="/family_values/honours",
        listed="status=review",
        needs=DECIDE,
        where=lambda reader: reviewable & (FamilyHonour.review_due_on <= reader.today(60)),
        text=FamilyHonour.number,
        due=FamilyHonour.review_due_on,
        order=50,
    ),
]


def case_actions(ctx: Context, case: Case) -> list[Action]:
    """For the parties of a family dispute: the next counselling or lecture for families of the street that takes people."""
    if not case.kind.startswith(FAMILY_DISPUTES) or not ctx.actor.can("family_values.book", case):
        return []
    here = Course.township_id == case.township_id, Course.series.in_(HELPFUL)
    following = db.session.scalar(select(Course.id).where(*here, *Course.taking()).order_by(Course.starts_at).limit(1))
    return [Action("推荐辅导或课程", url_for("family_values.enrol", course=following), "calendar")] if following else []


def search(ctx: Context, text: str) -> list[Hit]:
    """Bookings, courses, claims of points, campaigns and honours: only what the reader may see. Whoever learns is not found here: many
    are children."""
    return [each for found in (bookings, courses, claims, campaigns, honours) for each in found.hits(ctx, text)]


def public_pages(ctx: Context) -> list[PublicPage]:
    """The halls, the courses, the honours and the points of the unit, where there are any."""
    halls = db.session.scalar(select(func.count()).select_from(Hall.of(ctx.unit).order_by(None).subquery()))
    lessons = db.session.scalar(select(func.count(Course.id)).where(ctx.unit.subtree_of(Course)))
    url = url_for("family_values.public_halls", unit_id=ctx.unit.id)
    booking = PublicPage("预约参观家风馆", url, "看哪天有空，单位、学校、家庭都可以约")
    url = url_for("family_values.public_courses", unit_id=ctx.unit.id)
    learning = PublicPage("课程讲座报名", url, "家风党课、家庭教育讲座、心理拓展和辅导")
    rules = db.session.scalar(PointRule.of(ctx.unit).with_only_columns(PointRule.id).order_by(None).limit(1))
    url = url_for("family_values.public_points", unit_id=ctx.unit.id)
    points = PublicPage("家庭积分", url, "看哪些事可以得积分，申报，查余额")
    near = ctx.unit.subtree_of(Campaign) | Campaign.unit_id.in_(ctx.unit.ancestor_ids)
    given = db.session.scalar(select(func.count(Campaign.id)).where(near, Campaign.status.in_(("running", "ended"))))
    url = url_for("family_values.public_honours", unit_id=ctx.unit.id)
    honouring = PublicPage("家庭荣誉评选、光荣榜", url, "推荐自己家或者别人家，看公示，提异议")
    offered = (halls, booking), (lessons, learning), (given, honouring), (rules, points)
    return [page for there_is, page in offered if there_is]


def open_work(ctx: Context) -> list[str]:
    """What would wait if the plugin were switched off here."""
    return still_open(
        ctx.unit,
        (Booking, "还有 {} 批家风馆预约没有参观，公开的预约页面会消失。"),
        (Course, "还有 {} 场课没有上，报名和签到的页面会消失。"),
        (PointClaim, "还有 {} 件积分登记没有答复。"),
        (PointAccount, "还有 {} 户的积分没有兑换完，停用期间不能兑换。", PointAccount.balance > 0),
        (Campaign, "还有 {} 次评选没有结束，推荐和公示的页面会消失。"),
        (FamilyHonour, "还有 {} 件荣誉推荐没有办完。"),
        (HonourObjection, "还有 {} 条评选异议没有答复。"),
    )
