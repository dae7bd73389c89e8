"""Steps of many rows in one piece of work: written at once, heard of one by one."""

import pytest

from portal.extensions import db
from portal.numbering import next_number
from portal.people.models import Person
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


def test_numbers_taken_together_follow_those_before_and_go_on_behind_them(cast):
    unit = cast.taixing.id
    first = next_number(unit, "test.series", 2026)
    with together({}):
        assert [next_number(unit, "test.series", 2026) for _ in range(3)] == [first + 1, first + 2, first + 3]
    assert next_number(unit, "test.series", 2026) == first + 4


def test_a_number_taken_in_what_a_step_undoes_is_given_out_again(cast):
    with together({}):
        with db.session.begin_nested() as undone:
            assert next_number(cast.taixing.id, "test.series", 2026) == 1
            undone.rollback()
        assert next_number(cast.taixing.id, "test.series", 2026) == 1
    assert next_number(cast.taixing.id, "test.series", 2026) == 2


def test_rows_written_together_have_the_ids_they_would_be_given(cast):
    last = max(each.id for each in (factories.resident(cast.taixing), factories.resident(cast.taixing)))
    db.session.flush()
    with together():
        people = [Person.enter(cast.taixing, name=name) for name in ("甲一", "乙二", "丙三")]
    assert [each.id for each in people] == [last + 1, last + 2, last + 3]
