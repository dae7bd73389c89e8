"""How points are reckoned: until when they hold, in which order they are used, how many a period holds. Nothing here asks the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from portal.settings import Example
from portal.workdays.arithmetic import months_after


class Move(Protocol):
    """A line of an account. `of_id`: the line that it takes back, or lets expire."""

    id: int
    kind: str
    points: int
    booked_on: date
    expires_on: date | None
    of_id: int | None


class Moved(NamedTuple):
    """The same without a database."""

    id: int
    kind: str
    points: int
    booked_on: date
    expires_on: date | None = None
    of_id: int | None = None


@dataclass
class Lot:
    """What was earned at once, and what is left of it."""

    id: int
    expires_on: date | None
    left: int


def expiry(day: date, months: int) -> date | None:
    """The last day of points confirmed on `day`: the end of the month so many months later; None without an end (0)."""
    first = day.replace(day=1)
    return months_after(first, months + 1) - timedelta(days=1) if months else None


def granted(points: int, most: int, already: int) -> int:
    """`points`, as far as the period holds them when `already` were given in it."""
    return max(0, min(points, most - already))


def in_time(day: date, today: date, days: int) -> bool:
    """Whether something of `day` may still be brought forward `today`, at most so many `days` later."""
    return day <= today <= day + timedelta(days=days)


def lots(moves: Iterable[Move]) -> list[Lot]:
    """What is left, from the first move to the last. Points are used oldest first: those that expire earliest."""
    held: dict[int, Lot] = {}
    used: dict[int, list[tuple[Lot, int]]] = {}
    for each in moves:
        if each.kind in ("earned", "joined"):
            held[each.id] = Lot(each.id, each.expires_on, each.points)
        elif each.kind == "returned":
            for lot, points in used.get(each.of_id or 0, []):
                lot.left += points
        else:
            used[each.id] = _use(held.values(), -each.points, each.of_id)
    return [each for each in held.values() if each.left]


def expired(moves: Iterable[Move], months: int, first: date, last: date) -> int:
    """How many points would have expired from `first` to `last`, had they always held for `months`."""
    held: list[Lot] = []
    total = 0
    for each in [*moves, Moved(0, "end", 0, last)]:
        for lot in held:
            if lot.expires_on and lot.expires_on < each.booked_on:
                total += lot.left if first <= lot.expires_on + timedelta(days=1) <= last else 0
                lot.left = 0
        if each.points > 0:
            held.append(Lot(each.id, expiry(each.booked_on, months), each.points))
        elif each.kind != "expiry":
            _use(held, -each.points, each.of_id)
    return total


def _use(held: Iterable[Lot], points: int, first: int | None) -> list[tuple[Lot, int]]:
    """Take `points` from what is `held`, first from the lot of that id, and say from which."""
    taken = []
    for lot in sorted(held, key=lambda lot: (lot.id != first, lot.expires_on or date.max, lot.id)):
        part = min(lot.left, points)
        if part:
            lot.left, points = lot.left - part, points - part
            taken.append((lot, part))
    return taken


MARCH = date(2026, 3, 9)
TWO = [Moved(1, "earned", 10, date(2025, 3, 1), date(2026, 3, 31)), Moved(2, "earned", 20, MARCH, date(2027, 3, 31))]
MONTHS, LATE, APPEAL = ("months",), ("late_days",), ("appeal_days",)
EXAMPLES = (
    Example(MONTHS, "24 个月，2026年3月9日确认：到 2028年3月31日", lambda: expiry(MARCH, 24), date(2028, 3, 31)),
    Example(
        MONTHS, "1 个月，2026年1月31日确认：到 2026年2月28日", lambda: expiry(date(2026, 1, 31), 1), date(2026, 2, 28)
    ),
    Example(MONTHS, "0 个月，2026年3月9日确认：长期有效", lambda: expiry(MARCH, 0), None),
    Example(
        MONTHS,
        "先到期的 10 分、后到期的 20 分，兑换 15 分：先用完 10 分，再用 5 分，还剩 15 分",
        lambda: [(each.expires_on, each.left) for each in lots([*TWO, Moved(3, "exchange", -15, MARCH)])],
        [(date(2027, 3, 31), 15)],
    ),
    Example(LATE, "90 天，12月9日做的事，次年3月9日登记：可以", lambda: in_time(date(2025, 12, 9), MARCH, 90), True),
    Example(LATE, "90 天，12月8日做的事，次年3月9日登记：过期", lambda: in_time(date(2025, 12, 8), MARCH, 90), False),
    Example(LATE, "0 天，当天做的事，当天登记：可以", lambda: in_time(MARCH, MARCH, 0), True),
    Example(
        APPEAL, "30 天，2月7日答复不予确认，3月9日提出异议：可以", lambda: in_time(date(2026, 2, 7), MARCH, 30), True
    ),
    Example(
        APPEAL, "30 天，2月6日答复不予确认，3月9日提出异议：过期", lambda: in_time(date(2026, 2, 6), MARCH, 30), False
    ),
    Example(
        APPEAL, "1 天，3月8日答复不予确认，3月9日提出异议：可以", lambda: in_time(date(2026, 3, 8), MARCH, 1), True
    ),
)
