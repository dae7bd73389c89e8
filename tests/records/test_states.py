"""States: what a record may stand in, and the way a page shows."""

import pytest

from portal.records import State, States

STATES = States(
    State("nominated", "待受理", open=True, way="登记"),
    State("correcting", "待补正", "warn", open=True, at="nominated"),
    State("declined", "不予受理", "neutral"),
    State("review", "评审", open=True, way="评审"),
    State("done", "办结", "ok", way="办结", final=True),
)


def labels(key: str) -> list[tuple[str, str]]:
    return [(each["label"], each["state"]) for each in STATES.way(key)]


def test_a_record_begins_in_the_first_and_is_open_until_it_is_settled():
    assert STATES.first == "nominated"
    assert STATES.open == ("nominated", "correcting", "review")
    assert STATES.names["correcting"] == "待补正"


def test_the_way_shows_what_is_done_and_where_it_stands():
    assert labels("review") == [("登记", "done"), ("评审", "current"), ("办结", "todo")]


def test_a_state_beside_the_way_is_shown_at_its_station():
    assert labels("correcting") == labels("nominated")


def test_at_the_final_station_everything_is_done():
    assert {state for _, state in labels("done")} == {"done"}


def test_a_record_that_left_the_way_shows_where_it_ended():
    assert labels("declined") == [("登记", "done"), ("不予受理", "current")]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: States(State("a", "甲"), State("a", "乙")),
        lambda: States(State("a", "甲", at="b"), State("b", "乙")),
        lambda: State("a", "甲", "purple"),
    ],
)
def test_a_wrong_declaration_is_refused_when_it_is_made(wrong):
    with pytest.raises(ValueError, match=r"twice|station|none of"):
        wrong()
