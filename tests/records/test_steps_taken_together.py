"""Steps of many rows in one piece of work: written at once, heard of one by one."""

import pytest

from portal.extensions import db
from portal.testing import factories
from portal.together import once_written, together, write_down

pytestmark = pytest.mark.database


def test_alone_a_step_is_heard_of_at_once(cast):
    heard = []
    once_written(lambda: heard.append("step"))
    assert heard == ["step"]


def test_taken_together_they_are_heard_of_at_the_end_in_their_order(cast):
    heard = []
    with together():
        for each in ("first", "second"):
            once_written(lambda each=each: heard.append(each))
        assert heard == []
    assert heard == ["first", "second"]


def test_whoever_hears_finds_all_of_them_written(cast):
    cases, pending = [factories.case(cast.grid1, by=cast.clerk) for _ in range(2)], []
    with together():
        for each in cases:
            each.title = "改过的标题"
            write_down()
            once_written(lambda: pending.append(bool(db.session.dirty)))
        assert db.session.dirty
    assert pending == [False, False]


def test_what_goes_wrong_is_not_told(cast):
    heard = []

    def break_down():
        with together():
            once_written(lambda: heard.append("step"))
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        break_down()
    assert heard == []


def test_after_it_a_step_is_heard_of_at_once_again(cast):
    heard = []
    with together():
        pass
    once_written(lambda: heard.append("step"))
    assert heard == ["step"]
