"""Where 家庭教育讲座 meets the core: cards of the work desk, a case, the page of a family, search, the public page of a unit, what stays open."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import func, select, update

from plugins.family_courses.choices import HELPFUL
from plugins.family_courses.models import Course, Enrolment
from plugins.family_courses.registers.courses import courses
from plugins.family_courses.registers.enrolments import to_tell
from portal.cases.models import Case
from portal.extensions import db
from portal.families import Family
from portal.plugin.contributions import Action, Hit, Panel, PublicPage
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import panel

FAMILY_DISPUTES = "01"  # 婚恋家庭 (portal.cases.choices)
ENROL = "family_courses.enrol"
SHOWN = 200
QUEUES = [
    queue_of(  # moved up from the waiting list, and does not know it
        Enrolment,
        "family-courses-to-tell",
        "候补递补，请通知",
        at="/family_courses/enrolments",
        needs=ENROL,
        where=lambda reader: to_tell,
        due=Course.starts_at,
        joins=(Enrolment.course,),
        tone="warn",
        order=42,
    ),
    queue_of(  # today and tomorrow, and those before that are not ended
        Course,
        "family-courses-lessons",
        "课程签到、结课",
        at="/family_courses/courses",
        needs=ENROL,
        where=lambda reader: (Course.status == "planned") & (Course.day <= reader.today(1)),
        due=Course.starts_at,
        order=43,
    ),
]


def case_actions(ctx: Context, case: Case) -> list[Action]:
    """For the parties of a family dispute: the next counselling or lecture for families of the street that takes people."""
    if not case.national_kind.startswith(FAMILY_DISPUTES) or not ctx.actor.can(ENROL, case):
        return []
    here = Course.township_id == case.township_id, Course.series.in_(HELPFUL)
    following = db.session.scalar(select(Course.id).where(*here, *Course.taking()).order_by(Course.starts_at).limit(1))
    return (
        [Action("推荐辅导或课程", url_for("family_courses.enrol", course=following), "calendar")] if following else []
    )


def learning(family: Family) -> Panel:
    """What its members attended: the hours of each and of all, and the last lessons."""
    mine = Enrolment.visible_to(current_user).where(Enrolment.family_id == family.id)
    minutes = db.session.scalar(mine.with_only_columns(func.sum(Enrolment.minutes), maintain_column_froms=True)) or 0
    rows = db.session.scalars(mine.order_by(Enrolment.id.desc()).limit(SHOWN)).unique().all()
    members: dict[str, list[Enrolment]] = {}
    for each in reversed(rows):
        members.setdefault(each.learner.name, []).append(each)
    given = {"rows": rows, "members": members.values(), "may_call": family.allows(current_user, ENROL)}
    heading = f"学习　共 {minutes / 60:g} 小时" if minutes else "学习"
    return panel(heading, "family_courses/of_family.html", flush=True, order=10, **given)


def family_actions(ctx: Context, family: Family) -> list[Action]:
    """Somebody of the family enrols."""
    url = url_for("family_courses.enrol", family=family.id)
    return [Action("登记报名", url, "calendar")] if ctx.actor.can(ENROL, family) else []


def merged(ctx: Context, kept: Family, gone: Family) -> None:
    """What its members learnt."""
    db.session.execute(update(Enrolment).where(Enrolment.family_id == gone.id).values(family_id=kept.id))


def search(ctx: Context, text: str) -> list[Hit]:
    """Courses: only what the reader may see. Whoever learns is not found here: many are children."""
    return courses.hits(ctx, text)


def public_pages(ctx: Context) -> list[PublicPage]:
    """The courses of the unit, where there are any."""
    if not db.session.scalar(select(Course.id).where(ctx.unit.subtree_of(Course)).limit(1)):
        return []
    url = url_for("family_courses.public_courses", unit_id=ctx.unit.id)
    return [PublicPage("课程讲座报名", url, "家风党课、家庭教育讲座、心理拓展和辅导")]


def open_work(ctx: Context) -> list[str]:
    """What would wait if the plugin were switched off here."""
    return still_open(ctx.unit, (Course, "还有 {} 场课没有上，报名和签到的页面会消失。"))
