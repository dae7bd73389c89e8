"""The calendar kept in the database: entered by the year, cached until it changes."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from portal.extensions import db
from portal.workdays.calendar import SeedRow, seed_rows
from portal.workdays.models import WorkdaysDay, load_calendar


@pytest.fixture(autouse=True)
def app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(app)
    with app.app_context():
        db.create_all()
        yield app


@pytest.fixture
def statements():
    seen = []

    def record(connection, cursor, statement, *rest):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", record)
    return seen


def enter(year, rows=None):
    WorkdaysDay.replace_year(year, rows or seed_rows([year]))
    db.session.commit()


def test_an_empty_table_counts_weekends_alone():
    calendar = load_calendar()
    assert calendar.is_workday(date(2026, 10, 1))
    assert calendar.unknown_years(date(2026, 1, 1), date(2026, 12, 31)) == [2026]


def test_a_year_is_entered():
    enter(2026)
    assert not load_calendar().is_workday(date(2026, 10, 1))
    assert load_calendar().known_years == {2026}


def test_an_unchanged_calendar_costs_a_request_one_statement(app, statements):
    with app.app_context():
        enter(2026)
    with app.app_context():
        load_calendar()
    statements.clear()
    with app.app_context():
        assert load_calendar() is load_calendar()
    assert len(statements) == 1


def test_the_next_request_knows_what_this_one_enters(app):
    with app.app_context():
        assert load_calendar().is_workday(date(2026, 10, 1))
    with app.app_context():
        enter(2026)
    with app.app_context():
        assert not load_calendar().is_workday(date(2026, 10, 1))


def test_entering_again_replaces_that_year_only():
    enter(2025)
    enter(2026)
    before = load_calendar()
    enter(2026, [SeedRow(date(2026, 11, 23), False, "那达慕")])
    after = load_calendar()
    assert before.is_workday(date(2026, 11, 23))
    assert not after.is_workday(date(2026, 11, 23))
    assert after.is_workday(date(2026, 10, 1))
    assert not after.is_workday(date(2025, 10, 1))


def test_a_day_changed_at_the_same_number_of_rows_is_noticed():
    enter(2026, [SeedRow(date(2026, 11, 23), False, "那达慕")])
    load_calendar()
    enter(2026, [SeedRow(date(2026, 11, 24), False, "那达慕")])
    assert load_calendar().is_workday(date(2026, 11, 23))
    assert not load_calendar().is_workday(date(2026, 11, 24))


def test_what_is_rolled_back_is_forgotten():
    enter(2026)
    WorkdaysDay.replace_year(2026, [SeedRow(date(2026, 11, 23), False, "那达慕")])
    assert not load_calendar().is_workday(date(2026, 11, 23))
    db.session.rollback()
    assert load_calendar().is_workday(date(2026, 11, 23))
    assert not load_calendar().is_workday(date(2026, 10, 1))


@pytest.mark.parametrize("rows", [[], [SeedRow(date(2027, 1, 1), False, "元旦")]])
def test_rows_of_another_year_and_empty_years_are_refused(rows):
    with pytest.raises(ValueError, match="2026"):
        WorkdaysDay.replace_year(2026, rows)
