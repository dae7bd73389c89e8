"""What is put right on the case holds for its dispute until it is accepted; whoever acts for a party is known from the case."""

from datetime import timedelta

import pytest

from plugins.mediation.models import Dispute
from plugins.mediation.samples import DISPUTES
from portal import clock
from portal.documents.models import Document
from portal.errors import RuleError
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast, stage):
    dispute = DISPUTES.begin(stage)
    db.session.commit()
    return dispute.case


def dispute_of(case) -> Dispute:
    return db.session.scalars(Dispute.of(case.id)).unique().first()


def test_the_agents_of_the_case_are_those_of_the_dispute(cast, stage):
    case = factories.case(cast.taixing, by=cast.clerk)
    case.name_agent(case.parties[0], "entrusted", name="赵律师", scope="general", authority="授权委托书", by=cast.clerk)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    DISPUTES.begin(stage)  # there is a committee
    party = Dispute.receive(case, by=cast.clerk).parties[0]
    assert party.acting == "委托代理人赵律师"
    assert party.agent is not case.parties[0].agent


def test_the_dispute_that_waits_has_the_parties_of_its_case(cast, case):
    case.add_party(3, factories.resident(cast.taixing), "房东。", by=cast.director)
    case.remove_party(case.side(2)[0], "登记错了。", by=cast.director)
    case.add_party(2, factories.resident(cast.taixing), "是他。", by=cast.director)
    db.session.flush()
    assert {each.party for each in dispute_of(case).parties} == set(case.parties)
    case.amend("登记错了。", unit=cast.nangan, by=cast.director)
    assert dispute_of(case).community_id == cast.unit_ids["nangan"]


def test_once_it_is_accepted_the_parties_stay(cast, stage, case):
    DISPUTES.bring("mediating", stage, dispute_of(case))
    with pytest.raises(RuleError, match="人民调解已经受理"):
        case.add_party(3, factories.resident(cast.taixing), "房东。", by=cast.director)
    case.amend("登记错了。", unit=cast.nangan, by=cast.director)
    assert dispute_of(case).community_id == cast.unit_ids["nangan"]


def test_who_comes_with_a_merged_case_is_added_while_it_waits_and_refused_later(cast, stage, case):
    merged = factories.case(cast.taixing, by=cast.clerk)
    merged.merge_into(case, "同一件事。", by=cast.clerk)
    db.session.flush()
    assert {each.party for each in dispute_of(case).parties} == set(case.parties)
    assert {each.who for each in merged.parties} <= {each.who for each in case.parties}
    DISPUTES.bring("mediating", stage, dispute_of(case))
    with pytest.raises(RuleError, match="人民调解已经受理"):
        factories.case(cast.taixing, by=cast.clerk).merge_into(case, "同一件事。", by=cast.clerk)
    with pytest.raises(RuleError, match="人民调解已经受理"):
        merged.come_back("不是同一件。", by=cast.clerk)


def test_the_same_people_may_be_merged_into_what_is_mediated(cast, stage, case):
    DISPUTES.bring("mediating", stage, dispute_of(case))
    twice = factories.case(cast.taixing, by=cast.clerk, parties=[(each.side, each.who) for each in case.parties])
    twice.merge_into(case, "登记了两次。", by=cast.clerk)
    assert len(case.parties) == len(dispute_of(case).parties) == 2


def test_whoever_asks_comes_first(cast, case):
    first, last = factories.resident(cast.taixing), factories.resident(cast.taixing)
    case.add_party(3, last, "房东。", by=cast.director)
    case.add_party(1, first, "一起来的。", by=cast.director)
    db.session.commit()
    sides = [each.party.side for each in dispute_of(case).parties]
    assert sides == [1, 1, 2, 3]


def test_a_paper_that_was_printed_before_says_so(as_user, cast, stage, case):
    dispute = DISPUTES.bring("mediating", stage, dispute_of(case))
    db.session.commit()
    mediator, at = as_user("mediator"), f"/mediation/disputes/{dispute.id}"
    paper = next(each for each in mediator.page(at).links() if each.endswith(".pdf") and "/sets/" not in each)
    assert mediator.get(paper).status_code == 200
    assert "更正前出具" not in mediator.page(at).text
    with clock.pretend(clock.now() + timedelta(minutes=1)):
        case = dispute_of(case).case
        case.amend("登记错了。", title="楼上噪音", by=cast.director)
        db.session.commit()
    assert "更正前出具" in mediator.page(at).text
    (issued,) = db.session.scalars(Document.of(dispute_of(case)))
    assert "出具以后登记的内容有更正" in mediator.page(f"/check/{issued.check_code}").text
