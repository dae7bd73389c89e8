"""查看电话: whoever has the case in hand sees whom to call, says what for, and leaves a trace; nobody else does."""

import pytest

from portal.audit.models import AuditEntry
from portal.cases.models import Case
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast) -> Case:
    """In the hands of the department, which sees no residents; somebody acts for the one who asks."""
    asker = factories.resident(cast.taixing, phone="13800000001")
    case = factories.case(cast.taixing, by=cast.clerk, parties=[(1, asker), (2, factories.organisation(cast.street))])
    given = {"name": "赵律师", "phone": "13900000002", "scope": "general", "authority": "授权委托书"}
    case.name_agent(case.parties[0], "entrusted", by=cast.clerk, **given)
    case.triage(kind="0701", level="minor", by=cast.clerk)
    case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return case


def test_the_department_sees_the_number_with_a_purpose_and_a_trace(as_user, case):
    department, at = as_user("department"), f"/cases/{case.id}/parties/{case.parties[0].id}/phone"
    page = department.page(f"/cases/{case.id}")
    assert at in page.links()
    assert "13800000001" not in page.text
    form = department.page(at)
    assert "13800000001" not in form.text
    assert department.fill(form, purpose=" ").status == 422
    assert department.fill(form, purpose="打13800000001").status == 422
    for said in ("。", "尾号0001，核对", "后四位 0001"):
        assert department.fill(form, purpose=said).status == 422
    full = department.fill(form, purpose="约定上门时间")
    assert "13800000001" in full.text
    assert "13900000002" in full.text
    traced = db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "reveal")).all()
    assert [f"{case.number}，查看电话：约定上门时间"] == [each.detail for each in traced]
    assert traced[0].subject_id == str(case.parties[0].person_id)
    assert "13800000001" not in department.page(at).text


def test_who_does_not_have_it_in_hand_does_not(as_user, cast, case):
    at = f"/cases/{case.id}/parties/{case.parties[0].id}/phone"
    case.assignments[0].return_("不归我局管。", by=cast.department)
    db.session.commit()
    assert as_user("department").get(at).status_code == 404
    assert as_user("administrator").get(at).status_code == 403


def test_nobody_once_it_is_archived_and_nothing_of_whoever_has_no_number(as_user, cast, case):
    clerk, number = as_user("clerk"), case.parties[0].id
    assert clerk.get(f"/cases/{case.id}/parties/{case.parties[1].id + 1000}/phone").status_code == 404
    for each in case.assignments:
        each.recall("不用了。", by=cast.clerk)
    case.resolve("办好了。", by=cast.clerk)
    case.archive(by=cast.clerk)
    db.session.commit()
    assert clerk.get(f"/cases/{case.id}/parties/{number}/phone").status_code == 409
    assert f"/cases/{case.id}/parties/{number}/phone" not in clerk.page(f"/cases/{case.id}").links()
