"""接访登记 after its term: names go, what was done stays; what is open or young stays as it is."""

import pytest

from plugins.reception.models import Visit
from plugins.reception.models.visit import Companion
from portal import clock
from portal.extensions import db
from portal.records.people import Contact
from portal.retention.registers import registers
from portal.workdays.arithmetic import years_after

pytestmark = pytest.mark.database
KEY = Visit.__tablename__


def due(cast, years: int) -> list[Visit]:
    return list(db.session.scalars(registers()[KEY].due(cast.street, years_after(clock.today(), years))))


def test_names_of_an_answered_visit_go_and_it_is_due_no_more(cast, visit):
    visit.companions.append(Companion(who=Contact(name="同来的甲", phone="13804770001")))
    db.session.flush()
    assert due(cast, 1) == []
    visit.answer("已说明收费依据。", by=cast.clerk)
    assert due(cast, 1) == [visit]
    assert due(cast, 0) == []
    registers()[KEY].keeping.forget(visit)
    db.session.commit()
    assert due(cast, 1) == []
    assert (visit.person, visit.companions[0].who.phone) == (None, None)
    assert "已说明收费依据" in visit.events[-1].note
