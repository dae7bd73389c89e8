"""On the first of a month the month before is opened by itself, for every canteen that served."""

from datetime import date

import pytest

from plugins.elder_care.models import MealSettlement
from plugins.elder_care.views.settlements import settlements
from portal import clock
from portal.extensions import db
from portal.plugin.hookspecs import Context

pytestmark = pytest.mark.database


@pytest.fixture
def run(cast, books):
    """`run(2026, 11, 1)`: the job of the county on that day."""

    def job(*day: int) -> str:
        with books.on(*day):
            said = settlements.job.run(Context(cast.county, None, clock.now()), lambda done, total: None)
            db.session.commit()
            return said

    return job


def test_those_that_served_and_each_once(run, books):
    books.eat(books.wang, date(2026, 10, 8))
    assert run(2026, 11, 1) == "已编制 2026年10月的月结 1 份。"
    assert run(2026, 11, 2) == "已编制 2026年10月的月结 0 份。"
    [opened] = db.session.query(MealSettlement)
    assert (opened.canteen.name, opened.status) == ("泰兴食堂", "open")


def test_a_month_that_would_leave_one_out_is_left_to_people(run, books):
    books.eat(books.wang, date(2026, 9, 8))
    books.eat(books.wang, date(2026, 11, 9))
    run(2026, 10, 1)
    assert run(2026, 12, 1) == "已编制 2026年11月的月结 0 份。"
