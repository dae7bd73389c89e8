"""How long a password may be used, how often it must be another one, and how long it must be, as the district decides."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts.models import User
from portal.extensions import db
from portal.testing.cast import PASSWORD

pytestmark = pytest.mark.database
PAGE = "/password"


@pytest.fixture
def used_for(cast):
    """`used_for(91)`: the clerk set the password so many days ago."""

    def age(days: int) -> None:
        cast.clerk.password_at = datetime.now(UTC) - timedelta(days=days)
        db.session.commit()

    return age


def change(client, now: str, new: str):
    return client.fill(client.page(PAGE), password=now, new_password=new, new_password_again=new)


def test_one_that_is_too_old_is_changed_before_anything_else(as_user, used_for):
    used_for(90)
    clerk = as_user("clerk")
    page = clerk.page("/cases")
    assert page.url == PAGE
    assert "您的密码已经用了 90 天，请先换一个。" in page.text
    change(clerk, PASSWORD, "Xin-de-mima-7719")
    assert clerk.page("/cases").url == "/cases"


def test_what_is_being_sent_when_it_becomes_too_old_arrives(as_user, used_for):
    clerk = as_user("clerk")
    page = clerk.page("/account")
    used_for(90)
    assert clerk.fill(page, "/display", no_slash="1", follow=False).status == 303
    assert clerk.get("/cases").status_code == 303


@pytest.mark.parametrize(("days", "told"), [(75, False), (76, True), (89, True)])
def test_that_it_will_soon_be_too_old_is_said_on_the_desk(as_user, used_for, days, told):
    used_for(days)
    assert (f"您的密码还能用 {90 - days} 天" in as_user("clerk").page("/").text) is told


def test_a_district_may_ask_for_none(as_user, used_for, decide):
    decide(password_days="0")
    used_for(1000)
    assert as_user("clerk").page("/cases").url == "/cases"


def test_the_last_ones_are_not_taken_again(as_user, decide):
    decide(password_last="2")
    clerk, now = as_user("clerk"), PASSWORD
    for new in ("Xin-de-mima-7719", "Lan-tian-baiyun-83"):
        change(clerk, now, new)
        now = new
    refused = change(clerk, now, PASSWORD)
    assert (refused.status, "最近 2 次用过这个密码" in refused.text) == (422, True)
    change(clerk, now, "Shan-gao-shui-chang-5")
    assert change(clerk, "Shan-gao-shui-chang-5", PASSWORD).status == 200, "the one before the last two"


def test_a_wrong_password_says_nothing_of_the_former_ones(as_user):
    clerk = as_user("clerk")
    change(clerk, PASSWORD, "Xin-de-mima-7719")
    refused = change(clerk, "Bu-dui-de-mima-1", PASSWORD)
    assert "现在的密码不正确" in refused.text
    assert "用过这个密码" not in refused.text


def test_a_district_may_ask_for_longer_ones(as_user, decide):
    decide(password_least="14")
    clerk = as_user("clerk")
    assert "至少 14 位" in clerk.page(PAGE).text
    refused = change(clerk, PASSWORD, "Lan8-baiyun-x")
    assert "密码至少 14 位，现在是 13 位" in refused.text


def test_former_ones_stand_nowhere_in_the_open(as_user, cast):
    change(as_user("clerk"), PASSWORD, "Xin-de-mima-7719")
    kept = db.session.execute(db.text("select password_hash from accounts_former_password")).scalars().all()
    assert [each.startswith("$argon2id$") for each in kept] == [True]


def test_who_has_a_password_from_somebody_else_is_asked_for_that_first(as_user, cast, used_for):
    used_for(400)
    db.session.get(User, cast.clerk.id).must_change_password = True
    db.session.commit()
    page = as_user("clerk").page("/cases")
    assert "别人给的初始密码" in page.text
    assert "已经用了" not in page.text
