"""A term as such: paused, resumed, prolonged; and which of several binds the office."""

from datetime import date

import pytest

from portal import clock
from portal.records.terms import RunsOnTerms, Term
from portal.workdays.calendar import SeedRow
from portal.workdays.models import WorkdaysDay


class Clock(Term):
    NAMES = {"review": "评审期限", "answer": "答复期限"}

    def __init__(
        self, kind: str = "review", due: date = date(2026, 11, 20), day_kind: str = "calendar", days: int = 10
    ):
        self.kind, self.day_kind, self.days, self.due_on = kind, day_kind, days, due
        self.started_on, self.paused_on, self.ended_on = date(2026, 11, 10), None, None


class Held(RunsOnTerms):
    terms_of_others = ("answer",)
    due_on = None

    def __init__(self, *terms: Clock):
        self.terms = list(terms)


pytestmark = pytest.mark.usefixtures("cast")


def test_it_is_called_as_its_record_says_and_runs_until_it_ends_or_is_paused():
    term = Clock()
    assert (term.name, term.running) == ("评审期限", True)
    term.pause(date(2026, 11, 12))
    assert not term.running
    term.resume(date(2026, 11, 12))
    assert term.running
    term.ended_on = date(2026, 11, 13)
    assert not term.running


@pytest.mark.parametrize(
    ("until", "due"),
    [
        (date(2026, 11, 12), date(2026, 11, 20)),  # the same day: nothing is added
        (date(2026, 11, 16), date(2026, 11, 24)),
        (date(2026, 11, 13), date(2026, 11, 23)),  # the 21st is a Saturday
    ],
)
def test_the_days_of_a_pause_do_not_count(until, due):
    term = Clock()
    term.pause(date(2026, 11, 12))
    term.resume(until)
    assert (term.due_on, term.paused_on) == (due, None)


def test_after_a_pause_a_term_of_workdays_ends_on_a_workday_too():
    term = Clock(day_kind="workday")
    term.pause(date(2026, 11, 12))
    term.resume(date(2026, 11, 14))
    assert term.due_on == date(2026, 11, 23)


def test_what_was_never_paused_only_moves_from_a_day_off():
    term = Clock(due=date(2026, 11, 21))
    term.resume(date(2026, 11, 30))
    assert term.due_on == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "due"),
    [(13, date(2026, 11, 23)), (20, date(2026, 11, 30)), (5, date(2026, 11, 20)), (10, date(2026, 11, 20))],
)
def test_it_is_prolonged_from_the_beginning_and_never_shortened(days, due):
    term = Clock()
    term.prolong(days)
    assert (term.days, term.due_on) == (days, due)


def test_workdays_are_prolonged_by_workdays():
    WorkdaysDay.replace_year(2026, [SeedRow(date(2026, 11, 23), False, "那达慕")])
    term = Clock(day_kind="workday")
    term.prolong(10)
    assert term.due_on == date(2026, 11, 25)


def test_the_nearest_that_runs_and_binds_the_office_counts():
    late, near, theirs = Clock(due=date(2026, 12, 1)), Clock(due=date(2026, 11, 25)), Clock("answer", date(2026, 11, 1))
    record = Held(late, near, theirs)
    record.settle_due()
    assert record.due_on == date(2026, 11, 25)
    near.pause(date(2026, 11, 12))
    record.settle_due()
    assert record.due_on == date(2026, 12, 1)
    late.ended_on = date(2026, 11, 13)
    record.settle_due()
    assert record.due_on is None


def test_the_last_of_a_kind_that_has_not_ended_is_the_one():
    first, second, other = Clock(), Clock(), Clock("answer")
    record = Held(first, second, other)
    assert record.term("review") is second
    second.ended_on = date(2026, 11, 13)
    assert record.term("review") is first
    assert record.term("answer") is other
    assert record.term("nothing") is None


def test_ending_ends_all_of_the_kinds_that_run_and_keeps_the_day_of_others():
    first, second, over, other = Clock(), Clock(), Clock(), Clock("answer")
    over.ended_on = date(2026, 11, 11)
    record = Held(first, second, over, other)
    record.end_term("review", "nothing")
    assert [each.ended_on for each in record.terms] == [clock.today(), clock.today(), date(2026, 11, 11), None]
    assert record.due_on is None
