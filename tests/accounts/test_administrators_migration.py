"""core_0020: heads of counties keep their business, and gain by the split no sight of residents that had been granted in vain."""

import pytest
from sqlalchemy import select

from portal.accounts.rights import RoleGrant, roles_with
from portal.extensions import db
from portal.testing.core_history import core_back_to, core_to_head

pytestmark = pytest.mark.database


def test_what_was_granted_in_vain_stays_in_vain_and_the_rest_as_it_was(app, cast):
    county = cast.unit_ids["county"]
    given = [("people.view", True), ("people.reveal", True), ("heroes.fund", False), ("heroes.fund", True)]
    core_back_to("core_0023")
    for key, granted in given:
        db.session.add(RoleGrant(unit_id=county, role="district", permission=key, granted=granted, reason="从前"))
    db.session.commit()
    assert not core_to_head()
    added = [*given, ("people.view", False), ("people.reveal", False)]
    assert _grants() == added
    assert "district" not in roles_with("people.view", cast.county)
    assert "district" in roles_with("heroes.fund", cast.county)
    core_back_to("core_0023")
    assert _grants() == given
    core_to_head()
    assert _grants() == added


def _grants() -> list[tuple[str, bool]]:
    rows = db.session.execute(select(RoleGrant.permission, RoleGrant.granted).order_by(RoleGrant.id)).all()
    db.session.remove()
    return [tuple(row) for row in rows]
