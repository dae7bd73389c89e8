"""Where 家风教育 meets the core: cards of the work desk, search, the public page of a unit, what stays open."""

from flask import url_for
from sqlalchemy import Select, func, select

from plugins.family_values.models import AHEAD, Booking, Course, Enrolment, Hall
from plugins.family_values.registers.courses import courses
from plugins.family_values.registers.halls import bookings
from portal.accounts.reader import Reader
from portal.cases.models import Case
from portal.extensions import db
from portal.plugin.contributions import Action, Hit, PublicPage, Queue
from portal.plugin.hookspecs import Context

FAMILY_DISPUTES = "01"  # 婚恋家庭 (portal.cases.choices)
HELPFUL = ("counsel", "parents", "six_q")
BOOKING = "/family_values/bookings/{id}"


def _asking(reader: Reader) -> Select | None:
    """Bookings to be answered, by the day until which."""
    if not reader.can("family_values.manage"):
        return None
    mine = Booking.seen_by(reader), Booking.reach(reader, "family_values.manage"), Booking.status == "requested"
    return _bookings().where(*mine).order_by(Booking.due_on, Booking.id)


def _coming(reader: Reader) -> Select | None:
    """Groups of today and tomorrow, and those of days before that are not signed in."""
    if not reader.can("family_values.book"):
        return None
    mine = Booking.seen_by(reader), Booking.reach(reader, "family_values.book"), Booking.status == "confirmed"
    return _bookings().where(*mine, Booking.day <= reader.today(1)).order_by(Booking.day, Booking.hours, Booking.id)


def _to_tell(reader: Reader) -> Select | None:
    """Who moved up from the waiting list and does not know it."""
    if not reader.can("family_values.book"):
        return None
    moved_up = Enrolment.status == "enrolled", Enrolment.promoted_at.is_not(None), Enrolment.told_at.is_(None)
    rows = select(Enrolment.id, Enrolment.title.label("text"), Course.starts_at.label("due")).join(Enrolment.course)
    mine = Enrolment.seen_by(reader), Enrolment.reach(reader, "family_values.book")
    return rows.where(*mine, *moved_up).order_by(Course.starts_at, Enrolment.id)


def _lessons(reader: Reader) -> Select | None:
    """Courses of today and tomorrow, and those before that are not ended."""
    if not reader.can("family_values.book"):
        return None
    mine = Course.seen_by(reader), Course.reach(reader, "family_values.book"), Course.status == "planned"
    rows = select(Course.id, Course.title.label("text"), Course.starts_at.label("due"))
    return rows.where(*mine, Course.day <= reader.today(1)).order_by(Course.starts_at, Course.id)


def _bookings() -> Select:
    return select(Booking.id, Booking.title.label("text"), Booking.due_on.label("due"))


QUEUES = [
    Queue(
        "family-values-asking",
        "家风馆预约待确认",
        "/family_values/bookings?status=requested",
        BOOKING,
        _asking,
        order=40,
    ),
    Queue(
        "family-values-coming",
        "家风馆今明两天接待",
        "/family_values/bookings?status=confirmed",
        BOOKING,
        _coming,
        order=41,
        task="接待签到",
    ),
    Queue(
        "family-values-to-tell",
        "候补递补，请通知",
        "/family_values/enrolments?status=promoted",
        "/family_values/enrolments/{id}",
        _to_tell,
        "warn",
        42,
    ),
    Queue(
        "family-values-lessons",
        "课程签到、结课",
        "/family_values/courses?status=planned",
        "/family_values/courses/{id}",
        _lessons,
        order=43,
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
    """Bookings and courses: only what the reader may see. Whoever learns is not found here: many are children."""
    return [*bookings.hits(ctx, text), *courses.hits(ctx, text)]


def public_pages(ctx: Context) -> list[PublicPage]:
    """The halls and the courses of the unit, where there are any."""
    halls = db.session.scalar(select(func.count()).select_from(Hall.of(ctx.unit).order_by(None).subquery()))
    lessons = db.session.scalar(select(func.count(Course.id)).where(ctx.unit.subtree_of(Course)))
    url = url_for("family_values.public_halls", unit_id=ctx.unit.id)
    booking = PublicPage("预约参观家风馆", url, "看哪天有空，单位、学校、家庭都可以约")
    url = url_for("family_values.public_courses", unit_id=ctx.unit.id)
    learning = PublicPage("课程讲座报名", url, "家风党课、家庭教育讲座、心理拓展和辅导")
    return [*([booking] if halls else []), *([learning] if lessons else [])]


def still_open(ctx: Context) -> list[str]:
    """What would wait if the plugin were switched off here."""
    ahead = db.session.scalar(
        select(func.count(Booking.id)).where(ctx.unit.subtree_of(Booking), Booking.status.in_(AHEAD))
    )
    lessons = db.session.scalar(
        select(func.count(Course.id)).where(ctx.unit.subtree_of(Course), Course.status == "planned")
    )
    said = (
        (ahead, f"还有 {ahead} 批家风馆预约没有参观，公开的预约页面会消失。"),
        (lessons, f"还有 {lessons} 场课没有上，报名和签到的页面会消失。"),
    )
    return [sentence for number, sentence in said if number]
