"""Papers: 预约确认单 and 签到表 of a booking, the calendar of a hall for the wall."""

from dataclasses import dataclass
from datetime import date

from plugins.family_values import calendars
from plugins.family_values.blueprint import bp
from plugins.family_values.models import CAME, Booking, Hall
from portal import clock
from portal.records.papers import Paper, mount_papers
from portal.web.pages.calendar import Span

SIGNED = ("confirmed", *CAME)
LINES = 20  # on one page


@dataclass(frozen=True)
class Month:
    """A month as a row of a hall: 202611."""

    id: int

    @property
    def span(self) -> Span:
        return Span.month(date(self.id // 100, self.id % 100, 1))


def months_of(hall: Hall) -> list[Month]:
    """The present month and the next two."""
    found, day = [], clock.today().replace(day=1)
    for _ in range(3):
        found.append(Month(day.year * 100 + day.month))
        day = date.fromisoformat(f"{Span.month(day).after}-01")
    return found


def _not_confirmed(booking: Booking) -> str:
    return "" if booking.status in SIGNED else "确认以后才能打印。"


def confirmed(booking: Booking) -> dict:
    """预约确认单, of the day on which it was confirmed."""
    told = next(each for each in reversed(booking.events) if each.verb == "confirm")
    return {"confirmed_on": clock.local(told.at).date()}


def sign_in(booking: Booking) -> dict:
    """签到表: a line for each who is expected, at most three pages."""
    return {"lines": min(max(booking.people, 1), 3 * LINES)}


def wall(hall: Hall, month: Month) -> dict:
    """The calendar of a month: slots and groups without names of people."""
    return {
        "span": month.span,
        "weeks": calendars.for_staff(hall, month.span, lambda booking: "", lambda day, slot: ""),
    }


booking_papers = mount_papers(
    bp,
    Booking,
    (
        Paper(
            "confirmation",
            "家风馆预约确认单",
            needs="family_values.view",
            context=confirmed,
            unless=_not_confirmed,
        ),
        Paper("sign_in", "家风馆参观签到表", needs="family_values.view", context=sign_in, unless=_not_confirmed),
    ),
    at="/bookings/<int:booking_id>",
    office=lambda booking: booking.hall.name,
)
hall_papers = mount_papers(
    bp,
    Hall,
    (
        Paper(
            "month",
            "接待月历",
            needs="family_values.view",
            context=wall,
            at="months/<int:month_id>.pdf",
            rows=months_of,
            number=lambda hall, month: "",
            label=lambda hall, month: f"接待月历　{month.span.title}",
        ),
    ),
    at="/halls/<int:hall_id>",
    office=lambda hall: hall.name,
)
