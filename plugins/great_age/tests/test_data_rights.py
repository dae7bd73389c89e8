"""What 高龄津贴 holds about somebody: told, in the way of an erasure while it is paid, then without the account."""

from datetime import date

import pytest

from plugins.great_age.models import GreatSettlement
from portal.extensions import db
from portal.people.data_rights import erase, export, hindrance

pytestmark = pytest.mark.database


@pytest.fixture
def person(old, cast):
    """白玉兰, with an account."""
    old[0].change_account("农村信用社", "6217000012345678", by=cast.director)
    db.session.commit()
    return old[0].person


def test_the_allowance_is_handed_out(person, cast):
    held = export(person, by=cast.director)["内容"]
    assert held["高龄津贴"][0]["账号"] == "6217000012345678"


def test_what_was_paid_is_handed_out(person, cast, on):
    with on(2026, 11, 5):
        great = GreatSettlement(
            unit=cast.street, number="高结1", first_day=date(2026, 10, 1), last_day=date(2026, 10, 31)
        )
        great.place(cast.street)
        great.payments.append(
            GreatSettlement.payment_class(
                person=person, amount_fen=10_000, status="paid", paid_on=date(2026, 11, 4), receipt="HD1"
            )
        )
        db.session.add(great)
        db.session.commit()
    [paid] = export(person, by=cast.director)["内容"]["补贴发放"]
    assert (paid["金额（元）"], paid["发放日期"], paid["回单号"]) == ("100.00", "2026-11-04", "HD1")


def test_an_erasure_waits_until_the_allowance_is_stopped(person, cast):
    assert "在发的高龄津贴" in hindrance(person)


def test_the_account_goes(person, old, cast):
    old[0].stop(date(2026, 11, 1), "own", by=cast.director)
    db.session.commit()
    said = "".join(erase(person, "本人申请", by=cast.director))
    db.session.commit()
    assert "开户行和账号已删除" in said
    assert (old[0].account, old[0].bank) == (None, "")
