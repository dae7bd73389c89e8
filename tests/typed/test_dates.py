"""A date in every way in which people write it, and what may mean two is asked about."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.typed.dates import YEARS, DateError, as_day, read_date, read_moment

NUMERALS = "〇一二三四五六七八九"
FIRST, LAST = date(YEARS.start, 1, 1), date(YEARS.stop - 1, 12, 31)
DAYS = st.dates(FIRST, LAST)
OTHER_DAYS = st.dates(date(1000, 1, 1), FIRST - timedelta(days=1)) | st.dates(LAST + timedelta(days=1))


def in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else NUMERALS[tens]) + ("十" if tens else "") + (NUMERALS[ones] if ones else "")


def in_words(day: date) -> str:
    year = "".join(NUMERALS[int(digit)] for digit in str(day.year))
    return f"{year}年{in_chinese(day.month)}月{in_chinese(day.day)}日"


FORMS = [
    date.isoformat,
    in_words,
    "{0:%Y%m%d}".format,
    "{0.year}年{0.month}月{0.day}日".format,
    "{0.year} 年 {0.month} 月 {0.day} 号".format,
    "{0.year}.{0.month}.{0.day}".format,
    "{0.year}/{0.month:02}/{0.day:02}".format,
    "{0.year}－{0.month:02}－{0.day:02}".format,
    "\u200e{0.year}—{0.month}—{0.day}\u3000".format,
    "{0:%Y-%m-%d} 00:00:00".format,
    "{0:%Y-%m-%d}T00:00".format,
]


@given(DAYS, st.sampled_from(FORMS), st.booleans())
def test_a_day_is_read_in_every_form(day, form, wide):
    text = form(day)
    if wide:
        text = text.translate({ord(digit): 0xFF10 + int(digit) for digit in "0123456789"})
    assert read_date(text) == day


@given(OTHER_DAYS, st.sampled_from(FORMS))
def test_a_day_from_which_nothing_could_be_reckoned_is_refused_in_every_form(day, form):
    with pytest.raises(DateError, match="请核对"):
        read_date(form(day))


@given(DAYS)
def test_the_day_of_the_week_may_stand_behind(day):
    names = "一二三四五六日"
    assert read_date(f"{day.isoformat()} 星期{names[day.weekday()]}") == day
    with pytest.raises(DateError, match="不是星期"):
        read_date(f"{day.isoformat()}（星期{names[day.weekday() - 1]}）")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("202611", "可能是 2026-01-01，也可能是 2026 年 11 月"),
        ("2026111", "可能是 2026-01-11，也可能是 2026-11-01"),
        ("2026131", "是 2026-01-31吗"),
        ("20261", "日期写得不对"),
        ("260308", "是 2026-03-08吗"),
        ("03/08/2025", "可能是 2025-03-08，也可能是 2025-08-03"),
        ("13.8.2025", "是 2025-08-13吗"),
        ("25-3-8", "年份请写四位"),
        ("3月8日", "缺少年份"),
        ("2025年3月", "缺少日"),
        ("2025-03", "缺少日"),
        ("2025-02-29", "2025 年 2 月没有 29 日"),
        ("2025-13-01", "没有 13 月"),
        ("20250230", "没有 30 日"),
        ("二〇二五年二月三十日", "没有 30 日"),
        ("二〇二五年二十月三日", "没有 20 月"),
        ("二〇二五年三月十五十日", "没有 0 日"),
        ("9999-12-31", "9999 年太远，请核对年份"),
        ("2200-01-01", "2200 年太远"),
        ("1899-12-31", "1899 年太早"),
        ("0001-01-01", "1 年太早"),
        ("农历正月初三", "公历"),
        ("昨天", "日期写得不对"),
        ("45724", "日期写得不对"),
        ("2025--3-8", "日期写得不对"),
        ("٢٠٢٥-٠٣-٠٨", "日期写得不对"),
        ("2025-03-08 14:30", "日期写得不对"),
        ("", "日期写得不对"),
        ("1" * 5000, "日期写得不对"),
    ],
)
def test_what_is_no_day_or_two_is_refused_with_what_is_meant(text, says):
    with pytest.raises(DateError, match=says) as refused:
        read_date(text)
    assert str(refused.value).startswith("日期写得不对")
    assert str(refused.value).endswith("。")


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("2026-11-21 14:30", 14, 30),
        ("2026-11-21T09:05:00", 9, 5),
        ("20261121 9：05", 9, 5),
        ("2026年11月21日 14时30分", 14, 30),
        ("2026 年 11 月 21 日下午2点半", 14, 30),
        ("2026年11月21日 上午 9点", 9, 0),
        ("二〇二六年十一月二十一日 8点", 8, 0),
        ("2026-11-21 中午1点", 13, 0),
        ("2026-11-21 中午12点半", 12, 30),
        ("2026-11-21 下午14:30", 14, 30),
        ("2026-11-21 凌晨2点", 2, 0),
        ("2026-11-21 傍晚6点", 18, 0),
        ("2026-11-21 晚上7点", 19, 0),
        ("2026-11-21 晚上20:15", 20, 15),
    ],
)
def test_a_moment(text, hour, minute):
    assert read_moment(text) == datetime(2026, 11, 21, hour, minute)  # noqa: DTZ001  the clock on the wall


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21",
        "14:30",
        "2026-11-21 25:00",
        "2026-11-21 12:60",
        "下午三点",
        "2026-13-01 10:00",
        "2026-11-21 14:30:75",
        "9999-12-31 23:30",
        "1899-12-31 23:30",
        "",
    ],
)
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(DateError, match=r"^时间写得不对"):
        read_moment(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-11-21 晚上12点", "可能是 2026-11-21 00:00，也可能是 2026-11-22 00:00"),
        ("2026-11-21 晚上1点", "可能是 2026-11-21 01:00，也可能是 2026-11-22 01:00"),
        ("2026-11-21 上午14点", "“上午14点”看不准"),
        ("2026-11-21 凌晨12点", "“凌晨12点”看不准"),
    ],
)
def test_an_hour_that_may_be_two_is_asked_about(text, says):
    with pytest.raises(DateError, match=says):
        read_moment(text)


@given(st.one_of(st.text(), st.text(alphabet="0123456789年月日-/. ：:点半上午〇一二十")))
def test_no_text_breaks_the_readers(text):
    for read in (read_date, read_moment):
        try:
            read(text)
        except DateError as error:
            assert "写得不对" in str(error)  # noqa: PT017


@given(st.dates(date(1927, 5, 18), date(2173, 10, 13)))
def test_a_sheet_keeps_a_day_as_a_number(day):
    number = str((day - date(1899, 12, 30)).days)
    assert read_date(as_day(number)) == day


@pytest.mark.parametrize("cell", ["2026", "202611", "", "昨天", "4572.4", "٤٥٧٢٤"])
def test_other_cells_stay_as_they_are(cell):
    assert as_day(cell) == cell
