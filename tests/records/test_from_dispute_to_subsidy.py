"""A dispute that was settled and performed waits to be declared for its subsidy once the case is closed: 人民调解 and 以案定补 do not know each other."""

import pytest
from sqlalchemy import select

from plugins.case_subsidy.models import Award
from plugins.mediation import samples
from plugins.mediation.models import Dispute
from plugins.mediation.samples import DISPUTES
from portal.cases.mediated import mediated_of
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def closed(stage):
    """`closed("full")`: a dispute whose agreement was followed up and closed with that."""

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


def test_what_the_dossier_lacks_is_told(closed):
    assert mediated_of(closed("full")).lacking == ("履行凭证",)


def test_a_dispute_under_way_tells_nothing(stage):
    assert mediated_of(DISPUTES.begin(stage)) is None
