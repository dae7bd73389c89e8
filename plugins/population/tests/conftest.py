"""A household of 泰兴社区 and premises of its first grid. It is Monday, 9 March 2026, ten in the morning."""

from datetime import UTC, date, datetime

import pytest

from plugins.population.models import Household, Premises
from portal import clock
from portal.extensions import db
from portal.testing import factories

NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)
SINCE = date(2026, 1, 5)
PLACE = {"estate": "万豪花园", "building": "3号楼", "entrance": "2单元", "floor": 5, "room": "501"}


@pytest.fixture(autouse=True)
def monday():
    with clock.pretend(NOW):
        yield


@pytest.fixture
def home(cast) -> Premises:
    """万豪花园3号楼2单元501, where nobody lives yet."""
    made = Premises.enter(unit=cast.grid1, by=cast.clerk, **PLACE)
    db.session.commit()
    return made


@pytest.fixture
def household(cast) -> Household:
    """A head alone, since January."""
    head = factories.resident(cast.taixing)
    made = Household.enter(unit=cast.taixing, head=head, code="152026001", on=SINCE, by=cast.clerk)
    db.session.commit()
    return made


@pytest.fixture
def joined(cast, household):
    """`joined("spouse")`: somebody new belongs to the household."""

    def join(relation: str = "spouse"):
        return household.add(factories.resident(cast.taixing), relation, SINCE, by=cast.clerk)

    return join
