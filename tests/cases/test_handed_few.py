"""Of what a department was handed from elsewhere the few that are to be visited, passed on and the like are listed from an index of these alone."""

import pytest
from sqlalchemy import select

from portal.cases.models import Assignment, Case
from portal.cases.models.states import FEW
from portal.extensions import db
from portal.settings import change
from portal.testing import factories
from portal.testing.core_history import core_back_to, core_to_head
from tests.cases.test_plans import plan_of

pytestmark = pytest.mark.database
SAID = {"reason": "没有执法权。", "done": "现场看过两次。", "asked": "请协调执法。"}
LISTS = {"back": "came_back", "visit": "visit_by", "referred": "take_by", "contested": "contested", "above": "charge"}


@pytest.fixture
def handed(cast):
    """`handed(title)`: a case of 泰兴社区, handed to the 人社局."""

    def made(title: str) -> Case:
        case = factories.case(cast.taixing, by=cast.clerk, title=title)
        case.triage(kind="0701", level="minor", by=cast.clerk)
        case.assign(cast.labour_bureau, by=cast.clerk)
        db.session.commit()
        return case

    return made


def answered(cast, case: Case) -> None:
    mine = case.assignments[0]
    mine.acknowledge(by=cast.department)
    mine.report("工资已经发了。", by=cast.department)


def to_visit(cast, case: Case) -> Case:
    answered(cast, case)
    case.resolve("工资已经发了。", by=cast.clerk)
    db.session.commit()
    return case


def bits(case: Case) -> list[int]:
    return [each.few for each in case.assignments]


@pytest.mark.parametrize(("status", "few"), LISTS.items())
def test_they_are_read_without_whatever_it_was_handed(as_user, handed, status, few):
    handed("欠薪")
    plan = plan_of(as_user("department"), f"status={status}", without="seqscan bitmapscan")
    read = [
        each for each in plan.split("\n") if "ix_cases_assignment_" in each and "ix_cases_assignment_case" not in each
    ]
    assert read
    assert all(f"ix_cases_assignment_few_{few}" in each for each in read), read


def test_in_one_state_they_are_read_by_that_state_and_lead(as_user, handed):
    handed("欠薪")
    plan = plan_of(as_user("department"), "status=assigned", without="seqscan bitmapscan").split("\n")
    assert [each for each in plan if "ix_cases_assignment_stands" in each]
    assert not [each for each in plan if "ix_cases_assignment_by_date" in each or "ix_cases_assignment_under" in each]


def test_in_each_state_stands_what_is_in_it_and_what_is_closed_in_none(as_user, cast, handed):
    case, department = handed("欠薪"), as_user("department")

    def found(*states: str) -> list[bool]:
        return ["欠薪" in department.page(f"/cases?status={each}").text for each in states]

    states = ("assigned", "in_progress", "reported")
    assert found(*states) == [True, False, False]
    case.assignments[0].acknowledge(by=cast.department)
    db.session.commit()
    assert found(*states) == [False, True, False]
    case.assignments[0].report("工资已经发了。", by=cast.department)
    db.session.commit()
    assert found(*states) == [False, False, True]
    case.resolve("工资已经发了。", by=cast.clerk)
    db.session.commit()
    assert (found(*states), case.assignments[0].stands) == ([False] * 3, "")


def test_who_is_asked_to_assist_later_finds_it_in_its_state(cast, handed):
    case = handed("欠薪")
    case.assignments[0].acknowledge(by=cast.department)
    case.assign(cast.street, role="assist", by=cast.clerk)
    assert [each.stands for each in case.assignments] == ["in_progress"] * 2


def test_what_is_to_be_visited_is_in_the_list_of_the_department_until_it_was(as_user, cast, handed):
    case, department = to_visit(cast, handed("已经办结的")), as_user("department")
    handed("还在办的")
    page = department.page("/cases?status=visit").text
    assert ("已经办结的" in page, "还在办的" in page) == (True, False)
    case.archive(by=cast.clerk)
    db.session.commit()
    assert "已经办结的" not in department.page("/cases?status=visit").text
    assert bits(case) == [0]


def test_what_waits_for_the_director_is_there_too(as_user, cast, handed):
    change("cases", cast.county, {"most_returns": ["0"]}, by=None, reason="旗文件")
    case = handed("不归我们管的")
    case.assignments[0].return_("不归我局管辖。", by=cast.department)
    db.session.commit()
    assert "不归我们管的" in as_user("department").page("/cases?status=contested").text


def test_a_unit_that_gets_it_later_finds_it_among_them_as_well(cast, handed):
    case = handed("报给旗里的")
    case.escalate(cast.county, **SAID, by=cast.clerk)
    case.assign(cast.street, role="assist", by=cast.clerk)
    assert bits(case) == [FEW["take_by"]] * 2
    case.referrals[-1].undo(by=cast.clerk)
    assert bits(case) == [0, 0]


def test_after_the_upgrade_all_are_found_as_before(cast, handed):
    visited, passed, _ = to_visit(cast, handed("办结的")), handed("报给旗里的"), handed("还在办的")
    passed.escalate(cast.county, **SAID, by=cast.clerk)
    db.session.commit()
    assert bits(visited) == [FEW["visit_by"]]
    core_back_to("core_0068")
    assert not core_to_head()
    found = select(Assignment.few, Assignment.stands).order_by(Assignment.id)
    stand = [("", FEW["visit_by"]), ("assigned", FEW["take_by"]), ("assigned", 0)]
    assert db.session.execute(found).all() == [(few, stands) for stands, few in stand]
