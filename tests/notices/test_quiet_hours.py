"""When a message goes outside: not at night and not on days off, unless the district calls it urgent."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from portal.clock import SHANGHAI
from portal.notices.quiet import awake, due_at
from portal.workdays.calendar import Calendar

CALENDAR = Calendar({date(2026, 10, 1): False, date(2026, 10, 2): False, date(2026, 10, 10): True})


def rules(**changed) -> SimpleNamespace:
    usual = {
        "quiet_from": 21,
        "quiet_to": 8,
        "quiet_days_off": "yes",
        "urgent": "",
        "first_digest": 9,
        "second_digest": 15,
    }
    return SimpleNamespace(**usual | changed)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("told", "goes"),
    [
        ("2026-09-29 10:30", "2026-09-29 10:30"),
        ("2026-09-29 21:00", "2026-09-30 08:00"),
        ("2026-09-29 07:59", "2026-09-29 08:00"),
        ("2026-09-29 08:00", "2026-09-29 08:00"),
        ("2026-09-30 22:00", "2026-10-05 08:00"),  # two days off, then a weekend
        ("2026-10-10 10:00", "2026-10-10 10:00"),  # a Saturday that is worked
        ("2026-10-11 10:00", "2026-10-12 08:00"),
    ],
)
def test_quiet_hours_hold_it_back(told, goes):
    assert awake(at(told), rules(), CALENDAR) == at(goes)


def test_hours_that_do_not_pass_midnight():
    assert awake(at("2026-09-29 12:30"), rules(quiet_from=12, quiet_to=14), CALENDAR) == at("2026-09-29 14:00")


def test_from_and_to_alike_is_no_quiet_at_all():
    plain = rules(quiet_from=0, quiet_to=0, quiet_days_off="no")
    assert awake(at("2026-10-01 03:00"), plain, CALENDAR) == at("2026-10-01 03:00")


def test_what_is_urgent_goes_at_once():
    night = at("2026-10-01 03:00")
    assert due_at("overdue", "twice", night, rules(urgent="超期、催办"), CALENDAR) == night
    assert due_at("handed", "at_once", night, rules(urgent="超期"), CALENDAR) > night


@pytest.mark.parametrize(
    ("told", "goes"),
    [
        ("2026-09-29 08:30", "2026-09-29 09:00"),
        ("2026-09-29 09:00", "2026-09-29 15:00"),
        ("2026-09-29 15:00", "2026-09-30 09:00"),
        ("2026-09-30 16:00", "2026-10-05 08:00"),
    ],
)
def test_the_digest_waits_for_its_hour(told, goes):
    assert due_at("handed", "twice", at(told), rules(), CALENDAR) == at(goes)
