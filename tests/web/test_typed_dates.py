"""A day from which nothing could be reckoned is refused at its field, on every form that asks for one."""

from datetime import date, datetime, time, timedelta

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import DateField, DateTimeField

from portal import clock
from portal.typed.dates import YEARS, DateError, read_moment
from portal.web.forms import Form
from portal.web.forms.fields import Date, Moment, parse_day
from tests.web.test_whole_numbers import asking_for

FIRST, LAST = date(YEARS.start, 1, 1), date(YEARS.stop - 1, 12, 31)
EXTREMES = [date.min, FIRST - timedelta(days=1), LAST + timedelta(days=1), date.max]


def test_every_form_asks_for_a_day_or_a_moment_by_the_box_of_the_house(app):
    boxes = [box for kind in (DateField, DateTimeField, Moment) for _, box in asking_for(kind)]
    assert len(boxes) > 100
    assert [box for box in boxes if not issubclass(box.field_class, Date | Moment)] == []


@pytest.mark.parametrize("day", EXTREMES, ids=str)
@pytest.mark.parametrize(("kind", "time"), [(Date, ""), (Moment, " 23:30")], ids=["day", "moment"])
def test_no_box_of_any_form_reads_an_extreme_day(app, kind, time, day):
    with app.test_request_context(method="POST", data={"asked": f"{day}{time}"}):
        for form, box in asking_for(kind):
            field = type("Asking", (Form,), {"asked": box})(meta={"csrf": False}).asked
            told = "".join(field.process_errors)
            assert (field.data, "写得不对" in told) == (None, True), f"{form.__module__}.{form.__name__}"


@pytest.mark.parametrize("day", EXTREMES, ids=str)
def test_nor_does_an_address_carry_one(day):
    assert parse_day(day.isoformat()) is None


@pytest.mark.parametrize("day", [FIRST, LAST], ids=str)
def test_the_first_and_the_last_that_may_be_typed_are_read(day):
    assert parse_day(day.isoformat()) == day


@pytest.mark.parametrize("text", ["6:30", "0630", "630", "6：30", "早上6点半"])
def test_a_time_alone_is_one_of_the_day_that_is_known(text):
    assert read_moment(text, date(2026, 11, 21)) == datetime.combine(date(2026, 11, 21), time(6, 30))
    with pytest.raises(DateError):
        read_moment(text)


def test_of_a_form_a_time_alone_takes_the_day_of_the_start(app):
    class Held(Form):
        held_at = Moment("开始时间")
        ended_at = Moment("结束时间", day_of="held_at")

    with app.test_request_context():
        form = Held(MultiDict({"held_at": "2026-11-21 05:00", "ended_at": "0630"}), meta={"csrf": False})
        form.validate()
        assert form.ended_at.data == datetime(2026, 11, 21, 6, 30, tzinfo=clock.SHANGHAI)
        form = Held(MultiDict({"held_at": "2026-11-21 05:00", "ended_at": "1799"}), meta={"csrf": False})
        form.validate()
        assert "没有这个钟点" in form.ended_at.errors[0]
        form = Held(MultiDict({"held_at": "", "ended_at": "0630"}), meta={"csrf": False})
        form.validate()
        assert "看不出是哪一天" in form.ended_at.errors[0]
