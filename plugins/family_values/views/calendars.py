"""The calendar of a hall, a month or a week."""

from flask import request, url_for
from flask_login import current_user

from plugins.family_values import calendars
from plugins.family_values.blueprint import bp
from plugins.family_values.models import Booking, Hall
from portal import clock
from portal.web.http.guards import requires
from portal.web.pages.calendar import Span
from portal.web.pages.rendering import get_or_404, render


@bp.get("/halls/<int:hall_id>/calendar")
@requires("family_values.view")
def calendar(hall_id: int):
    """Who comes when, and what is free: `?of=2026-11`, or the week of `?of=2026-11-23`."""
    hall, span = get_or_404(Hall.visible_to(current_user), hall_id), Span.read(request.args.get("of"))
    may_book = hall.allows(current_user, "family_values.book")

    def book(day, slot) -> str:
        return url_for("family_values.apply", day=day, slot=slot.id) if may_book else ""

    def show(booking: Booking) -> str:
        return url_for("family_values.show_booking", booking_id=booking.id)

    return render(
        "records/calendar.html",
        name=hall.name,
        span=span,
        weeks=calendars.for_staff(hall, span, show, book),
        at=lambda key: url_for("family_values.calendar", hall_id=hall.id, of=key),
        this_week=Span.week(clock.today()).key,
        crumbs=[
            ("家风馆", url_for("family_values.halls")),
            (hall.name, url_for("family_values.show_hall", hall_id=hall.id)),
            ("日历", ""),
        ],
    )
