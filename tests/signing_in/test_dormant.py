"""Accounts to which nobody has signed in for long are locked at night, and their administrator sees to them."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts import delegation, verbs
from portal.accounts.models import NO_PASSWORD, User
from portal.audit import trail
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.signing_in.dormant import lock_dormant
from portal.testing.cast import PASSWORD
from portal.testing.core_history import core_back_to, core_to_head

pytestmark = pytest.mark.database


@pytest.fixture
def unused(cast):
    """`unused("clerk", 91)`: nobody has signed in for so many days."""

    def since(username: str, days: int) -> None:
        getattr(cast, username).used_at = datetime.now(UTC) - timedelta(days=days)
        db.session.commit()

    return since


def tonight() -> str:
    said = lock_dormant(SimpleNamespace(now=datetime.now(UTC)), lambda done, total: None)
    db.session.commit()
    return said


def locked() -> set[str]:
    return set(db.session.scalars(select(User.username).where(~User.active)))


def test_ninety_days_are_too_long_and_a_day_less_is_not(cast, unused):
    unused("clerk", 90)
    unused("mediator", 89)
    assert tonight() == "锁定长期没有登录的账号 1 个。"
    assert locked() == {"clerk"}


def test_nobody_stands_in_any_longer_for_an_account_that_is_locked_at_night(cast, unused):
    office, today = cast.clerk.appointments[0], clock.today()
    held = delegation.name_deputy(office, cast.mediator, today, None, reason="AB 岗", by=None)
    unused("clerk", 90)
    tonight()
    assert held.is_over(today)
    assert not office.is_over(today)
    told = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert told[-2:] == ["account_delegate_end", "account_dormant"]


def test_the_district_decides_after_how_many_days(cast, unused, decide):
    decide(dormant_days="30")
    unused("clerk", 31)
    tonight()
    assert locked() == {"clerk"}


def test_who_serves_in_two_districts_has_the_time_of_the_more_patient_one(cast, unused, decide):
    verbs.appoint(cast.clerk, "clerk", cast.outside_street, by=None)
    decide(dormant_days="30")
    unused("clerk", 60)
    tonight()
    assert locked() == set()


def test_who_signs_in_is_used(app, cast, unused):
    unused("clerk", 80)
    app.test_client().sign_in("clerk", PASSWORD)
    assert clock.now() - cast.clerk.used_at < timedelta(minutes=5)


def test_it_is_told_to_the_administrator_who_unlocks_it(app, as_user, cast, unused):
    unused("clerk", 120)
    tonight()
    administrator = as_user("administrator")
    there = f"/accounts/{cast.user_ids['clerk']}"
    assert there in administrator.page("/").links()
    assert "长期没有登录被锁定的账号" in administrator.page("/").text
    assert there in administrator.page("/accounts?state=dormant").links()
    assert "长期没有登录，已锁定" in administrator.page(there).text
    assert "已锁定或停用" in app.test_client().sign_in("clerk", PASSWORD).text
    administrator.fill(administrator.page(f"{there}/unlocking"))
    assert there not in administrator.page("/").links()
    tonight()
    assert "等您办的" in app.test_client().sign_in("clerk", PASSWORD).heading
    assert (
        db.session.scalar(select(AuditEntry.detail).where(AuditEntry.action == "account_dormant")) == "120 天没有登录"
    )


def test_closed_it_is_seen_to_as_well(as_user, cast, unused):
    unused("clerk", 120)
    tonight()
    administrator = as_user("administrator")
    there = f"/accounts/{cast.user_ids['clerk']}"
    administrator.fill(administrator.page(f"{there}/closure"), reason="已经调离")
    assert there not in administrator.page("/").links()


def test_another_district_is_not_told(as_user, cast, unused):
    unused("outsider", 120)
    tonight()
    assert locked() == {"outsider"}
    assert f"/accounts/{cast.user_ids['outsider']}" not in as_user("administrator").page("/").links()


def test_the_last_administrator_is_not_locked(cast, unused):
    unused("administrator", 400)
    assert tonight() == "锁定长期没有登录的账号 0 个。1 个是当地唯一的系统管理员，没有锁定。"
    assert locked() == set()


def test_of_two_administrators_the_one_used_last_stays(cast, unused):
    second = verbs.open_account("second", "系统管理员小何", "Lingyige-2026-Mima", "administrator", cast.county, by=None)
    second.used_at = datetime.now(UTC) - timedelta(days=200)
    unused("administrator", 300)
    tonight()
    assert locked() == {"administrator"}


def test_who_cannot_sign_in_anyway_is_left_alone(cast, unused):
    unused("clerk", 400)
    cast.clerk.password_hash = NO_PASSWORD
    unused("mediator", 400)
    cast.mediator.appointments[0].valid_until = clock.today() - timedelta(days=300)
    db.session.commit()
    tonight()
    assert locked() == set()


def test_whoever_was_there_before_counts_from_the_trail(app, cast):
    trail.record("sign_in", actor=cast.clerk)
    db.session.commit()
    core_back_to("core_0038")
    assert not core_to_head()
    db.session.remove()
    assert clock.now() - cast.clerk.used_at < timedelta(minutes=5)
    assert cast.mediator.used_at == cast.mediator.created_at
