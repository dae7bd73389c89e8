"""What is awaited from a department is read from the calls that are under way: when a whistle is over, nobody has to come any more."""

import pytest
from sqlalchemy import select

from plugins.whistle.models import Call
from plugins.whistle.tests.conftest import arrival
from portal.extensions import db

pytestmark = pytest.mark.database


def awaited(unit) -> list[int]:
    """The whistles to which `unit` has still to come, or to say that it did."""
    return list(db.session.scalars(select(Call.whistle_id).where(Call.awaited_from([unit.id]))))


def test_a_department_that_was_called_is_awaited(cast, out):
    assert awaited(cast.labour_bureau) == [out.id]


def test_not_once_it_says_that_it_came(cast, out):
    out.calls[0].arrive(**arrival(), by=cast.department)
    assert awaited(cast.labour_bureau) == []


def test_whom_the_street_entered_has_to_confirm_it(cast, out):
    call = out.calls[0]
    call.enter(**arrival(), by=cast.clerk)
    assert awaited(cast.labour_bureau) == [out.id]
    call.agree(by=cast.department)
    assert awaited(cast.labour_bureau) == []


def test_not_once_the_whistle_is_withdrawn(cast, out):
    out.withdraw("已经解决。", by=cast.clerk)
    assert (out.calls[0].under_way, awaited(cast.labour_bureau)) == (False, [])


def test_a_department_called_later_is_awaited_too(cast, out, housing):
    more = [{"unit": housing, "duty": "核实。", "leads": False}]
    out.call_more(more, by=cast.director)
    db.session.flush()
    assert awaited(housing) == [out.id]
