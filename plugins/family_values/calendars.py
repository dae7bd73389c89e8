"""The slots of a hall as items of a calendar: for staff with the groups that are booked, for everybody only free or full."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from plugins.family_values.models import AHEAD, CAME, Booking, Hall, Slot, taken
from plugins.family_values.settings import rules_of
from portal import clock
from portal.extensions import db
from portal.web.pages.calendar import Day, Item, Span


def closed(hall: Hall, span: Span) -> dict[date, str]:
    """What is said of the days on which the hall is closed."""
    said = {day: hall.closed_on(day) for day in span.days}
    return {day: f"闭馆：{reason}" for day, reason in said.items() if reason}


def for_staff(
    hall: Hall, span: Span, show: Callable[[Booking], str], book: Callable[[date, Slot], str]
) -> list[list[Day]]:
    """The groups of each day, then the slots that are free. `show` answers the address of a booking, `book` that of the form."""
    items: dict[date, list[Item]] = defaultdict(list)
    booked = (
        select(Booking)
        .where(
            Booking.hall_id == hall.id, Booking.day.between(span.first, span.last), Booking.status.in_((*AHEAD, *CAME))
        )
        .order_by(Booking.hours, Booking.id)
    )
    for each in db.session.scalars(booked):
        people = each.came if each.status in CAME else each.people
        text = f"{each.hours[:5]} {each.title} {people} 人　{each.status_name}"
        items[each.day].append(Item(text, show(each), each.tone))
    for day, slot, room in _rooms(hall, span):
        if room and day >= clock.today():
            items[day].append(Item(f"{slot.hours} 可约", book(day, slot), "neutral"))
    return span.weeks(items, closed(hall, span))


def for_everybody(hall: Hall, span: Span, book: Callable[[date, Slot], str]) -> list[list[Day]]:
    """Of each slot only whether it is free or full; nothing of days that are over or too far ahead."""
    items: dict[date, list[Item]] = defaultdict(list)
    today, furthest = clock.today(), rules_of(hall.unit).ahead_days
    for day, slot, room in _rooms(hall, span):
        if 0 <= (day - today).days <= furthest:
            text = f"{slot.hours} 可约" if room else f"{slot.hours} 已满"
            items[day].append(Item(text, book(day, slot) if room else "", "ok" if room else "neutral"))
    return span.weeks(items, closed(hall, span))


def _rooms(hall: Hall, span: Span) -> list[tuple[date, Slot, bool]]:
    """Every slot of every open day, and whether it takes another group."""
    held = taken(hall, span.first, span.last)
    found = []
    for day in span.days:
        for slot in hall.slots_on(day):
            groups, people = held.get((day, slot.id), (0, 0))
            found.append((day, slot, groups < hall.groups and people < hall.capacity))
    return found
