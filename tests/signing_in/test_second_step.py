"""The second step of signing in: a code of the telephone, or of the paper, after the password; each code once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts import verbs as accounts
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.signing_in.models import RecoveryCode
from portal.testing.at_once import one_while_the_other
from portal.testing.cast import PASSWORD

pytestmark = pytest.mark.database


@pytest.fixture
def half(app, phone):
    """`half()` is a client of the clerk, and the page on which the code is asked for."""

    def make(url: str = "/login"):
        client = app.test_client()
        return client, client.fill(client.page(url), username="clerk", password=PASSWORD)

    return make


def audited() -> list[tuple[str, str]]:
    rows = db.session.execute(select(AuditEntry.action, AuditEntry.detail).order_by(AuditEntry.id))
    return [(action, detail) for action, detail in rows]


def test_whoever_has_none_signs_in_as_before(client, cast):
    assert "等您办的" in client.sign_in("clerk", PASSWORD).heading


def test_the_password_alone_opens_nothing(half):
    client, page = half()
    assert page.heading == "输入动态码"
    assert client.get("/cases").status_code == 303


def test_with_the_code_one_comes_to_the_page_one_wanted(half, phone):
    client, page = half("/login?next=/cases")
    assert client.fill(page, code=phone.now).url == "/cases"


@pytest.mark.parametrize("written", ["{} {}", "{}-{}", " {}{} "])
def test_it_may_be_typed_in_groups(half, phone, written):
    client, page = half()
    assert "等您办的" in client.fill(page, code=written.format(phone.now[:3], phone.now[3:])).heading


def test_a_wrong_code_is_refused_at_its_field_and_recorded(half, phone):
    client, page = half()
    page = client.fill(page, code=phone.at(9))
    assert (page.status, page.heading) == (422, "输入动态码")
    assert "动态码不正确" in page.text
    assert audited()[-1] == ("sign_in_failed", "clerk：动态码不正确")
    assert client.get("/cases").status_code == 303


@pytest.mark.parametrize("typed", ["一二三四五六", "é23456", "١٢٣٤٥٦"])
def test_what_is_no_figure_is_a_wrong_code(half, phone, typed):
    client, page = half()
    assert client.fill(page, code=typed).status == 422


def test_a_code_signs_in_once(half, phone):
    first, page = half()
    first.fill(page, code=phone.now)
    second, page = half()
    assert second.fill(page, code=phone.now).status == 422
    assert second.fill(page, code=phone.at(-1)).status == 422, "nor one from before it"
    assert "等您办的" in second.fill(page, code=phone.at(1)).heading


def test_of_two_who_use_a_code_at_the_same_moment_one_gets_in(app, half, phone):
    (first, page), (second, other) = half(), half()
    answers = one_while_the_other(
        app, lambda: first.fill(page, code=phone.now).status, lambda: second.fill(other, code=phone.now).status
    )
    assert sorted(answers) == [200, 422]


def test_a_code_on_paper_stands_in_for_the_telephone_once(half, phone):
    client, page = half()
    assert "等您办的" in client.fill(page, code=phone.paper[0].upper()).heading
    assert ("factor_recovery", "还剩 9 个") in audited()
    client, page = half()
    assert client.fill(page, code=phone.paper[0]).status == 422


def test_who_has_few_codes_left_is_told(half, phone, cast):
    used = db.session.scalars(select(RecoveryCode).limit(7)).all()
    for each in used:
        each.used_at = clock.now()
    db.session.commit()
    client, page = half()
    left = next(code for code in phone.paper if RecoveryCode.takes(cast.clerk, code))
    db.session.rollback()
    assert "备用码只剩 2 个" in client.fill(page, code=left).text


def test_ten_wrong_codes_hold_up_an_unknown_browser(half, phone):
    client, page = half()
    for _ in range(10):
        page = client.fill(page, code="000000" if phone.now != "000000" else "000001")
    page = client.fill(page, code=phone.now)
    assert (page.status, page.response.headers["Retry-After"]) == (429, "1800")
    assert "近来输错动态码的次数太多，请约 30 分钟后再试" in page.text


def test_a_stranger_who_knows_the_password_does_not_keep_the_owner_out(app, half, phone):
    owner, page = half()
    owner.fill(page, code=phone.now)
    owner.fill(owner.page("/"), "/logout")
    stranger, page = half()
    for _ in range(11):
        page = stranger.fill(page, code=phone.at(50))
    assert page.status == 429
    page = owner.fill(owner.page("/login"), username="clerk", password=PASSWORD)
    assert "等您办的" in owner.fill(page, code=phone.at(1)).heading


def test_after_ten_minutes_one_begins_anew(half, phone):
    client, page = half()
    with clock.pretend(clock.now() + timedelta(minutes=11)):
        page = client.fill(page, code=phone.now)
    assert page.url == "/login"
    assert "请先输入账号和密码" in page.text


@pytest.mark.parametrize("step", ["lock", "password"])
def test_what_ends_sessions_ends_the_second_step(half, phone, cast, step):
    client, page = half()
    if step == "lock":
        accounts.lock(cast.clerk, "发现被他人使用", by=None)
    else:
        accounts.reset_password(cast.clerk, "Lingyige-2026-Mima", by=None)
    db.session.commit()
    assert client.fill(page, code=phone.now).url == "/login"


def test_nobody_comes_to_the_second_step_without_the_first(client, cast):
    assert client.page("/login/code").url == "/login"


def test_the_look_of_pages_stays_as_it_was_chosen(app, half, phone):
    client = app.test_client()
    client.fill(client.page("/login"), "/display", button=("large", "1"))
    page = client.fill(client.page("/login"), username="clerk", password=PASSWORD)
    assert "is-large" in page.tree.get("class")
    assert "is-large" in client.fill(page, code=phone.now).tree.get("class")
