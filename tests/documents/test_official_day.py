"""What happened before eight in the morning is of that day, not of the day before, as a clock in London has it."""

from datetime import UTC, date, datetime

from portal.documents.wording import long_day, long_moment

EARLY = datetime(2026, 11, 30, 22, 2, tzinfo=UTC)  # 06:02 of the next day in the office


def test_the_day_of_a_moment_is_that_of_the_office():
    assert long_day(EARLY) == "2026年12月1日"
    assert long_moment(EARLY) == "2026年12月1日6时02分"


def test_a_day_is_written_as_it_is():
    assert long_day(date(2026, 11, 30)) == "2026年11月30日"
