"""Where 家风教育 meets the core: cards of the work desk, search, the public page of a unit, what stays open."""

from collections.abc import Mapping, Sequence

from flask import url_for
from sqlalchemy import func, select

from plugins.family_values.models import Booking, Guide, Hall
from plugins.family_values.registers import bookings
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.contributions import Hit, Panel, PublicPage
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import panel

BOOK = "family_values.book"
QUEUES = [
    queue_of(
        Booking,
        "family-values-asking",
        "家风馆预约待确认",
        at="/family_values/bookings",
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
        needs=BOOK,
        where=lambda reader: (Booking.status == "confirmed") & (Booking.day <= reader.today(1)),
        due=Booking.due_on,
        sort=(Booking.day, Booking.hours),
        order=41,
        task="接待签到",
    ),
]


def search(ctx: Context, text: str) -> list[Hit]:
    """Bookings: only what the reader may see."""
    return bookings.hits(ctx, text)


def person_panels(ctx: Context, person: Person) -> list[Panel]:
    """In which halls the resident guides, or guided."""
    return _guiding(ctx, {person.id: ""})


def people_panels(ctx: Context, people: Sequence[Person]) -> list[Panel]:
    """The same of several."""
    return _guiding(ctx, {each.id: each.name_shown for each in people})


def _guiding(ctx: Context, names: Mapping[int, str]) -> list[Panel]:
    guided = select(Guide, Hall).join(Hall, Hall.id == Guide.hall_id).where(Guide.person_id.in_(names))
    rows = db.session.execute(guided.where(Hall.reach(ctx.actor, Hall.permission)).order_by(Guide.valid_from.desc()))
    halls = [(guide, hall, names[guide.person_id]) for guide, hall in rows]
    return [panel("家风馆讲解员", "family_values/of_person.html", halls=halls)] if halls else []


def public_pages(ctx: Context) -> list[PublicPage]:
    """The halls of the unit, where there are any."""
    if not db.session.scalar(select(func.count()).select_from(Hall.of(ctx.unit).order_by(None).subquery())):
        return []
    url = url_for("family_values.public_halls", unit_id=ctx.unit.id)
    return [PublicPage("预约参观家风馆", url, "看哪天有空，单位、学校、家庭都可以约")]


def open_work(ctx: Context) -> list[str]:
    """What would wait if the plugin were switched off here."""
    return still_open(ctx.unit, (Booking, "还有 {} 批家风馆预约没有参观，公开的预约页面会消失。"))
