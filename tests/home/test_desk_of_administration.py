"""Whoever administers and whoever audits has a desk: what failed, which offices end, how often somebody could not sign in."""

from datetime import timedelta

import pytest

from portal import clock
from portal.audit import trail
from portal.extensions import db
from portal.jobs.models import Job

pytestmark = pytest.mark.database


def test_work_that_failed_lately_is_on_the_desk_and_old_failures_are_not(as_user, cast):
    for key, days in (("new", 1), ("old", 9)):
        db.session.add(Job(key=key, task="retention.run", state="failed", run_at=clock.now() - timedelta(days=days)))
    db.session.commit()
    for who in ("administrator", "auditor"):
        text = as_user(who).page("/").text
        assert "后台任务失败（近 7 天） 1" in text or "后台任务失败（近 7 天）1" in text
        assert "处理到期的个人信息" in text


def test_an_office_that_soon_ends_is_on_the_desk_and_in_the_list(as_user, cast):
    [office] = cast.clerk.current_appointments
    office.valid_until = clock.today() + timedelta(days=5)
    db.session.commit()
    admin = as_user("administrator")
    assert "续任，或者安排接任" in admin.page("/").text
    assert cast.clerk.name in admin.page("/accounts?state=ending").text
    assert cast.director.name not in admin.page("/accounts?state=ending").text


def test_an_auditor_sees_how_often_somebody_could_not_sign_in(as_user, cast):
    trail.record("sign_in_failed", unit=cast.street, actor=cast.clerk)
    db.session.commit()
    page = as_user("auditor").page("/")
    assert "登录失败（近 7 天）" in page.text
    link = next(each for each in page.links() if "sign_in_failed" in each)
    assert "登录失败" in as_user("auditor").page(link).text
    assert "/audit/hints" in page.links()


def test_a_clerk_sees_none_of_it(as_user, cast):
    assert "登录失败" not in as_user("clerk").page("/").text
