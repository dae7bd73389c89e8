"""Townships rate departments once a year; nobody else reads it."""

import pytest

from plugins.duty_lists.models import DutyRating
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database
GIVEN = {"year": 2025, "department": "旗工信局", "score": 80, "opinion": "任务多。"}


@pytest.mark.parametrize(("kind", "weight", "points"), [("department", 30, "24.0"), ("branch", 60, "48.0")])
def test_the_weight_is_that_of_the_setting(cast, kind, weight, points):
    made = DutyRating.rate(unit=cast.street, kind=kind, by=cast.director, **GIVEN)
    assert (made.weight, made.points) == (weight, points)


def test_a_weight_below_the_law_is_refused(decide):
    with pytest.raises(RuleError):
        decide(department_weight="20")


def test_a_department_is_rated_once_a_year_and_put_right(cast):
    made = DutyRating.rate(unit=cast.street, kind="department", by=cast.director, **GIVEN)
    db.session.flush()
    with pytest.raises(RuleError, match="已经评价过"):
        DutyRating.rate(unit=cast.street, kind="department", by=cast.director, **GIVEN)
    made.correct(85, "已整改。", "核对。", by=cast.director)
    assert (made.score, made.events[-1].note) == (85, "原来 80 分：核对。")


@pytest.mark.parametrize("who", ["clerk", "grid", "outsider"])
def test_only_who_may_rate_reads_it(as_user, cast, who):
    made = DutyRating.rate(unit=cast.street, kind="department", by=cast.director, **GIVEN)
    db.session.commit()
    assert as_user(who).get(f"/duty_lists/ratings/{made.id}").status_code in (403, 404)
