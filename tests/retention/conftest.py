"""Residents who are due, and a request to deal with them."""

from datetime import datetime

import pytest

from portal import clock
from portal.extensions import db
from portal.people.models import Person
from portal.retention.models import RetentionRun
from portal.settings import change
from portal.testing import factories

PEOPLE = "people_person"
LONG_AGO = datetime(2015, 3, 2, 9, 0, tzinfo=clock.SHANGHAI)


@pytest.fixture
def old(cast):
    """`old(2)`: residents entered long ago whom nothing names."""

    def enter(count: int) -> list[Person]:
        with clock.pretend(LONG_AGO):
            people = [factories.resident(cast.taixing) for _ in range(count)]
        db.session.commit()
        return people

    return enter


@pytest.fixture
def five_years(cast) -> None:
    change("retention", cast.county, {PEOPLE: ["5"]}, by=None, reason="本地规定")
    db.session.commit()


@pytest.fixture
def asked(cast, old, five_years) -> RetentionRun:
    """The director asked for three residents."""
    old(3)
    run = RetentionRun.ask(PEOPLE, cast.street, "保存期限届满", count=3, by=cast.director)
    db.session.commit()
    return run
