"""The card of a record follows from its steps; what stays open follows from its states."""

import pytest

from plugins.heroes.models import Deed, Roll
from portal.cases.models import Case
from portal.records.desk import queue_of, still_open
from portal.testing import factories


def test_a_queue_that_waits_for_nobody_is_refused_when_declared():
    with pytest.raises(ValueError, match="queue rolls: no step of Roll has `waits`"):
        queue_of(Roll, "rolls", "榜单", at="/heroes/rolls")


def test_its_addresses_are_those_of_the_list_and_of_its_rows():
    queue = queue_of(Deed, "deeds", "举荐", at="/heroes/deeds")
    assert (queue.url, queue.show, queue.act) == (
        "/heroes/deeds?desk=deeds",
        "/heroes/deeds/{id}",
        "/heroes/deeds/{id}/next",
    )


@pytest.mark.database
def test_what_is_open_is_counted_in_the_unit_alone(cast):
    factories.case(cast.taixing, by=cast.clerk)
    counted = (Case, "{} 件事项没有办完。"), (Case, "{} 件待归档。", Case.status == "resolved")
    assert still_open(cast.county, *counted) == ["1 件事项没有办完。"]
    assert still_open(cast.dongsheng, *counted) == []
