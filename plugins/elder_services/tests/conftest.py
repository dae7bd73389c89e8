"""A Tuesday noon; somebody of 泰兴社区 whom one looks in on; a provider and an order."""

from datetime import UTC, date, datetime

import pytest

from plugins.elder_services.models import Provider, ServiceOrder, Visited
from portal import clock
from portal.extensions import db
from portal.testing import factories


@pytest.fixture
def noon():
    """It is half past eleven on 10 March 2026."""
    moment = datetime(2026, 3, 10, 3, 30, tzinfo=UTC)
    with clock.pretend(moment):
        yield moment


@pytest.fixture
def visit(noon, cast):
    """`visit("alone")` stands on the roster since this morning."""

    def make(ground: str) -> Visited:
        person = factories.resident(cast.taixing)
        person.birth_date = date(1948, 1, 1)
        made = Visited.enrol(
            unit=cast.taixing, person=person, ground=ground, valid_from=date(2026, 3, 10), by=cast.clerk
        )
        db.session.commit()
        return made

    return make


@pytest.fixture
def provider(noon, cast) -> Provider:
    made = Provider.enlist(
        unit=cast.street, name="康乐中心", kinds=["bath", "visit"], valid_from=date(2026, 1, 1), by=cast.clerk
    )
    db.session.commit()
    return made


@pytest.fixture
def order(noon, cast, provider) -> ServiceOrder:
    person = factories.resident(cast.taixing)
    person.birth_date = date(1948, 1, 1)
    made = ServiceOrder.ask(
        unit=cast.taixing,
        person=person,
        kind="bath",
        wanted_on=date(2026, 3, 10),
        request="上午",
        by=cast.clerk,
    )
    db.session.commit()
    return made
