"""时限: the nearest unit's rule in force that day, in working days that know the holidays."""

from datetime import UTC, date, datetime

import pytest

from portal import clock
from portal.cases.models import Case
from portal.cases.policy.reckoning import to_handle
from portal.cases.tables.terms import Terms
from portal.extensions import db
from portal.settings import change
from portal.testing import factories
from portal.workdays.calendar import SeedRow
from portal.workdays.models import WorkdaysDay, load_calendar
from portal.workdays.period import Period

pytestmark = pytest.mark.database
MONDAY = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)  # 10:00 in the office
NATIONAL_DAY = [SeedRow(date(2026, 10, day), False, "国庆节") for day in range(1, 8)] + [
    SeedRow(date(2026, 10, 10), True, "国庆节")
]


def rule(unit, amount, *, level="minor", kind="", day_kind="workday", since=date(2026, 1, 1)) -> None:
    name = f"{level}_period-{kind}" if kind else f"{level}_period"
    change("cases", unit, {name: [str(Period(amount, day_kind))]}, by=None, reason="旗文件", valid_from=since)


def due(unit, level="minor", kind="0201") -> date:
    return clock.local(load_calendar().due_at(MONDAY, *to_handle(unit, Terms(kind, level), MONDAY).period)).date()


@pytest.mark.parametrize(
    ("level", "day"),
    [
        ("micro", date(2026, 9, 29)),
        ("minor", date(2026, 10, 8)),
        ("major", date(2026, 10, 13)),
    ],
)
def test_without_a_rule_the_suggested_days_are_counted_across_the_holiday(cast, level, day):
    WorkdaysDay.replace_year(2026, NATIONAL_DAY)
    assert due(cast.taixing, level) == day


def test_the_nearest_unit_decides(cast):
    rule(cast.county, 10)
    assert due(cast.taixing) == date(2026, 10, 12)
    rule(cast.street, 1)
    assert due(cast.taixing) == date(2026, 9, 29)
    assert due(cast.other_street) == date(2026, 10, 12)


def test_the_rule_for_the_kind_goes_before_the_rule_for_all(cast):
    rule(cast.county, 10)
    rule(cast.county, 2, kind="02")
    rule(cast.county, 1, kind="0201")
    assert [due(cast.taixing, kind=kind) for kind in ("0201", "0202", "0701")] == [
        date(2026, 9, 29),
        date(2026, 9, 30),
        date(2026, 10, 12),
    ]


def test_a_rule_begins_on_its_day(cast):
    rule(cast.county, 5)
    rule(cast.county, 1, since=date(2026, 9, 28))
    rule(cast.county, 9, since=date(2026, 9, 29))
    assert due(cast.taixing) == date(2026, 9, 29)


def test_calendar_days_do_not_know_holidays(cast):
    WorkdaysDay.replace_year(2026, NATIONAL_DAY)
    rule(cast.county, 3, day_kind="calendar")
    assert due(cast.taixing) == date(2026, 10, 1)


def test_the_time_to_accept_runs_from_registering_and_the_time_to_handle_from_triage(cast):
    with clock.pretend(MONDAY):
        case = factories.case(cast.taixing, by=cast.clerk)
        assert clock.local(case.due_at).date() == date(2026, 9, 29)
        case.triage(kind="0201", level="major", by=cast.clerk)
    db.session.commit()
    case = db.session.get(Case, case.id)
    assert clock.local(case.due_at).date() == date(2026, 10, 7)
    assert MONDAY < case.warn_at < case.due_at
