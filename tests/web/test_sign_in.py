"""Signing in, and what a stranger meets."""

import pytest

from portal import clock
from portal.extensions import db
from portal.testing.cast import PASSWORD


def test_everybody_of_the_cast_reaches_the_work_desk(app, cast):
    for username in cast.roles:
        page = app.test_client().sign_in(username, PASSWORD)
        assert page.status == 200
        assert "等您办的" in page.heading


def test_a_wrong_password_is_refused_and_the_name_is_kept(client, cast):
    page = client.sign_in("clerk", "wrong")
    assert page.status == 422
    assert "账号或密码不正确" in page.text
    assert page.fields(page.form())["username"] == "clerk"


def test_ten_wrong_passwords_hold_up_an_unknown_browser_for_a_while(client, cast):
    with clock.pretend(clock.now()):  # a second later it is a second less
        for _ in range(10):
            client.sign_in("clerk", "wrong")
        page = client.sign_in("clerk", PASSWORD)
    assert (page.status, page.response.headers["Retry-After"]) == (429, "3600")
    assert "请约 60 分钟后再试" in page.text
    assert page.fields(page.form())["username"] == "clerk", "nothing typed is lost"


def test_a_stranger_is_asked_to_sign_in_and_comes_back_to_the_page(client, cast):
    page = client.page("/cases?status=open")
    assert page.url == "/login"
    page = client.fill(page, username="clerk", password=PASSWORD)
    assert page.url == "/cases"


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_site(client, cast, target):
    page = client.page("/login", query_string={"next": target})
    answer = client.fill(page, follow=False, username="clerk", password=PASSWORD)
    assert answer.response.headers["Location"] == "/"


def test_an_account_without_a_password_lets_nobody_in(client, cast):
    cast.clerk.bar_password()
    db.session.commit()
    for password in ("!", "", PASSWORD):
        assert "等您办的" not in client.sign_in("clerk", password).text
