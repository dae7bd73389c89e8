"""A rule of points and a good of 昭君街道 as far as a test needs them. It is Monday, 9 March 2026, ten in the morning."""

from datetime import UTC, date, datetime

import pytest

from plugins.family_points.models import Good, PointAccount, PointClaim, PointRule
from portal import clock
from portal.extensions import db
from portal.records.people import Contact
from portal.settings import change

NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)
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
def rules(cast):
    """`rules(notice_days="5")` changes what the district decides, from today."""

    def decide(**fields):
        given = {name: [value] for name, value in fields.items()}
        change("family_points", cast.county, given, by=cast.district, reason="测试", valid_from=clock.today())
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
