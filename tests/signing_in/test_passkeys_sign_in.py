"""通行密钥: as the second step, instead of the password where the district allows it; each answer once, and of this site alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.signing_in import verbs
from portal.signing_in.models import RecoveryCode
from portal.signing_in.passkeys.models import Passkey
from portal.testing.cast import PASSWORD
from tests.signing_in.key import Key

pytestmark = pytest.mark.database
ALONE = "用通行密钥登录"


def asked_on(page) -> str:
    """What the page asks a key."""
    return next(each.get("data-asked") for each in page.tree.iter("form") if each.get("data-key"))


def add(client, key: Key, **typed):
    page = client.page("/account/passkeys/new")
    fields = {"name": "办公电脑", "password": PASSWORD, "credential": key.registered(asked_on(page))}
    return client.fill(page, **fields | typed)


@pytest.fixture
def key():
    return Key()


@pytest.fixture
def owner(as_user, decide, key):
    """The clerk, signed in, who has registered the key."""
    decide(passkeys="second", passkey_roles=["clerk"])
    clerk = as_user("clerk")
    assert add(clerk, key).heading == "备用码"
    return clerk


@pytest.fixture
def instead(owner, decide):
    """The district allows it instead of the password."""
    decide(passkeys="instead", passkey_roles=["clerk"])


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def by_password(app):
    client = app.test_client()
    return client, client.sign_in("clerk", PASSWORD)


def alone(app, key: Key):
    client = app.test_client()
    page = client.page("/login/passkey")
    return client, client.fill(page, credential=key.answer(asked_on(page)))


def test_registering_keeps_one_signed_in_here_and_is_recorded(owner):
    page = owner.page("/account/passkeys")
    assert "办公电脑" in page.text
    assert "passkey_add" in actions()


def test_after_the_password_the_key_is_asked(app, owner, key):
    client, page = by_password(app)
    assert page.heading == "再证明一次是本人"
    assert client.get("/cases").status_code == 303
    page = client.fill(page, "/login/code/passkey", credential=key.answer(asked_on(page)))
    assert "等您办的" in page.heading
    assert db.session.scalar(select(Passkey.used_at)) is not None


def test_a_browser_without_keys_takes_a_code_on_paper(app, owner, cast):
    paper = RecoveryCode.give(cast.clerk)
    db.session.commit()
    client, page = by_password(app)
    assert "没有通行密钥可用的，输入一个备用码" in page.text
    assert "动态码" not in page.text
    assert "备用码不正确" in client.fill(page, "/login/code", code="000000").text
    assert "等您办的" in client.fill(page, "/login/code", code=paper[0]).heading


def test_an_answer_counts_once(app, owner, key, instead):
    client = app.test_client()
    page = client.page("/login/passkey")
    answer = key.answer(asked_on(page))
    cookie = client.get_cookie("portal_session")
    assert "等您办的" in client.fill(page, credential=answer).heading
    thief = app.test_client()
    thief.set_cookie("portal_session", cookie.value)
    key.count = 0
    page = thief.fill(page, credential=answer)
    assert (page.status, page.heading) == (422, ALONE)


def test_the_key_of_another_is_no_second_step(app, owner, key, cast):
    other = Key(b"another key")
    assert "已增加" in add(owner, other).text
    db.session.scalars(select(Passkey).order_by(Passkey.id)).first().user_id = cast.mediator.id
    db.session.commit()
    client, page = by_password(app)
    page = client.fill(page, "/login/code/passkey", credential=key.answer(asked_on(page)))
    assert page.status == 422
    assert "通行密钥没有通过" in page.text
    assert actions()[-1] == "sign_in_failed"


def test_alone_it_opens_nothing_unless_the_district_allows_it(app, owner, key):
    _, page = alone(app, key)
    assert page.status == 422
    assert "不能只用通行密钥登录" in page.text


def test_alone_it_signs_in_where_the_district_allows_it(app, instead, key):
    assert ALONE in app.test_client().page("/login").text
    _, page = alone(app, key)
    assert "等您办的" in page.heading
    assert db.session.scalar(select(AuditEntry.detail).order_by(AuditEntry.id.desc()).limit(1)) == "用通行密钥"


def test_a_key_that_asked_for_no_finger_is_refused(app, instead, key):
    key.verified = False
    assert alone(app, key)[1].status == 422


def test_a_key_on_a_site_that_looks_alike_is_refused(app, instead, key):
    key.origin = "https://portal.example.attacker.cn"
    assert alone(app, key)[1].status == 422


def test_after_five_minutes_it_is_asked_anew(app, instead, key):
    client = app.test_client()
    page = client.page("/login/passkey")
    answer = key.answer(asked_on(page))
    with clock.pretend(clock.now() + timedelta(minutes=6)):
        assert client.fill(page, credential=answer).status == 422


def test_a_locked_account_stays_locked(app, instead, key, cast):
    cast.clerk.active = False
    db.session.commit()
    assert "已锁定" in alone(app, key)[1].text


@pytest.mark.parametrize(
    "typed", ["", "{}", "[]", "nonsense", '{"id": 7}', '{"id": "AA", "rawId": "AA", "type": "public-key"}']
)
def test_what_no_browser_sends_is_refused(app, instead, typed):
    client = app.test_client()
    assert client.fill(client.page("/login/passkey"), credential=typed).status == 422


def test_whose_office_asks_for_two_ways_is_done_with_a_key(app, owner, key, decide):
    decide(asked="chosen", roles=["clerk"], passkeys="second", passkey_roles=["clerk"])
    client, page = by_password(app)
    page = client.fill(page, "/login/code/passkey", credential=key.answer(asked_on(page)))
    assert "等您办的" in page.heading


def test_the_last_one_stays_where_an_office_asks_for_it(owner, decide):
    decide(asked="chosen", roles=["clerk"])
    ident = db.session.scalar(select(Passkey.id))
    page = owner.fill(owner.page(f"/account/passkeys/{ident}/removal"), password=PASSWORD)
    assert page.status == 409
    assert "最后一种不能取消" in page.text


def test_several_with_names_and_one_less(owner, as_user):
    second = Key(b"another key")
    assert "已增加通行密钥“蓝色安全密钥”" in add(owner, second, name="蓝色安全密钥").text
    first = db.session.scalar(select(Passkey.id).order_by(Passkey.id))
    page = owner.fill(owner.page(f"/account/passkeys/{first}/removal"), password=PASSWORD)
    assert "蓝色安全密钥" in page.text
    assert "办公电脑" not in page.text


def test_without_the_password_none_is_added(owner):
    page = add(owner, Key(b"another key"), password="Bu-dui-de-mima-1")
    assert page.status == 422
    assert "现在的密码不正确" in page.text
    assert db.session.query(Passkey).count() == 1


def test_nobody_takes_off_the_key_of_another(owner, as_user):
    ident = db.session.scalar(select(Passkey.id))
    assert as_user("mediator").get(f"/account/passkeys/{ident}/removal").status_code == 404


def test_who_is_not_allowed_any_is_told_so(as_user, decide):
    decide(passkeys="second", passkey_roles=["director"])
    assert as_user("clerk").get("/account/passkeys/new").status_code == 409


def test_the_administrator_takes_off_all_of_them(app, owner, cast, key):
    verbs.reset(cast.clerk, by=None)
    db.session.commit()
    assert "等您办的" in by_password(app)[1].heading
    assert db.session.query(Passkey).count() == 0
    assert db.session.get(User, cast.clerk.id).active
