"""A channel that is pointed elsewhere: whoever changes the address need not know the secrets, so they do not go along."""

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.notices.models import Channel

pytestmark = pytest.mark.database

SMS = {
    "name": "短信",
    "url": "https://sms.example.cn/send",
    "headers_text": "Authorization: alt",
    "extras_text": "k=alt",
}
MAIL = {"name": "邮件", "host": "smtp.example.cn", "sender": "portal@example.cn", "password": "alt"}


@pytest.fixture
def stored(as_user, cast):
    """`stored("sms", **fields)`: one set through the page; the administrator and its address."""

    def make(way: str, **fields):
        administrator = as_user("administrator")
        administrator.fill(administrator.page(f"/channels/new/{way}"), unit_id=cast.county.id, **fields)
        return administrator, f"/channels/{db.session.scalar(select(Channel.id))}"

    return make


def config() -> dict:
    db.session.expire_all()
    return db.session.scalars(select(Channel)).one().config


@pytest.mark.parametrize("url", ["https://other.example.cn/send", "https://sms.example.cn:8443/send"])
def test_what_was_kept_goes_to_no_new_address(stored, url):
    administrator, at = stored("sms", **SMS)
    answer = administrator.fill(administrator.page(at), at, url=url)
    assert (answer.status, answer.text.count("原来的不会发到新的地方")) == (
        422,
        4,
    )  # each in the summary, and at its field
    assert config()["url"] == SMS["url"]
    answer = administrator.fill(answer, at, headers_text="Authorization: neu", extras_text="k=neu")
    assert (answer.status, config()["url"], config()["headers"]) == (200, url, {"Authorization": "neu"})


def test_nor_to_the_same_host_in_the_clear(app, monkeypatch, stored):
    monkeypatch.setattr(app.extensions["portal_settings"], "outgoing_networks", "127.0.0.0/8")
    administrator, at = stored("sms", **SMS | {"url": "https://127.0.0.1/send"})
    assert administrator.fill(administrator.page(at), at, url="http://127.0.0.1:443/send").status == 422


def test_elsewhere_on_the_same_host_it_stays(stored):
    administrator, at = stored("sms", **SMS)
    answer = administrator.fill(administrator.page(at), at, url="https://SMS.example.cn:443/v2")
    assert (answer.status, config()["headers"]) == (200, {"Authorization": "alt"})


@pytest.mark.parametrize(
    "moved",
    [{"host": "smtp.other.cn"}, {"port": "587"}, {"secure_mode": "insecure"}],
    ids=lambda given: next(iter(given)),
)
def test_a_password_goes_to_no_new_mail_server(stored, moved):
    administrator, at = stored("mail", **MAIL)
    answer = administrator.fill(administrator.page(at), at, **moved)
    assert (answer.status, "原来的不会发到新的地方" in answer.text) == (422, True)
    assert administrator.fill(answer, at, password="neu").status == 200
    assert config()["password"] == "neu"


def test_what_is_deleted_need_not_be_typed_again(stored):
    administrator, at = stored("mail", **MAIL)
    answer = administrator.fill(administrator.page(at), at, host="smtp.other.cn", forget=["password"])
    assert (answer.status, config()["host"], config()["password"]) == (200, "smtp.other.cn", "")


def test_a_server_that_asks_for_no_password_may_move(stored):
    administrator, at = stored("mail", **MAIL | {"password": ""})
    assert administrator.fill(administrator.page(at), at, host="smtp.other.cn").status == 200
