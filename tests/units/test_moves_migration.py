"""The tables of changes of units go and come back on a database in which units were moved."""

import pytest

from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all

pytestmark = pytest.mark.database


def test_down_and_up_where_a_unit_was_moved(made, cast, follow):
    made("reparent", cast.grid1, parent_id=cast.nangan.id)
    follow()
    core, *plugins = histories()
    db.session.remove()
    for history in reversed(plugins):
        downgrade(history)
    downgrade(core, "core_0043")
    upgrade_all()
    assert not drift(next(each for each in histories() if each.key == "core"))
    assert cast.grid1.parent_id == cast.nangan.id
