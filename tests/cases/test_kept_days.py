"""Where much changes, figures of a city or county on a past day are read back from the next day that is kept within its month."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, event, select, update

from portal import clock
from portal.cases.rollup.checking import Recount
from portal.cases.rollup.models import EVER, LAST_MONTH, WIDE, Change, KeptDay
from portal.cases.rollup.reading import count
from portal.cases.rollup.units import bases_of, keep_months
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database

FIRST = datetime(2025, 3, 3, 1, tzinfo=UTC)
MONTHS = tuple(range(202501, 202513))
NEVER = 10**6


@pytest.fixture
def cases(cast):
    """One of each day from the 3rd to the 8th of March, due two days later; that of the 3rd is declined on the 7th."""
    made = []
    for day in range(6):
        with clock.pretend(FIRST + timedelta(days=day)):
            made.append(case := factories.case(cast.taixing, by=cast.clerk))
            case.due_at = clock.now() + timedelta(days=2)
            if day == 4:
                made[0].decline("不属于受理范围。", by=cast.clerk)
            db.session.commit()


@pytest.fixture
def keep(cast, monkeypatch):
    """`keep(moment, every)`: the job at that moment, where a day is kept after `every` changes of a unit; answers which are of the street."""

    def kept(moment: datetime, every: int = 3) -> list[date]:
        monkeypatch.setattr("portal.cases.rollup.units.BETWEEN", dict.fromkeys(WIDE, every))
        with clock.pretend(moment):
            keep_months(None, lambda done, total: None)
        return list(db.session.scalars(select(KeptDay.day).filter_by(place_id=cast.street.id).order_by(KeptDay.day)))

    return kept


def numbers(unit, children, day: date) -> list:
    found = count(unit, children, MONTHS, day, day)
    kinds = [each for each in sorted(found.kinds(unit.id)) if found.number(unit.id, "came", MONTHS, each)]
    measures = ("came", "open", "closed", "declined", "overdue")
    places = [unit, *children]
    return [[found.number(each.id, of, MONTHS) for of in measures] for each in places] + [
        [(kind, found.number(unit.id, of, MONTHS, kind)) for of in measures[:4]] for kind in kinds
    ]


def test_a_day_is_kept_when_as_much_has_changed_as_may_be_read_row_by_row(cases, keep):
    assert keep(FIRST + timedelta(days=40)) == [date(2025, 3, 5), date(2025, 3, 7)]


def test_where_little_changes_none_is(cases, keep):
    assert keep(FIRST + timedelta(days=40), every=NEVER) == []


def test_in_the_month_that_runs_a_day_is_kept_when_it_has_been_over_for_a_day(cases, keep):
    assert keep(FIRST + timedelta(days=3)) == []
    assert keep(FIRST + timedelta(days=4)) == [date(2025, 3, 5)]
    assert keep(FIRST + timedelta(days=40)) == [date(2025, 3, 5), date(2025, 3, 7)]


@pytest.mark.parametrize("later", [6, 40], ids=["the month runs", "the month is over"])
@pytest.mark.parametrize("unit", ["county", "street"])
def test_numbers_of_each_day_are_those_read_row_by_row(cast, cases, keep, unit, later):
    place = getattr(cast, unit)
    children = [cast.street] if unit == "county" else [cast.taixing]
    days = [FIRST.date() + timedelta(days=each) for each in range(-1, 7)]
    with clock.pretend(FIRST + timedelta(days=later)):
        row_by_row = [numbers(place, children, day) for day in days]
    assert max(each[0][-1] for each in row_by_row) == 3, "overdue"
    keep(FIRST + timedelta(days=later), every=2)
    with clock.pretend(FIRST + timedelta(days=later)):
        assert [numbers(place, children, day) for day in days] == row_by_row


def test_a_kept_day_is_read_and_a_unit_of_which_none_is_kept_reads_the_month(cast, cases, keep):
    keep(FIRST + timedelta(days=40), every=2)
    day = date(2025, 3, 6)
    db.session.execute(
        update(Change).where(Change.changed > LAST_MONTH, Change.month == EVER).values(open=Change.open + 7)
    )
    for unit in (cast.county, cast.street):
        assert count(unit, [], MONTHS, day, day).number(unit.id, "open") == 11
    db.session.execute(delete(KeptDay).where(KeptDay.place_id == cast.street.id))
    assert count(cast.street, [], MONTHS, day, day).number(cast.street.id, "open") == 4


def test_only_what_changed_until_the_next_kept_day_is_read(cast, cases, keep):
    keep(FIRST + timedelta(days=40))
    assert bases_of(cast.county, [], date(2025, 3, 4)).whole.last == date(2025, 3, 5)
    assert bases_of(cast.county, [], date(2025, 3, 8)).whole.last == date(2025, 3, 31)
    assert bases_of(cast.other_street, [], date(2025, 3, 4)).whole.last == date(2025, 3, 31)


def test_it_is_found_out_in_two_statements(cast, cases, keep):
    keep(FIRST + timedelta(days=40))
    sent: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    numbers(cast.county, [cast.street], date(2025, 3, 4))
    assert len([each for each in sent if "cases_count" in each]) == 2


def test_a_kept_number_of_a_day_that_was_meddled_with_is_named_and_put_right(app, cases, keep):
    keep(FIRST + timedelta(days=40))
    assert list(Recount().said()) == []
    db.session.execute(update(Change).where(Change.changed == 20250305).values(came=Change.came + 1))
    db.session.commit()
    assert "2025 年 3 月：留存的变动有" in app.test_cli_runner().invoke(args=["figures", "check"]).output
    app.test_cli_runner().invoke(args=["figures", "check", "--repair"])
    assert list(Recount().said()) == []


def test_a_kept_day_goes_on_from_the_one_kept_before(cast, cases, keep):
    assert keep(FIRST + timedelta(days=4)) == [date(2025, 3, 5)]
    of_kind = Change.place_id == cast.street.id, Change.changed == 20250305, Change.kind != "", Change.came > 0
    db.session.execute(update(Change).where(*of_kind).values(came=Change.came + 7))
    db.session.commit()
    assert keep(FIRST + timedelta(days=6)) == [date(2025, 3, 5), date(2025, 3, 7)]
    kind = db.session.scalar(select(Change.kind).where(*of_kind))
    assert count(cast.street, [], MONTHS, *[date(2025, 3, 7)] * 2).number(cast.street.id, "came", MONTHS, kind) == 12


def test_all_standings_are_read_once_a_month_however_many_days_are_kept(cases, keep):
    sent: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    assert len(keep(FIRST + timedelta(days=20), every=1)) == 6
    assert len([each for each in sent if "cases_standing.open IS" in each and each.startswith(("WITH", "SELECT"))]) == 0
    assert len([each for each in sent if "cases_standing_open AS" in each]) == 1


def test_what_is_kept_of_a_street_is_of_the_villages_that_stood_there_then(cast, cases, keep):
    keep(FIRST + timedelta(days=40))
    with clock.pretend(FIRST + timedelta(days=50)):
        cast.taixing.move_under(cast.other_street)
        db.session.commit()
        assert list(Recount().said()) == []
