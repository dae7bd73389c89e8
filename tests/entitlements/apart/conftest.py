"""The tables of the bakery, and an office that works through it."""

from datetime import date, datetime

import pytest
from bakery.models import BreadSettlement, Hearth, HeatingSettlement, Loaf

from portal import clock
from portal.extensions import db
from portal.testing import factories


@pytest.fixture(autouse=True)
def tables(app):
    db.create_all()


@pytest.fixture
def today():
    """`with today(2026, 12, 1):` it is that day."""
    return lambda *day: clock.pretend(datetime(*day, 9, tzinfo=clock.SHANGHAI))


@pytest.fixture
def people(cast):
    """Three residents of the street."""
    found = [factories.resident(cast.street, name=name) for name in ("王桂兰", "李秀英", "张玉梅")]
    db.session.commit()
    return found


@pytest.fixture
def loaf(cast):
    """`loaf(person, day)` takes one loaf, booked when it may be; `back=True` takes one back."""

    def take(person, day: date, *, back: bool = False) -> Loaf:
        sign = -1 if back else 1
        row = Loaf(person_id=person.id, baked_on=day, quantity=sign, amount_fen=sign * 100)
        row.booked_on = BreadSettlement.booking_day(cast.street.id, day)
        row.place(cast.street)
        db.session.add(row)
        db.session.flush()
        return row

    return take


@pytest.fixture
def entitle(cast):
    """`entitle(person, day)` from a day on."""

    def enter(person, day: date) -> Hearth:
        row = Hearth(person_id=person.id, valid_from=day)
        row.place(cast.street)
        row.begin()
        db.session.add(row)
        db.session.flush()
        return row

    return enter


@pytest.fixture
def to_reviewed(cast):
    """Draws a settlement up and leads it to 待公示."""

    def lead(kind: type, day: date):
        found = kind.draw_up(day, unit=cast.street, by=cast.clerk)
        db.session.flush()
        found.submit(by=cast.clerk)
        found.check(by=cast.director)
        found.review(by=cast.district)
        db.session.flush()
        return found

    return lead


@pytest.fixture
def bread(to_reviewed):
    return lambda day: to_reviewed(BreadSettlement, day)


@pytest.fixture
def heating(to_reviewed):
    return lambda day: to_reviewed(HeatingSettlement, day)
