"""Where 家风教育 meets the core: cards of the work desk, search, the public page of a unit, what stays open."""

from flask import url_for
from sqlalchemy import Select, func, select

from plugins.family_values.models import AHEAD, Booking, Hall
from plugins.family_values.registers import bookings
from portal.accounts.reader import Reader
from portal.extensions import db
from portal.plugin.contributions import Hit, PublicPage, Queue
from portal.plugin.hookspecs import Context

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
]


def search(ctx: Context, text: str) -> list[Hit]:
    """Bookings by number or group: only what the reader may see."""
    return bookings.hits(ctx, text)


def public_pages(ctx: Context) -> list[PublicPage]:
    """The halls of the unit, where there are any."""
    halls = db.session.scalar(select(func.count()).select_from(Hall.of(ctx.unit).order_by(None).subquery()))
    url = url_for("family_values.public_halls", unit_id=ctx.unit.id)
    return [PublicPage("预约参观家风馆", url, "看哪天有空，单位、学校、家庭都可以约")] if halls else []


def still_open(ctx: Context) -> list[str]:
    """What would wait if the plugin were switched off here."""
    ahead = db.session.scalar(
        select(func.count(Booking.id)).where(ctx.unit.subtree_of(Booking), Booking.status.in_(AHEAD))
    )
    return [f"还有 {ahead} 批家风馆预约没有参观，公开的预约页面会消失。"] if ahead else []
