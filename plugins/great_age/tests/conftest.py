"""Two who get the allowance, and the rules of the county."""

from datetime import date, datetime

import pytest

from plugins.great_age.models import GreatAge, GreatSettlement
from portal import clock
from portal.extensions import db
from portal.settings import change
from portal.testing import factories


@pytest.fixture
def on():
    """`with on(2026, 11, 3):` it is that day."""
    return lambda *day: clock.pretend(datetime(*day, 9, tzinfo=clock.SHANGHAI))


@pytest.fixture
def rule(cast):
    """`rule(date(2026, 9, 1), tier1="100")`: settings of the county, from a day on."""

    def set_(begins: date, **fields: str) -> None:
        typed = {name: [value] for name, value in fields.items()}
        change("great_age", cast.county, typed, by=None, reason="试验", valid_from=begins)
        db.session.flush()

    return set_


@pytest.fixture
def old(cast, on):
    """Two of 85 and 92 years in 泰兴社区, entitled since 2026, each with an account that came with the roster."""
    found = []
    with on(2026, 1, 5):
        for name, born in (("白玉兰", date(1941, 5, 1)), ("何桂英", date(1934, 2, 1))):
            person = factories.resident(cast.taixing, name=name)
            person.birth_date = born
            row = GreatAge.enrol(unit=cast.taixing, person=person, valid_from=date(2026, 1, 1), by=cast.director)
            row.bank, row.account = "农村信用社", f"62170000{born:%Y%m%d}"
            found.append(row)
        db.session.commit()
    return found


@pytest.fixture
def pay_out(cast, on, settle):
    """`pay_out(8)`: the month settled to the end, paid on the 20th of the next."""

    def lead(month: int, paid: bool = True) -> GreatSettlement:
        settlement = settle(month)
        with on(2026, month + 1, 3):
            settlement.check(by=cast.director)
            settlement.review(by=cast.district)
            settlement.publish(by=cast.district)
        with on(2026, month + 1, 20):
            settlement.settle(by=cast.district)
            if paid and any(each.status == "due" and each.amount_fen > 0 for each in settlement.payments):
                settlement.pay("HD1", date(2026, month + 1, 20), by=cast.district)
            db.session.commit()
        db.session.expire_all()
        return settlement

    return lead


@pytest.fixture
def settle(cast, on):
    """`settle(10)`: the month as submitted in the next."""

    def submit(month: int) -> GreatSettlement:
        with on(2026, month + 1, 2):
            settlement = GreatSettlement.draw_up(date(2026, month, 1), unit=cast.street, by=cast.clerk)
            db.session.flush()
            settlement.submit(by=cast.clerk)
            db.session.commit()
            return settlement

    return submit
