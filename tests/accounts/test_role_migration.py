"""core_0007: the key of a role gets longer, and back, on a filled database."""

import pytest
from alembic import command
from sqlalchemy import func, select

from portal.accounts.models import Appointment
from portal.accounts.rights import RoleGrant
from portal.extensions import db
from portal.migrating import alembic_config, downgrade, drift, histories, upgrade_all

pytestmark = pytest.mark.database


def test_offices_and_adjustments_stay_those_of_plugins_go_with_their_columns(app, cast):
    clerk, street = cast.user_ids["clerk"], cast.unit_ids["street"]
    db.session.add(Appointment(user_id=clerk, unit_id=street, role="family_values.hall_guide_junior"))
    for role in ("clerk", "family_values.hall_guide_junior"):
        db.session.add(RoleGrant(unit_id=street, role=role, permission="cases.view", granted=True, reason="测试"))
    db.session.commit()
    before = _count()
    core, *plugins = histories()
    for history in reversed(plugins):
        downgrade(history)
    with db.engine.begin() as connection:
        command.downgrade(alembic_config(core, connection), "core_0006")
    upgrade_all()
    assert not drift(core)
    assert _count() == (before[0] - 1, before[1] - 1)
    assert db.session.scalars(select(RoleGrant.role)).all() == ["clerk"]


def _count() -> tuple[int, int]:
    found = tuple(db.session.scalar(select(func.count(model.id))) for model in (Appointment, RoleGrant))
    db.session.remove()
    return found
