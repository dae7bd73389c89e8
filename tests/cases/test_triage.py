"""受理分流: kind and level are settled, the time for handling starts, and the matter goes somewhere."""

import pytest

from portal.cases.models import Case
from portal.errors import NotAllowed, WrongState
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    return case


def test_triage_settles_kind_and_level_and_hands_the_case_on(as_user, cast, case):
    client, case_id = as_user("clerk"), case.id
    page = client.page(f"/cases/{case_id}/triage")
    assert page.fields(page.form())["kind"] == "0201"
    page = client.fill(page, kind="0502", level="major", route="assign", unit_id=cast.unit_ids["labour_bureau"])
    assert page.url == f"/cases/{case_id}"
    case = db.session.get(Case, case_id)
    assert (case.kind, case.level, case.status) == ("0502", "major", "assigned")
    assert [event.verb for event in case.events] == ["register", "triage", "assign"]
    assert case.assignments[0].unit_id == cast.labour_bureau.id


def test_triage_may_leave_the_handing_on_for_later(as_user, case):
    client, case_id = as_user("clerk"), case.id
    client.fill(client.page(f"/cases/{case_id}/triage"), route="later")
    assert db.session.get(Case, case_id).status == "triaged"


def test_handing_on_takes_a_unit_and_one_that_was_offered(as_user, cast, case):
    client, case_id = as_user("clerk"), case.id
    page = client.fill(client.page(f"/cases/{case_id}/triage"), route="assign", unit_id="0")
    assert page.status == 422
    assert "请选择承办单位" in page.text
    page = client.fill(page, route="assign", unit_id=cast.unit_ids["outside_street"])
    assert page.status == 422
    assert db.session.get(Case, case_id).status == "registered"


def test_a_case_is_declined_with_its_reason_and_closed(as_user, case):
    client, case_id = as_user("director"), case.id
    page = client.page(f"/cases/{case_id}/decline")
    assert client.fill(page, text="  ").status == 422
    client.fill(page, text="已由法院受理，请到达拉特旗人民法院。")
    case = db.session.get(Case, case_id)
    assert (case.status, case.outcome) == ("declined", "已由法院受理，请到达拉特旗人民法院。")
    assert case.closed_at is not None
    assert "不予受理" in client.page(f"/cases/{case_id}").text


def test_the_grid_worker_does_not_triage(as_user, cast, case):
    assert as_user("grid").page(f"/cases/{case.id}/triage").status == 403
    with pytest.raises(NotAllowed):
        case.triage(kind="0201", level="minor", by=cast.grid)


def test_a_case_is_triaged_once(as_user, cast, case):
    case.triage(kind="0201", level="minor", by=cast.clerk)
    db.session.commit()
    with pytest.raises(WrongState, match="待交办"):
        case.triage(kind="0201", level="minor", by=cast.clerk)
    page = as_user("clerk").page(f"/cases/{case.id}/triage")
    assert page.status == 409
    assert "待交办" in page.text


def test_of_two_people_triaging_at_once_the_second_is_told(as_user, case):
    clerk, director, case_id = as_user("clerk"), as_user("director"), case.id
    first, second = clerk.page(f"/cases/{case_id}/triage"), director.page(f"/cases/{case_id}/decline")
    clerk.fill(first, route="later")
    assert director.fill(second, text="不属于受理范围").status == 409
    assert db.session.get(Case, case_id).status == "triaged"
