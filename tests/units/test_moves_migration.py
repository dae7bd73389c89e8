"""The tables of changes of units go and come back on a database in which units were moved."""

import pytest

from portal.testing.core_history import core_back_to, core_to_head

pytestmark = pytest.mark.database


def test_down_and_up_where_a_unit_was_moved(made, cast, follow):
    made("reparent", cast.grid1, parent_id=cast.nangan.id)
    follow()
    core_back_to("core_0043")
    assert not core_to_head()
    assert cast.grid1.parent_id == cast.nangan.id
