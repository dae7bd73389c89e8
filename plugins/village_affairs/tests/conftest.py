"""A village beside the communities of the cast."""

import pytest

from portal.extensions import db
from portal.org.models import OrgUnit


@pytest.fixture
def village(cast) -> OrgUnit:
    """白泥井村: its rules are a 村规民约, as those of 泰兴社区 are a 居民公约."""
    made = OrgUnit.create(kind="community", name="白泥井村", parent=cast.street)
    db.session.commit()
    return made
