"""Callers of answered orders after the term of the register: name and number go, question and answer stay."""

import pytest

from plugins.hotline.models import Order
from portal import clock
from portal.extensions import db
from portal.retention.registers import register
from portal.workdays.arithmetic import years_after

pytestmark = pytest.mark.database


def due(cast) -> list[Order]:
    return list(db.session.scalars(register(Order.__tablename__).due(cast.street, years_after(clock.today(), 1))))


def test_an_order_under_way_is_not_due(cast, accepted):
    accepted()
    assert due(cast) == []


def test_the_caller_of_an_answered_order_goes_and_the_answer_stays(cast, answered):
    order = answered()
    assert due(cast) == [order]
    register(Order.__tablename__).keeping.forget(order)
    db.session.commit()
    assert (due(cast), order.caller.phone, order.caller.name) == ([], None, "已删除")
    assert order.text == "楼道的灯不亮。"
