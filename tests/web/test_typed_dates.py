"""A day from which nothing could be reckoned is refused at its field, on every form that asks for one."""

from datetime import date, timedelta

import pytest
from wtforms import DateField, DateTimeField

from portal.typed.dates import YEARS
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
