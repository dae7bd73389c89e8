"""core_0007: the key of a role gets longer, and back, on a filled database."""

import pytest
from sqlalchemy import select

from portal.accounts.models import Appointment
from portal.accounts.rights import RoleGrant
from portal.extensions import db
from portal.testing.core_history import core_back_to, core_to_head

pytestmark = pytest.mark.database


def test_offices_and_adjustments_stay_those_of_plugins_go_with_their_columns(app, cast):
    clerk, street = cast.user_ids["clerk"], cast.unit_ids["street"]
    db.session.add(Appointment(user_id=clerk, unit_id=street, role="family_values.hall_guide_junior"))
    for role in ("clerk", "family_values.hall_guide_junior"):
        db.session.add(RoleGrant(unit_id=street, role=role, permission="cases.view", granted=True, reason="测试"))
    db.session.commit()
    before = _of_the_core()
    core_back_to("core_0006")
    assert not core_to_head()
    assert _of_the_core() == before
    assert not [each for each in _roles() if "." in each]


def _of_the_core() -> list[str]:
    return [each for each in _roles() if "." not in each]


def _roles() -> list[str]:
    found = [*db.session.scalars(select(Appointment.role)), *db.session.scalars(select(RoleGrant.role))]
    db.session.remove()
    return sorted(found)
