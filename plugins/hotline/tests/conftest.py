"""What 12345 hands down to the street, and how it goes on."""

import pytest

from plugins.hotline.models import Order
from portal.extensions import db
from portal.people.models import Person
from portal.records.people import Contact


@pytest.fixture
def order(cast):
    """`order(outside_number="…")` came in now, from somebody who left name and number."""

    def make(**fields) -> Order:
        given = {"outside_number": "20261129-1", "text": "楼道的灯不亮。", "nature": "help", "category": "物业管理"}
        given |= {"caller": Contact(name="王秀英", phone="13804770001")} | fields
        made = Order.receive(unit=cast.street, by=cast.clerk, **given)
        db.session.commit()
        return made

    return make


@pytest.fixture
def accepted(cast, order):
    """An order that was accepted, with the caller as a resident."""

    def make(**fields) -> Order:
        made = order(**fields)
        who = made.caller
        caller = Person.enter(made.unit, name=who.name, phone=who.phone) if who else None
        made.accept("楼道灯不亮", by=cast.clerk, caller=caller)
        db.session.commit()
        return made

    return make


@pytest.fixture
def answered(cast, accepted):
    """An order whose case was closed, and which was answered."""

    def make(**fields) -> Order:
        made = accepted(**fields)
        made.case.accept(by=cast.clerk)
        made.case.resolve("换了灯。", by=cast.director)
        made.answer("换了灯，已经亮了。", True, True, by=cast.clerk)
        db.session.commit()
        return made

    return make
