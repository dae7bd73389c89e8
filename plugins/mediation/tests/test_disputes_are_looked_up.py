"""How the list of disputes is searched in a large office: what few are meant is looked up one by one, never all disputes of the town (docs/adr/0108)."""

import pytest

from portal.cases.register import party_names
from portal.extensions import db
from portal.testing import factories
from portal.testing.statements import statements
from tests.cases.test_plans import plans

pytestmark = pytest.mark.database
ALL_AT_ONCE = "seqscan nestloop mergejoin"  # what is looked up row by row is so, whatever else may be done


@pytest.fixture
def plan(as_user, agreed):
    def of(query: str, without: str) -> str:
        if db.engine.dialect.name == "sqlite":
            pytest.skip("SQLite knows no other way")
        with plans(without) as found:
            as_user("director").page(f"/mediation/disputes?{query}")
        return found[-1]

    return of


def test_whose_party_is_called_so_is_looked_up_by_the_case(plan):
    assert "ix_mediation_dispute_case_id" in plan("q=李四", ALL_AT_ONCE)


def test_whether_an_agreement_is_like_another_is_looked_up_of_each(plan):
    assert "Semi Join" not in plan("alike=1", "seqscan")


def test_the_names_of_parties_are_looked_up_of_each(cast, agreed):
    case_id = agreed.case_id
    with statements() as sent:
        assert party_names([case_id])[case_id]
    (asked,) = [each for each in sent if "cases_party" in each]
    assert "JOIN" not in asked


def test_a_firm_and_a_resident_are_named_in_the_order_of_their_sides(cast):
    firm, who = factories.organisation(cast.taixing, name="泰兴物业"), factories.resident(cast.taixing, name="王建国")
    case = factories.case(cast.taixing, by=cast.clerk, parties=[(1, who), (2, firm)])
    db.session.commit()
    assert party_names([case.id])[case.id].endswith("、泰兴物业")
