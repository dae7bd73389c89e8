"""A dispute that was settled and performed waits to be declared for its subsidy once the case is closed: 人民调解 and 以案定补 do not know each other."""

from datetime import date

import pytest
from sqlalchemy import select

from plugins.case_subsidy.models import Award
from plugins.mediation import samples
from plugins.mediation.models import Dispute
from plugins.mediation.models.reporting import DisputeReport
from plugins.mediation.samples import DISPUTES
from portal.cases.mediated import mediated_of
from portal.extensions import db
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def closed(stage, cast):
    """`closed("full")`: a dispute whose agreement was followed up and closed with that."""

    typed = {"simple": ["50"], "oral_percent": ["50"]}
    change("case_subsidy", cast.county, typed, by=None, reason="试验", valid_from=date(2020, 1, 1))
    db.session.commit()

    def make(performance: str) -> Dispute:
        dispute = DISPUTES.begin(stage)
        DISPUTES.bring("mediating", stage, dispute)
        samples.written(dispute, stage, instalments=[], way="act", amount_fen=None)
        DISPUTES.bring("closed", stage, dispute, {Dispute.close: {"performance": performance}})
        db.session.commit()
        return dispute

    return make


def test_a_dispute_that_is_performed_becomes_an_award_when_its_case_is_closed(cast, closed):
    dispute = closed("full")
    dispute.case.resolve("协议已履行。", by=cast.clerk)
    db.session.commit()
    award = db.session.scalars(select(Award)).one()
    assert (award.dispute, award.origin, award.unit) == (dispute.number, dispute, dispute.committee.unit)
    assert list(award.names.values()) == [each.name for each in dispute.mediators]


def test_one_that_is_performed_in_part_does_not(cast, closed):
    closed("part").case.resolve("部分履行。", by=cast.clerk)
    db.session.commit()
    assert db.session.scalars(select(Award)).all() == []


@pytest.fixture
def declared(cast, closed):
    """An award for all mediators of a dispute, declared by the clerk as `common`."""
    closed("full").case.resolve("协议已履行。", by=cast.clerk)
    db.session.flush()
    award = db.session.scalars(select(Award)).one()
    for ident, name in award.names.items():
        award.name_payee(ident, factories.resident(cast.street, name=name), by=cast.clerk)
    db.session.flush()
    everybody = [each.mediator_id for each in award.shares]
    award.declare(
        grade="common", mediators=everybody, reason="两名。", witness="邻居在场。", note="现金。", by=cast.clerk
    )
    db.session.commit()
    return award


def test_who_is_entered_as_its_mediator_later_decides_nothing_about_it(as_user, cast, declared):
    mediator = declared.origin.mediators[0]
    client, here = as_user("director"), f"/mediation/committees/{mediator.committee_id}/mediators/{mediator.id}"
    client.fill(client.page(here), account=cast.director.username)
    page = client.page(f"/case_subsidy/awards/{declared.id}/approval")
    page = client.fill(page, grade="common")
    assert page.status == 422
    assert "您是这件纠纷的调解员" in page.text
    assert db.session.get(Award, declared.id).status == "declared"


def test_a_declaration_begins_with_how_hard_the_dispute_was_and_says_what_is_claimed_otherwise(cast, declared):
    declared.origin.told_for_statistics = DisputeReport(difficulty="simple", by_id=cast.mediator.id)
    assert mediated_of(declared.origin).difficulty == declared.difficulty == "simple"
    declared.send_back("请核对等级。", by=cast.director)
    declared.declare(
        grade="common",
        mediators=[each.mediator_id for each in declared.shares],
        reason="两名。",
        witness="邻居在场。",
        note="现金。",
        by=cast.clerk,
    )
    assert "调解时登记的难易是简易。" in declared.events[-1].note


def test_what_the_dossier_lacks_is_told(closed):
    assert mediated_of(closed("full")).lacking() == ["履行凭证"]


def test_a_dispute_under_way_tells_nothing(stage):
    assert mediated_of(DISPUTES.begin(stage)) is None
