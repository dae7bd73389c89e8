"""Who led the people that came, after the term of the register: the call keeps that they came."""

import pytest

from plugins.whistle.models import Whistle
from plugins.whistle.tests.conftest import arrival
from portal import clock
from portal.extensions import db
from portal.retention.registers import register
from portal.workdays.arithmetic import years_after

pytestmark = pytest.mark.database


def due(cast) -> list[Whistle]:
    return list(db.session.scalars(register(Whistle.__tablename__).due(cast.street, years_after(clock.today(), 1))))


def test_who_led_is_taken_out_once_the_whistle_is_over(cast, out):
    [call] = out.calls
    call.arrive(**arrival(), by=cast.department)
    db.session.flush()
    assert due(cast) == []
    out.status = "closed"
    db.session.flush()
    assert due(cast) == [out]
    register(Whistle.__tablename__).keeping.forget(out)
    db.session.commit()
    assert (due(cast), call.leader.phone, call.people) == ([], None, 2)
