"""It is Monday, 9 March 2026, ten in the morning."""

from datetime import UTC, datetime

import pytest

from portal import clock
from portal.extensions import db
from portal.settings import change

NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday():
    with clock.pretend(NOW):
        yield


@pytest.fixture
def rules(cast):
    """`rules(notice_days="5")` changes what the district decides, from today."""

    def decide(**fields):
        given = {name: [value] for name, value in fields.items()}
        change("family_honours", cast.county, given, by=cast.district, reason="测试", valid_from=clock.today())
        db.session.commit()

    return decide
