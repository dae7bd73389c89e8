"""The first accounts of a new installation."""

import pytest

from portal.accounts.models import User
from portal.extensions import db
from portal.testing import cast as casting

PASSWORD = "Xin-Mima-2026"


def run(app, *arguments, password=PASSWORD):
    return app.test_cli_runner().invoke(args=["accounts", *arguments], env={"PORTAL_NEW_PASSWORD": password})


def test_a_new_admin_is_created_and_signs_in(app, cast, client):
    answer = run(app, "create", "newadmin", "--name", "钱进", "--role", "administrator", "--unit", "达拉特旗")
    assert answer.exit_code == 0, answer.output
    assert "等您办的" in client.sign_in("newadmin", PASSWORD).heading


@pytest.mark.parametrize(
    ("password", "message"), [("short1A", "至少 10 位"), ("alllowercase", "三类"), ("Fengqiao@2026", "演示密码")]
)
def test_an_easy_password_is_refused_and_nobody_is_created(app, cast, password, message):
    answer = run(app, "create", "weak", "--name", "甲", "--role", "clerk", "--unit", "昭君街道", password=password)
    assert answer.exit_code == 1
    assert message in answer.output
    assert db.session.query(User).filter_by(username="weak").count() == 0


def test_names_are_taken_once_and_units_must_exist(app, cast):
    assert "已经存在" in run(app, "create", "clerk", "--name", "甲", "--role", "clerk", "--unit", "昭君街道").output
    assert "没有找到单位" in run(app, "create", "x", "--name", "甲", "--role", "clerk", "--unit", "无此街道").output


def test_a_new_password_opens_a_locked_account(app, cast, client):
    for _ in range(5):
        client.sign_in("clerk", "wrong")
    assert run(app, "password", "clerk").exit_code == 0
    assert "等您办的" in client.sign_in("clerk", PASSWORD).heading


def test_a_closed_account_stays_out(app, cast, as_user, client):
    signed_in = as_user("clerk")
    assert run(app, "close", "clerk").exit_code == 0
    assert signed_in.get("/").status_code == 303
    assert "停用" in client.sign_in("clerk", casting.PASSWORD).text
