"""What a unit was handed from elsewhere stands in its list, once, and is read in the order of the list."""

import pytest

from portal.cases.choices import ASSIST
from portal.cases.models import Case
from portal.extensions import db
from portal.testing import factories
from tests.cases.test_plans import plan_of

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast) -> Case:
    """Of 泰兴社区, in the hands of the 人社局."""
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0701", level="minor", by=cast.clerk)
    case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return case


def lines(client, case) -> int:
    return client.page("/cases").text.count(case.title)


def test_it_is_read_in_the_order_of_the_list(as_user, case):
    assert "ix_cases_assignment_outside" in plan_of(as_user("department"), "")


def test_a_case_that_a_unit_got_twice_stands_in_its_list_once(as_user, cast, case):
    case.assignments[0].acknowledge(by=cast.department)
    case.assignments[0].report("已办。", by=cast.department)
    case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    assert lines(as_user("department"), case) == 1


def test_what_lies_in_the_unit_itself_is_not_from_elsewhere(as_user, cast, case):
    assert case.assignments[0].outside
    case.assign(cast.street, by=cast.clerk, role=ASSIST)
    db.session.commit()
    assert not case.assignments[1].outside
    assert lines(as_user("clerk"), case) == 1


def test_a_case_that_moves_away_stays_in_the_list_of_whoever_has_it(cast, case):
    case.assign(cast.taixing, by=cast.clerk, role=ASSIST)
    db.session.commit()
    assisting = case.assignments[1]
    assert not assisting.outside
    case.place(cast.street)
    db.session.commit()
    assert assisting.outside
