"""转人民调解: a case comes to the desk of the committee, or it is said why not."""

import pytest
from sqlalchemy import func, select

from plugins.mediation.models import Committee, Dispute
from portal.cases.models import Assignment, Case
from portal.errors import RuleError
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


def offered(client, case_id: int) -> bool:
    return "转人民调解" in client.page(f"/cases/{case_id}/triage").text


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_the_way_to_mediation_is_open_where_there_is_a_committee_and_two_sides(as_user, committee, case):
    assert offered(as_user("clerk"), case.id)


def test_not_where_there_is_no_committee(as_user, case):
    assert not offered(as_user("clerk"), case.id)
    assert "泰兴社区没有可受理的人民调解委员会" in as_user("clerk").page(f"/cases/{case.id}/triage").text


def test_not_where_one_side_is_missing(as_user, cast, committee):
    lonely = factories.case(cast.taixing, by=cast.clerk, parties=[(1, factories.resident(cast.taixing))])
    db.session.commit()
    assert not offered(as_user("clerk"), lonely.id)
    assert "人民调解需要双方当事人" in as_user("clerk").page(f"/cases/{lonely.id}/triage").text


def test_a_way_that_is_not_offered_cannot_be_taken_either(as_user, case):
    client, case_id = as_user("clerk"), case.id
    page = client.fill(client.page(f"/cases/{case_id}/triage"), route="mediation")
    assert page.status == 422
    assert db.session.get(Case, case_id).status == "registered"


def test_the_committee_of_the_community_comes_before_that_of_the_street(cast, committee, case):
    own = Committee.found(unit=cast.taixing, name="泰兴社区人民调解委员会", by=None)
    db.session.flush()
    case.triage(kind="0201", level="minor", by=cast.clerk)
    assert Dispute.receive(case, by=cast.clerk).committee is own


def test_without_a_committee_the_verb_says_what_to_do(cast, case):
    case.triage(kind="0201", level="minor", by=cast.clerk)
    with pytest.raises(RuleError, match="请先在“调委会”里设立"):
        Dispute.receive(case, by=cast.clerk)


def test_with_one_side_the_verb_says_what_to_do(cast, committee):
    lonely = factories.case(cast.taixing, by=cast.clerk, parties=[(1, factories.resident(cast.taixing))])
    lonely.triage(kind="0201", level="minor", by=cast.clerk)
    with pytest.raises(RuleError, match="需要双方当事人"):
        Dispute.receive(lonely, by=cast.clerk)


def test_a_refused_way_leaves_nothing_half_written(as_user, committee, case):
    """The committee is dissolved between the page and the answer to it."""
    client = as_user("clerk")
    page = client.page(f"/cases/{case.id}/triage")
    for each in committee.mediators:
        db.session.delete(each)
    db.session.delete(committee)
    db.session.commit()
    page = client.fill(page, route="mediation")
    assert page.status == 422
    assert (count(Dispute), count(Assignment)) == (0, 0)
    assert db.session.scalars(select(Case.status)).one() == "registered"


def test_a_case_left_for_later_goes_to_mediation_from_its_page(as_user, cast, committee, case):
    case_id = case.id
    case.triage(kind="0201", level="minor", by=cast.clerk)
    db.session.commit()
    client = as_user("clerk")
    page = client.page(f"/cases/{case_id}")
    assert f"/mediation/cases/{case_id}/dispute" in page.links()
    page = client.fill(client.page(f"/mediation/cases/{case_id}/dispute"), text="请尽快联系双方。")
    assert "等待调委会受理" in page.text
    assert "待受理" in page.text
    assert "查看纠纷" in page.text
    assert f"/mediation/cases/{case_id}/dispute" not in page.links()


def test_a_case_is_not_mediated_twice_at_once(as_user, pending):
    client, case_id = as_user("clerk"), pending.case_id
    page = client.fill(client.page(f"/mediation/cases/{case_id}/dispute"))
    assert page.status == 422
    assert "正在人民调解" in page.text
    assert count(Dispute) == 1


def test_a_case_that_was_not_triaged_cannot_go_to_mediation(as_user, committee, case):
    client, case_id = as_user("clerk"), case.id
    page = client.fill(client.page(f"/mediation/cases/{case_id}/dispute"))
    assert page.status == 409
    assert count(Dispute) == 0
