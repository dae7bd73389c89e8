"""A period as people write it."""

import pytest

from portal.workdays.period import Period, parse_period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("3 个工作日", Period(3, "workday")),
        ("3工作日", Period(3, "workday")),
        ("１５ 日", Period(15, "calendar")),
        ("15天", Period(15, "calendar")),
        ("15 个自然日", Period(15, "calendar")),
        ("2 小时", Period(2, "hour")),
    ],
)
def test_it_is_read_however_it_is_written_and_written_one_way(text, period):
    assert parse_period(text) == period
    assert parse_period(str(period)) == period


@pytest.mark.parametrize("text", ["", "3", "三日", "-3 日", "3.5 日", "3 个月", "12345 日", "3 日 5 日"])
def test_what_does_not_say_which_days_is_refused(text):
    with pytest.raises(ValueError, match="数目和单位"):
        parse_period(text)
