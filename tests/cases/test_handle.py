"""签收、反馈、退回: only the unit that was asked answers."""

import pytest

from portal.cases.models import Case
from portal.errors import NotAllowed, WrongState
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0701", level="minor", by=cast.clerk)
    case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return case


def test_the_department_acknowledges_and_reports(as_user, case):
    client, case_id = as_user("department"), case.id
    page = client.page(f"/cases/{case_id}")
    assert "签收" in page.text
    way = f"/cases/{case_id}/assignments/{case.assignments[0].id}"
    page = client.fill(client.page(f"{way}/acknowledgement"))
    assert "办理中" in page.text
    assert client.fill(client.page(f"{way}/report"), text="").status == 422
    page = client.fill(client.page(f"{way}/report"), text="已责令补发工资。")
    assert "待核查" in page.text
    case = db.session.get(Case, case_id)
    assert (case.status, case.assignments[0].status, case.assignments[0].result) == (
        "reported",
        "reported",
        "已责令补发工资。",
    )
    assert case.events[-1].unit.name == "达拉特旗人力资源和社会保障局"


def test_what_is_returned_waits_to_be_handed_on_again_and_leaves_the_department(as_user, case):
    client, case_id = as_user("department"), case.id
    page = client.fill(
        client.page(f"/cases/{case_id}/assignments/{case.assignments[0].id}/return"), text="不归我局管辖。"
    )
    assert page.url == "/cases"
    assert db.session.get(Case, case_id).status == "triaged"
    assert client.page(f"/cases/{case_id}").status == 404


def test_nobody_else_answers_for_the_department(as_user, cast, case):
    assignment, client = case.assignments[0], as_user("clerk")
    with pytest.raises(NotAllowed, match="达拉特旗人力资源和社会保障局"):
        assignment.acknowledge(by=cast.clerk)
    db.session.rollback()
    assert client.page(f"/cases/{case.id}/assignments/{assignment.id}/acknowledgement").status == 409
    assert "确定签收" not in client.page(f"/cases/{case.id}").text


def test_the_case_is_reported_when_the_last_hand_has_answered(cast, case):
    case.assign(cast.street, by=cast.clerk)
    bureau, street = case.assignments
    bureau.acknowledge(by=cast.department)
    bureau.report("已调解。", by=cast.department)
    assert case.status == "in_progress"
    street.acknowledge(by=cast.clerk)
    street.report("已回访。", by=cast.clerk)
    assert case.status == "reported"


def test_nothing_is_reported_before_it_is_acknowledged(cast, case):
    with pytest.raises(WrongState, match="待签收"):
        case.assignments[0].report("办好了", by=cast.department)


def test_an_assignment_of_another_case_is_not_found_here(as_user, cast, case):
    other = factories.case(cast.taixing, by=cast.clerk)
    other.triage(kind="0701", level="minor", by=cast.clerk)
    other.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    url = f"/cases/{case.id}/assignments/{other.assignments[0].id}/acknowledgement"
    assert as_user("department").page(url).status == 404
