"""Of a village or grid kinds and sources are kept at the end of months, as soon as enough has come together; a day before is read back from there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from portal import clock
from portal.cases.rollup.checking import Recount
from portal.cases.rollup.models import Change, KeptDay, KeptMonth, Standing
from portal.cases.rollup.reading import count
from portal.cases.rollup.units import bases_of, keep_months
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database

FIRST = datetime(2025, 1, 15, 1, tzinfo=UTC)
LATER = datetime(2025, 9, 20, 1, tzinfo=UTC)
MONTHS = tuple(range(202501, 202513))
DAYS = [date(2025, 1, 14) + timedelta(days=each) for each in range(0, 248, 9)]


@pytest.fixture
def cases(cast):
    """One in the village every twenty days, of two kinds; each is declined fifty days later."""
    made = []
    for number in range(12):
        with clock.pretend(FIRST + timedelta(days=20 * number)):
            kind = "0201" if number % 2 else "0203"
            made.append(case := factories.case(cast.taixing, by=cast.clerk, kind=kind))
            case.due_at = clock.now() + timedelta(days=5)
            if number >= 3:
                made[number - 3].decline("不属于受理范围。", by=cast.clerk)
            db.session.commit()
    return made


@pytest.fixture
def kept(cast, monkeypatch):
    """`kept(together)`: the job in September, where a month is kept when so many have begun; answers which are."""

    def keep(together: int) -> list[date]:
        monkeypatch.setattr("portal.cases.rollup.units.TOGETHER", together)
        with clock.pretend(LATER):
            keep_months(None, lambda done, total: None)
        return list(db.session.scalars(select(KeptDay.day).filter_by(place_id=cast.taixing.id).order_by(KeptDay.day)))

    return keep


def numbers(unit, day: date) -> list:
    found = count(unit, [], MONTHS, day, day)
    measures = ("came", "open", "declined", "closed")
    return [found.number(unit.id, of, MONTHS, kind) for kind in ("", "0201", "0203") for of in measures] + [
        found.number(unit.id, "overdue")
    ]


def test_a_month_is_kept_when_enough_has_begun_since_the_one_before(cases, kept):
    assert kept(5) == [date(2025, 3, 31), date(2025, 5, 31), date(2025, 7, 31)]


def test_where_little_begins_none_is(cases, kept):
    assert kept(1000) == []


@pytest.mark.parametrize("together", [1, 4, 1000])
def test_numbers_of_each_day_are_those_that_stood(cast, cases, kept, together):
    with clock.pretend(LATER):
        row_by_row = [numbers(cast.taixing, day) for day in DAYS]
        assert row_by_row[-1][0] == 12
        kept(together)
        assert [numbers(cast.taixing, day) for day in DAYS] == row_by_row


def test_it_is_read_back_from_the_next_that_is_kept(cast, cases, kept):
    kept(5)
    assert bases_of(cast.taixing, [], date(2025, 4, 3)).apart.last == date(2025, 5, 31)
    assert bases_of(cast.taixing, [], date(2025, 4, 3)).whole.last == date(2025, 4, 30)
    assert bases_of(cast.taixing, [], date(2025, 8, 3)).apart is None


def test_what_stood_longer_ago_is_not_read(cast, cases, kept):
    kept(5)
    day = date(2025, 5, 20)
    before = numbers(cast.taixing, day)
    db.session.execute(delete(Standing).where(Standing.until <= date(2025, 5, 1)))
    assert numbers(cast.taixing, day) == before


def test_a_kept_number_that_was_meddled_with_is_named_and_put_right(app, cast, cases, kept):
    days = kept(5)
    assert list(Recount().said()) == []
    of_kind = Change.place_id == cast.taixing.id, Change.kind == "0201", Change.changed == 202505, Change.came > 0
    db.session.execute(update(Change).where(*of_kind).values(came=Change.came + 1))
    db.session.commit()
    assert "2025 年 5 月：留存的变动有" in "".join(Recount().said())
    app.test_cli_runner().invoke(args=["figures", "check", "--repair"])
    assert list(Recount().said()) == []
    assert kept(5) == days


def test_what_an_interrupted_job_has_left_is_kept_once(cast, cases, kept):
    days = kept(5)
    db.session.execute(delete(KeptDay).where(KeptDay.day == days[-1]))
    db.session.execute(delete(KeptMonth).where(KeptMonth.month >= 202507))
    db.session.commit()
    assert kept(5) == days
    assert list(Recount().said()) == []


def test_a_job_interrupted_before_its_month_was_kept_goes_on(cast, cases, kept):
    days = kept(5)
    db.session.execute(delete(KeptMonth).where(KeptMonth.month >= 202507))
    db.session.commit()
    assert kept(5) == days
    assert list(Recount().said()) == []
