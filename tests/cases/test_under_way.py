"""What a department was handed from elsewhere and is open is listed from an index of these alone, however much it was handed before."""

import pytest

from portal.cases.models import Case
from portal.extensions import db
from portal.testing import factories
from portal.testing.core_history import core_back_to, core_to_head
from tests.cases.test_plans import plan_of

pytestmark = pytest.mark.database


@pytest.fixture
def handed(cast):
    """`handed(title)`: a case of 泰兴社区, in the hands of the 人社局."""

    def made(title: str) -> Case:
        case = factories.case(cast.taixing, by=cast.clerk, title=title)
        case.triage(kind="0701", level="minor", by=cast.clerk)
        case.assign(cast.labour_bureau, by=cast.clerk)
        db.session.commit()
        return case

    return made


@pytest.mark.parametrize(("query", "index"), [("sort=due", "by_date"), ("status=open", "under_way")])
def test_what_is_open_is_read_without_what_was(as_user, handed, query, index):
    handed("欠薪")
    assert f"ix_cases_assignment_{index}" in plan_of(as_user("department"), query, without="seqscan sort")


def test_what_is_closed_leaves_the_list_of_what_is_open_and_comes_back_with_the_case(as_user, cast, handed):
    open_one, closed = handed("还在办的"), handed("撤回的")
    closed.withdraw(closed.side(1), "visit", "和好了。", by=cast.clerk)
    db.session.commit()
    department = as_user("department")
    for query in ("sort=due", "status=open"):
        page = department.page(f"/cases?{query}").text
        assert ("还在办的" in page, "撤回的" in page) == (True, False)
    assert "撤回的" in department.page("/cases").text
    assert [each.assignments[0].under_way for each in (open_one, closed)] == [True, False]


def test_the_migration_marks_what_is_closed(cast, handed):
    handed("还在办的")
    closed = handed("撤回的")
    closed.withdraw(closed.side(1), "visit", "和好了。", by=cast.clerk)
    db.session.commit()
    core_back_to("core_0038c")
    assert not core_to_head()
    found = db.session.query(Case).order_by(Case.id)
    assert [each.assignments[0].under_way for each in found] == [True, False]
