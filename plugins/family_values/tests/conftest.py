"""A hall, a rule of points and a good of 昭君街道 as far as a test needs them. It is Monday, 9 March 2026, ten in the morning."""

from datetime import UTC, date, datetime

import pytest

from plugins.family_values.models import Booking, Good, Hall, PointAccount, PointClaim, PointRule
from portal import clock
from portal.extensions import db
from portal.records.people import Contact
from portal.settings import change

NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)
TUESDAY, FRIDAY, MONDAY = date(2026, 3, 10), date(2026, 3, 13), date(2026, 3, 16)

RULE = {
    "name": "参加小区志愿服务",
    "kind": "volunteer",
    "points": 10,
    "measure": "次",
    "most": 25,
    "period": "month",
    "proof": "志愿服务时长证明编号",
    "source": "昭君街道家庭积分管理办法",
    "valid_from": date(2025, 1, 1),
}
GOOD = {"name": "大米 5 公斤", "measure": "袋", "points": 10, "least": 2, "valid_from": date(2025, 1, 1)}


@pytest.fixture(autouse=True)
def monday():
    with clock.pretend(NOW):
        yield


@pytest.fixture
def hall(cast) -> Hall:
    """Open from Tuesday to Sunday, mornings and afternoons; two groups and 60 people at once; one guide."""
    found = Hall.found(
        unit=cast.street,
        name="昭君家风馆",
        address="文化路 1 号",
        phone="0477-5212345",
        capacity=60,
        groups=2,
        by=cast.director,
    )
    for starts, ends in (("09:00", "11:00"), ("14:30", "16:30")):
        found.add_slot(list("234567"), starts, ends, date(2026, 1, 1), by=cast.director)
    found.appoint(name="乌云", phone="13804770001", valid_from=date(2026, 1, 1), by=cast.director)
    db.session.commit()
    return found


@pytest.fixture
def book(cast, hall):
    """`book(day, people=12)` is a booking for the morning of that day, by the clerk; `by=None` as if by the group itself."""

    def make(day=FRIDAY, *, people=12, slot=0, phone="13804770009", **fields) -> Booking:
        given = {"title": "旗人社局机关党支部", "purpose": "lecture", "by": cast.clerk} | fields
        booking = Booking.apply(
            unit=hall.unit,
            slot_id=hall.slots[slot].id,
            day=day,
            people=people,
            sender=Contact(name="白玉兰", phone=phone),
            **given,
        )
        db.session.commit()
        return booking

    return make


@pytest.fixture
def rules(cast):
    """`rules(notice_days="5")` changes what the district decides, from today."""

    def decide(**fields):
        given = {name: [value] for name, value in fields.items()}
        change("family_values", cast.county, given, by=cast.district, reason="测试", valid_from=clock.today())
        db.session.commit()

    return decide


@pytest.fixture
def rule(cast) -> PointRule:
    """Ten points each time, twenty-five a month at most."""
    made = PointRule.lay_down(unit=cast.street, by=cast.director, **RULE)
    db.session.commit()
    return made


@pytest.fixture
def good(cast) -> Good:
    """Five in stock."""
    made = Good.offer(unit=cast.street, by=cast.director, **GOOD)
    db.session.flush()
    made.receive(5, "采购，发票 1", by=cast.director)
    db.session.commit()
    return made


@pytest.fixture
def claim(cast, rule):
    """`claim(phone="…", on=day)` entered by the clerk; `confirmed=True`: and confirmed by the director."""

    def make(phone="13804770001", name="王桂兰", on=None, by="clerk", confirmed=False, **fields) -> PointClaim:
        given = {"rule_id": rule.id, "happened_on": on or clock.today(), "proof": "编号 2026-1"} | fields
        who = Contact(name=name, phone=phone)
        made = PointClaim.claim(unit=cast.street, claimant=who, by=cast[by] if by else None, **given)
        db.session.flush()
        if confirmed:
            made.confirm(by=cast.director)
        db.session.commit()
        return made

    return make


def account_of(claim: PointClaim) -> PointAccount:
    return db.session.scalars(db.select(PointAccount).where(PointAccount.family_id == claim.family_id)).one()
