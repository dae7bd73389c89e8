"""Passwords set anew, accounts locked, unlocked and closed, on the page and on the command line alike."""

import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.testing.cast import PASSWORD
from tests.accounts.test_open import password_on


@pytest.fixture
def administrator(as_user, cast):
    return as_user("administrator")


def page_of(cast, username: str, step: str = "") -> str:
    return f"/accounts/{cast.user_ids[username]}{step}"


def audited() -> list[str]:
    return list(
        db.session.scalars(
            select(AuditEntry.action).where(AuditEntry.action.startswith("account_")).order_by(AuditEntry.id)
        )
    )


def test_a_new_password_is_shown_once_ends_sessions_and_must_be_changed(app, administrator, as_user, cast):
    clerk = as_user("clerk")
    page = administrator.fill(administrator.page(page_of(cast, "clerk", "/password")))
    password = password_on(page)
    assert clerk.get("/").status_code == 303
    assert "不正确" in app.test_client().sign_in("clerk", PASSWORD).text
    assert app.test_client().sign_in("clerk", password).heading == "修改密码"
    assert password not in administrator.page(page_of(cast, "clerk")).text
    assert audited() == ["account_password"]


def test_it_opens_an_account_that_wrong_passwords_hold_up(app, administrator, cast):
    for _ in range(10):
        app.test_client().sign_in("clerk", "wrong")
    assert "输错密码太多，没有登录过的电脑到" in administrator.page(page_of(cast, "clerk")).text
    assert "clerk" in administrator.page("/accounts?state=locked").text
    password = password_on(administrator.fill(administrator.page(page_of(cast, "clerk", "/password"))))
    assert app.test_client().sign_in("clerk", password).heading == "修改密码"


def test_a_locked_account_is_out_at_once_and_in_again_when_unlocked(app, administrator, as_user, cast):
    clerk = as_user("clerk")
    page = administrator.fill(administrator.page(page_of(cast, "clerk", "/lock")), reason="休产假")
    assert "已锁定" in page.text
    assert clerk.get("/").status_code == 303
    assert "停用" in app.test_client().sign_in("clerk", PASSWORD).text
    assert administrator.fill(administrator.page(page_of(cast, "clerk", "/unlocking"))).status == 200
    assert "等您办的" in app.test_client().sign_in("clerk", PASSWORD).heading
    assert audited() == ["account_lock", "account_unlock"]
    assert db.session.scalar(select(AuditEntry.detail).where(AuditEntry.action == "account_lock")) == "休产假"


def test_unlocking_undoes_wrong_passwords_and_keeps_the_right_one(app, administrator, cast):
    for _ in range(10):
        app.test_client().sign_in("clerk", "wrong")
    administrator.fill(administrator.page(page_of(cast, "clerk", "/unlocking")))
    assert "等您办的" in app.test_client().sign_in("clerk", PASSWORD).heading


def test_a_closed_account_has_no_office_left(app, administrator, cast):
    page = administrator.fill(administrator.page(page_of(cast, "clerk", "/closure")), reason="调离")
    assert "已停用" in page.text
    assert "停用" in app.test_client().sign_in("clerk", PASSWORD).text
    user = db.session.get(User, cast.user_ids["clerk"])
    assert (user.active, user.standing_appointments) == (False, [])
    assert "受理员小王" in administrator.page("/accounts?state=idle").text  # who left stays in the list


@pytest.mark.parametrize(("step", "message"), [("/lock", "请写明理由"), ("/closure", "请写明理由")])
def test_locking_and_closing_take_a_reason(administrator, cast, step, message):
    page = administrator.fill(administrator.page(page_of(cast, "clerk", step)), reason=" ")
    assert page.status == 422
    assert message in page.text
    assert db.session.get(User, cast.user_ids["clerk"]).active


def test_what_is_done_already_is_not_done_again(administrator, cast):
    steps = {step: administrator.page(page_of(cast, "clerk", step)) for step in ("/lock", "/closure", "/unlocking")}
    assert administrator.fill(steps["/unlocking"]).status == 409
    administrator.fill(steps["/lock"], reason="休假")
    again = administrator.page(page_of(cast, "clerk", "/lock"))
    assert administrator.fill(again, reason="休假").status == 409


def test_the_command_line_does_the_same(app, cast, client):
    def run(*arguments):
        return app.test_cli_runner().invoke(args=["accounts", *arguments])

    assert run("lock", "clerk", "--reason", "休假").exit_code == 0
    assert "停用" in client.sign_in("clerk", PASSWORD).text
    assert "已经锁定" in run("lock", "clerk").output
    assert run("unlock", "clerk").exit_code == 0
    assert "等您办的" in client.sign_in("clerk", PASSWORD).heading
    assert run("appoint", "clerk", "--role", "mediator", "--unit", "昭君街道").exit_code == 0
    assert "已经是" in run("appoint", "clerk", "--role", "mediator", "--unit", "昭君街道").output
    assert run("end", "clerk", "--role", "mediator", "--unit", "昭君街道").exit_code == 0
    assert "不是" in run("end", "clerk", "--role", "mediator", "--unit", "昭君街道").output
    assert audited() == ["account_lock", "account_unlock", "account_appoint", "account_end"]
