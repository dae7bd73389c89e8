"""After the migration it is known of what was handed on before whether it lies outside, and when it came."""

import pytest
from sqlalchemy import select

from portal.cases.models import Assignment, Case
from portal.extensions import db
from portal.testing import factories
from portal.testing.core_history import core_back_to, core_to_head

pytestmark = pytest.mark.database


def test_down_and_up_on_a_filled_database(cast):
    abroad, at_home = (factories.case(cast.taixing, by=cast.clerk) for _ in range(2))
    for case, unit in ((abroad, cast.labour_bureau), (at_home, cast.street)):
        case.accept(by=cast.clerk)
        case.assign(unit, by=cast.clerk)
    db.session.commit()
    core_back_to("core_0034")
    assert not core_to_head()
    found = select(Assignment.outside, Assignment.came_at == Case.created_at).join(Case).order_by(Case.id)
    assert db.session.execute(found).all() == [(True, True), (False, True)]
