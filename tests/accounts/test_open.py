"""The administrator opens an account; its first password is shown once and must be changed at the first sign-in."""

import re

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import User
from portal.accounts.passwords import check_strength, first_password
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.testing.cast import PASSWORD

OWN = "Ziji-De-Mima-2026"
SHOWN = re.compile(r"[A-Za-z2-9]{4}(?:-[A-Za-z2-9]{4}){2}")


@pytest.fixture
def administrator(as_user, cast):
    return as_user("administrator")


def opened(administrator, cast, **changes):
    """The answer to the form 开通账号."""
    typed = {"username": "wangxiaoyan", "name": "王小燕", "role": "clerk", "unit_id": cast.unit_ids["street"]} | changes
    return administrator.fill(administrator.page("/accounts/new"), **typed)


def password_on(page) -> str:
    return SHOWN.search(page.text)[0]


def test_an_account_is_opened_and_its_password_shown_once(administrator, cast):
    page = opened(administrator, cast)
    assert page.status == 200
    assert page.response.headers["Cache-Control"] == "no-store"
    password = password_on(page)
    user = db.session.scalar(select(User).where(User.username == "wangxiaoyan"))
    assert (user.name, [(each.role, each.unit_id) for each in user.appointments]) == (
        "王小燕",
        [("clerk", cast.unit_ids["street"])],
    )
    assert user.verify_password(password)
    for url in ("/accounts", f"/accounts/{user.id}", f"/accounts/{user.id}/password"):
        assert password not in administrator.page(url).text


def test_sent_twice_it_is_opened_once_and_the_password_is_not_shown_again(administrator, cast):
    page = administrator.page("/accounts/new")
    typed = {"username": "wangxiaoyan", "name": "王小燕", "role": "clerk", "unit_id": cast.unit_ids["street"]}
    password = password_on(administrator.fill(page, **typed))
    again = administrator.fill(page, **typed)
    assert again.heading == "王小燕"
    assert password not in again.text
    assert db.session.query(User).filter_by(username="wangxiaoyan").count() == 1


def test_whoever_signs_in_with_it_changes_it_first(app, administrator, cast):
    password, client = password_on(opened(administrator, cast)), app.test_client()
    page = client.sign_in("wangxiaoyan", password)
    assert page.heading == "修改密码"
    for url in ("/", "/cases", "/cases/new", "/people", "/search?q=张"):
        assert client.page(url).url == "/password"
    assert client.get("/cases", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/password"
    token = page.fields(page.form())["csrf_token"]
    assert client.post("/cases/new", data={"csrf_token": token}).headers["Location"] == "/password"
    page = client.fill(page, password=password, new_password=OWN, new_password_again=OWN)
    assert "等您办的" in page.heading
    assert client.page("/cases").url == "/cases"
    assert "等您办的" in app.test_client().sign_in("wangxiaoyan", OWN).heading
    assert "不正确" in app.test_client().sign_in("wangxiaoyan", password).text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"password": "wrong"}, "现在的密码不正确"),
        ({"new_password_again": OWN + "x"}, "不一样"),
        ({"new_password": "short1A", "new_password_again": "short1A"}, "至少 10 位"),
        ({"new_password": PASSWORD, "new_password_again": PASSWORD}, "不能和现在的密码相同"),
    ],
)
def test_a_new_password_must_be_sound_and_the_old_one_known(as_user, cast, typed, message):
    client = as_user("clerk")
    page = client.fill(
        client.page("/password"), **{"password": PASSWORD, "new_password": OWN, "new_password_again": OWN} | typed
    )
    assert page.status == 422
    assert message in page.text
    assert OWN not in page.response.get_data(as_text=True)
    assert db.session.get(User, cast.user_ids["clerk"]).verify_password(PASSWORD)


def test_changing_it_ends_the_sessions_elsewhere(as_user, cast):
    here, elsewhere = as_user("clerk"), as_user("clerk")
    page = here.fill(here.page("/password"), password=PASSWORD, new_password=OWN, new_password_again=OWN)
    assert "密码已修改" in page.text
    assert elsewhere.get("/").status_code == 303


def test_no_draft_keeps_a_password(as_user, cast):
    client = as_user("clerk")
    page = client.page("/password")
    form = page.fields(page.form()) | {"password": PASSWORD, "new_password": OWN, "new_password_again": OWN}
    client.delete_cookie("portal_session")
    client.post("/password", data=form)
    page = client.fill(client.page("/login"), username="clerk", password=PASSWORD)
    page = client.page("/password?draft=1")
    assert OWN not in page.response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"username": "clerk"}, "已经存在"),
        ({"username": "王 小"}, "不能有空格"),
        ({"username": "x"}, "2 至 40 个"),
        ({"username": "13812345678"}, "账号里不能写身份证号"),
        ({"username": "150621197107069972"}, "账号里不能写身份证号"),
        ({"name": " "}, "请填写姓名"),
        ({"unit_id": "999999"}, "现在不能选"),
        ({"role": "emperor"}, "现在不能选"),
    ],
)
def test_what_cannot_be_is_refused_at_the_field(administrator, cast, typed, message):
    before = db.session.query(User).count()
    page = opened(administrator, cast, **typed)
    assert page.status == 422
    assert message in page.text
    assert not SHOWN.search(page.text)
    assert db.session.query(User).count() == before


def test_it_stands_in_the_audit_trail_without_the_password(administrator, cast, as_user):
    password = password_on(opened(administrator, cast))
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "account_create")).one()
    assert (entry.actor_id, entry.unit_id, entry.detail) == (
        cast.user_ids["administrator"],
        cast.unit_ids["street"],
        f"wangxiaoyan：受理员，从 {clock.today()} 起",
    )
    page = as_user("auditor").page("/audit/")
    assert "开通账号" in page.text
    assert password not in page.text


def test_first_passwords_are_sound_and_never_the_same():
    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        check_strength(password)
        assert not set(password) & set("0O1lIio")


@pytest.mark.parametrize("name", ["王小燕150621195001019011", "王小燕 13900001111"])
def test_no_number_of_a_person_stands_in_the_name_of_an_account(administrator, cast, name):
    page = opened(administrator, cast, name=name)
    assert (page.status, "姓名里不能写身份证号、电话号码" in page.text) == (422, True)
