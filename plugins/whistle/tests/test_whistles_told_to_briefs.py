"""研判 is told how often a unit whistled in its days, and whether the departments came."""

import pytest

from plugins.whistle.tests.conftest import arrival
from portal import clock
from portal.cases.briefing import lines_of
from portal.extensions import db

pytestmark = pytest.mark.database


def told(cast, unit) -> list[str]:
    lines, failed = lines_of(unit, (clock.today(), clock.today()), cast.clerk)
    assert not failed
    return [text for label, text in lines if label == "吹哨报到"]


def test_a_whistle_is_told_with_the_departments_and_who_of_them_came_in_time(cast, blow, housing):
    made = blow(cast.labour_bureau, housing, by=cast.director)
    made.calls[0].arrive(by=cast.department, **arrival())
    db.session.commit()
    assert told(cast, cast.street) == ["吹哨 1 次，叫来部门 2 个次，按时报到 1 次"]
    assert told(cast, cast.other_street) == []


def test_what_waits_for_the_director_called_nobody(cast, blow):
    blow()
    assert told(cast, cast.street) == []
