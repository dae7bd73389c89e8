"""So many wrong guesses at once, then one more every so often: what is left of a share, to the second."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal import clock, guessing
from portal.extensions import db
from portal.guessing import Allowance, Spent

pytestmark = pytest.mark.database
NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
TRIAL = Allowance("trial", at_once=3, regained=60)


@pytest.fixture
def at(app):
    """`at(61, guessing.spend, share)`: 61 seconds after noon."""

    def call(seconds: float, do, *given):
        with clock.pretend(NOON + timedelta(seconds=seconds)):
            return do(*given)

    return call


@pytest.fixture
def share():
    return TRIAL.of("clerk")


def kept() -> set[str]:
    return set(db.session.scalars(select(Spent.key)))


def test_after_the_last_of_those_at_once_one_waits_until_the_first_is_regained(at, share):
    assert [at(0, guessing.spend, share) for _ in range(4)] == [0, 0, 0, 60]
    assert at(0, guessing.seconds_left, share) == 60
    assert at(59, guessing.seconds_left, share) == 1
    assert at(59, guessing.spend, share) == 1
    assert at(60, guessing.seconds_left, share) == 0
    assert [at(60, guessing.spend, share) for _ in range(2)] == [0, 60], "one, and no more"


def test_who_has_some_left_does_not_wait_nor_who_had_none_long_ago(at, share):
    at(0, guessing.spend, share)
    for later in (0, 1, 100_000):
        assert at(later, guessing.seconds_left, share) == 0
        assert at(later, guessing.exhausted, {"clerk": share}) == {}


@pytest.mark.parametrize(("at_once", "regained"), [(1, 36_000), (2, 60), (10, 3600)])
def test_there_are_as_many_at_once_as_are_allowed_and_one_more_when_it_is_regained(at, at_once, regained):
    share = Allowance("trial", at_once=at_once, regained=regained).of("clerk")
    assert [at(0, guessing.spend, share) for _ in range(at_once + 1)] == [0] * at_once + [regained]


def test_parts_of_a_second_are_waited_for_whole(at, share):
    for _ in range(3):
        at(0.5, guessing.spend, share)
    assert at(0.75, guessing.seconds_left, share) == 60
    assert at(60.25, guessing.spend, share) == 1
    assert at(60.5, guessing.spend, share) == 0


def test_what_was_not_used_is_not_saved_up_beyond_the_share(at, share):
    at(0, guessing.spend, share)
    assert [at(100_000, guessing.spend, share) for _ in range(4)] == [0, 0, 0, 60]


def test_a_share_that_nobody_touched_is_whole(at, share):
    assert at(0, guessing.seconds_left) == 0
    assert at(0, guessing.seconds_left, share) == 0
    assert at(0, guessing.exhausted, {"clerk": share}) == {}


def test_of_several_the_longest_wait_counts(at, share):
    other = Allowance("trial", at_once=1, regained=300).of("10.0.0.1")
    for each in (share, share, share, other):
        at(0, guessing.spend, each)
    assert at(0, guessing.seconds_left, share, other) == at(0, guessing.seconds_left, other, share) == 300
    assert at(0, guessing.exhausted, {"one": share, "two": other, "three": TRIAL.of("grid")}) == {"one": 60, "two": 300}
    assert at(60, guessing.exhausted, {"one": share, "two": other}) == {"two": 240}


def test_where_a_later_one_has_none_left_the_earlier_ones_get_theirs_back(at, share):
    first, empty = TRIAL.of("grid"), Allowance("trial", at_once=1, regained=300).of("x")
    at(0, guessing.spend, empty)
    assert [at(0, guessing.spend, first, share, empty) for _ in range(9)] == [300] * 9
    assert [at(0, guessing.spend, first) for _ in range(4)] == [0, 0, 0, 60]
    assert [at(0, guessing.spend, share) for _ in range(4)] == [0, 0, 0, 60]


def test_where_an_earlier_one_has_none_left_the_later_ones_are_not_touched(at, share):
    empty = Allowance("trial", at_once=1, regained=300).of("x")
    at(0, guessing.spend, empty)
    assert at(0, guessing.spend, empty, share) == 300
    assert kept() == {empty.key}


@pytest.mark.parametrize("other", ["grid", "mediator", "director", "department"])
def test_a_right_guess_costs_nothing_and_gives_nothing_to_others(at, share, other):
    other = TRIAL.of(other)
    for each in (share, other) * 3:
        at(0, guessing.spend, each)
    guessing.give_back(share)
    assert at(0, guessing.spend, other) == 60
    assert [at(0, guessing.spend, share) for _ in range(2)] == [0, 60]


def test_who_is_told_none_is_left_waits_a_second_at_least(at, share, monkeypatch):
    for _ in range(3):
        at(0, guessing.spend, share)
    monkeypatch.setattr(guessing, "seconds_left", lambda *_: 0)  # somebody else gave one back in the same moment
    assert at(0, guessing.spend, share) == 1


def test_one_share_is_forgotten_and_no_other(at):
    shares = {TRIAL.of(each) for each in ("clerk", "grid", "mediator")}
    for forgotten in shares:
        for each in shares:
            at(0, guessing.spend, each)
        guessing.forget(forgotten)
        assert kept() == {each.key for each in shares - {forgotten}}


def test_shares_are_cleaned_away_in_the_moment_in_which_they_are_whole(at, share):
    at(0, guessing.spend, share)
    assert at(59.999, guessing.forget_whole) == 0
    assert at(60, guessing.forget_whole) == 1
    assert kept() == set()
    at(0, guessing.spend, share)
    assert at(100_000, guessing.forget_whole) == 1


def test_of_whom_and_for_what_are_different_shares(share):
    keys = {each.key for each in (share, TRIAL.of("grid"), Allowance("other", at_once=3, regained=60).of("clerk"))}
    assert len(keys) == 3
    assert share == TRIAL.of("clerk")


@pytest.mark.parametrize(
    ("there", "stay"),
    [((), (0,)), ((1,), (0, 1)), ((1, 2), (0, 1, 2)), ((1, 2, 3), (1, 2, 3)), ((5, 1, 4, 2, 3), (3, 4, 5))],
)
def test_of_more_than_three_those_that_are_whole_soonest_are_forgotten(at, monkeypatch, there, stay):
    """The new one, 0, is whole before all that are there."""
    monkeypatch.setattr(guessing, "MOST", 3)
    for number in there:
        db.session.add(Spent(key=f"{number:040d}", whole_at=10**13 + number))
    new = next(each for each in map(TRIAL.of, range(1000)) if each.key.startswith(guessing.TRIMMED))
    at(0, guessing.spend, new)
    assert kept() == {f"{number:040d}" if number else new.key for number in stay}


def test_it_is_counted_only_where_a_share_is_new_and_its_key_says_so(at, monkeypatch):
    looked = []
    monkeypatch.setattr(guessing, "_trim", lambda: looked.append(1))
    shares = list(map(TRIAL.of, range(200)))
    for each in shares:
        at(0, guessing.spend, each)
    once = sum(each.key.startswith("0") for each in shares)
    assert len(looked) == once > 0
    for each in shares:
        at(0, guessing.spend, each)
    assert len(looked) == once
