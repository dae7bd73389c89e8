"""代理人: a child agrees to nothing alone; whoever acts for it stands in the papers and signs."""

from datetime import timedelta

import pytest

from plugins.mediation import samples
from plugins.mediation.models import Dispute, DisputeParty
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.records.people import Contact

pytestmark = pytest.mark.database


@pytest.fixture
def of_a_child(mediating, stage) -> Dispute:
    """The first party is eleven years old."""
    mediating.parties[0].party.person.birth_date = clock.today() - timedelta(days=11 * 366)
    samples.written(mediating, stage)
    db.session.commit()
    return mediating


def child(dispute: Dispute) -> DisputeParty:
    return dispute.parties[0]


def test_without_a_guardian_the_agreement_is_not_final_and_the_page_says_what_is_missing(as_user, cast, of_a_child):
    name, page = child(of_a_child).party.name, as_user("mediator").page(f"/mediation/disputes/{of_a_child.id}")
    assert f"{name}的法定代理人" in page.text
    assert "11 周岁" in page.text
    assert "定稿，准备签署" not in page.text
    with pytest.raises(RuleError, match=f"{name}不满十六周岁"):
        of_a_child.conclude(by=cast.mediator)


def test_the_guardian_stands_in_the_agreement_and_signs(as_user, of_a_child):
    client, dispute_id, row_id = as_user("mediator"), of_a_child.id, child(of_a_child).id
    at = f"/mediation/disputes/{dispute_id}/parties/{row_id}/agent"
    assert client.fill(client.page(at), name=" ").status == 422
    assert client.fill(client.page(at), name="云建国", phone="13900001234").status in (200, 303)
    page = client.page(f"/mediation/disputes/{dispute_id}")
    assert "法定代理人 云建国" in page.text
    assert "定稿，准备签署" in page.text
    paper = text_of(client.get(f"/mediation/disputes/{dispute_id}/agreement.pdf"))
    assert "法定代理人：云建国" in paper
    assert "（法定代理人云建国）" in paper.replace(" ", "").replace("　", "")
    assert "云建国" not in db.session.get(Dispute, dispute_id).case.events[-1].note


def test_who_is_named_anew_takes_the_place_of_the_other(cast, of_a_child):
    of_a_child.name_agent(child(of_a_child), "云建国", by=cast.mediator)
    db.session.commit()
    of_a_child.name_agent(child(of_a_child), "云秀兰", by=cast.mediator)
    db.session.commit()
    assert [each.name for each in db.session.query(Contact).all()] == ["云秀兰"]


@pytest.mark.parametrize(
    ("years", "title", "alone"), [(17, "法定代理人", True), (30, "委托代理人", True), (15, "法定代理人", False)]
)
def test_from_sixteen_on_somebody_may_live_on_the_own_work(cast, of_a_child, years, title, alone):
    party = child(of_a_child)
    party.party.person.birth_date = clock.today() - timedelta(days=years * 366)
    assert (party.agent_title, party.lacks_guardian) == (title, not alone)
