"""Whether a case is being mediated is looked up among what is open, in the list of cases."""

import pytest
from sqlalchemy import select

from plugins.mediation.case_list import OPEN, _in_state
from plugins.mediation.models import Dispute
from portal.extensions import db
from portal.testing.plans import plan_of


def test_the_filter_reads_the_index_of_what_is_open(cast):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads a table of one page as a whole")
    found = select(_in_state(cast.mediator, OPEN).where(Dispute.case_id == 1).subquery())
    assert any("ix_mediation_dispute_case_open" in each for each in plan_of(found, {}))
