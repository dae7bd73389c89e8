"""消息通道 as the administrator sets them: secrets go in and never come out, and nothing speaks to the own house."""

import pytest
from sqlalchemy import select, text

from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.notices.models import Channel, Delivery

pytestmark = pytest.mark.database

SECRET = "b41e9d77aa"


@pytest.fixture
def wecom(as_user, cast):
    """A robot of the county, set through the page; the client and the channel's id."""
    administrator = as_user("administrator")
    page = administrator.page("/channels/new/wecom")
    administrator.fill(page, name="达拉特旗工作群", unit_id=cast.county.id, key=SECRET)
    return administrator, db.session.scalar(select(Channel.id))


def test_the_secret_is_encrypted_and_stands_on_no_page_and_in_no_trail(app, wecom):
    administrator, ident = wecom
    assert SECRET not in administrator.page(f"/channels/{ident}").response.text
    assert SECRET not in db.session.scalar(text("SELECT config FROM notices_channel"))
    assert db.session.get(Channel, ident).config == {"key": SECRET}
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "channel_change")).one()
    assert entry.detail == "增加：达拉特旗工作群（企业微信群机器人，qyapi.weixin.qq.com）"


def test_left_empty_it_stays_and_typed_it_changes(wecom):
    administrator, ident = wecom
    page = administrator.page(f"/channels/{ident}")
    administrator.fill(page, f"/channels/{ident}", name="群")
    assert (db.session.get(Channel, ident).name, db.session.get(Channel, ident).config["key"]) == ("群", SECRET)
    administrator.fill(administrator.page(f"/channels/{ident}"), f"/channels/{ident}", key="neu")
    assert db.session.get(Channel, ident).config["key"] == "neu"


@pytest.fixture
def sms_page(as_user, cast):
    """The page of an interface of 短信 with both secrets, as the administrator sees it."""
    administrator = as_user("administrator")
    given = {"name": "短信", "unit_id": cast.county.id, "url": "https://sms.example.cn/send"}
    secret = {"headers_text": "Authorization: alt", "extras_text": "k=alt"}
    administrator.fill(administrator.page("/channels/new/sms"), **given, **secret)
    return administrator, f"/channels/{db.session.scalar(select(Channel.id))}"


def test_a_blank_is_nothing_typed(sms_page):
    administrator, at = sms_page
    administrator.fill(administrator.page(at), at, headers_text=" ", extras_text="\n \n")
    config = db.session.scalars(select(Channel)).one().config
    assert (config["headers"], config["extras"]) == ({"Authorization": "alt"}, {"k": "alt"})


def test_only_a_tick_deletes_a_secret_and_it_is_told(sms_page):
    administrator, at = sms_page
    answer = administrator.fill(administrator.page(at), at, forget=["headers_text"])
    config = db.session.scalars(select(Channel)).one().config
    assert (config["headers"], config["headers_text"], config["extras"]) == ({}, "", {"k": "alt"})
    assert "已保存，删除了请求头。" in answer.text
    entries = db.session.scalars(select(AuditEntry.detail).where(AuditEntry.action == "channel_change")).all()
    assert any("修改，删除了请求头：短信" in each for each in entries)


def test_a_new_secret_and_a_tick_to_delete_it_are_refused(sms_page):
    administrator, at = sms_page
    answer = administrator.fill(administrator.page(at), at, forget=["headers_text"], headers_text="Authorization: neu")
    assert (answer.status, "请求头填了新的，又勾选了删除" in answer.text) == (422, True)
    assert db.session.scalars(select(Channel)).one().config["headers"] == {"Authorization": "alt"}


def test_a_secret_without_which_nothing_is_sent_is_not_offered_for_deletion(wecom):
    administrator, ident = wecom
    assert "删除已存的" not in administrator.page(f"/channels/{ident}").text


def test_a_new_one_needs_its_secret_and_says_so_at_the_field(as_user, cast):
    administrator = as_user("administrator")
    answer = administrator.fill(administrator.page("/channels/new/wecom"), name="群", unit_id=cast.county.id)
    assert (answer.status, "请填写此项" in answer.text) == (422, True)
    assert db.session.scalars(select(Channel)).all() == []


def test_taken_away_its_secret_goes_with_it(wecom):
    administrator, ident = wecom
    administrator.fill(administrator.page(f"/channels/{ident}"), f"/channels/{ident}/removal")
    assert db.session.get(Channel, ident).config == {}
    assert administrator.page(f"/channels/{ident}").status == 404


def test_whoever_does_business_sets_none(as_user, cast, wecom):
    _, ident = wecom
    for who in ("clerk", "director", "district", "auditor"):
        assert as_user(who).get(f"/channels/{ident}").status_code == 403


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://127.0.0.1/send", "本机或者内部网络"),
        ("https://10.1.2.3/send", "本机或者内部网络"),
        ("https://[::1]/send", "本机或者内部网络"),
        ("https://169.254.169.254/latest", "本机或者内部网络"),
        ("https://[64:ff9b::7f00:1]/send", "本机或者内部网络"),
        ("https://[64:ff9b:1::7f00:1]/send", "本机或者内部网络"),
        ("https://[2002:7f00:1::]/send", "本机或者内部网络"),
        ("https://[2001:0:7f00:1::]/send", "本机或者内部网络"),
        ("https://[::7f00:1]/send", "本机或者内部网络"),
        ("https://224.0.0.1/send", "本机或者内部网络"),
        ("http://sms.example.cn/send", "要用 https"),
        ("https://user:pass@sms.example.cn/", "网址写法不对"),
        ("ftp://sms.example.cn/", "网址写法不对"),
        ("https://localhost/", "主机写法不对"),
        ("https://sms.example.cn:99999/", "网址写法不对"),
    ],
)
def test_addresses_that_are_refused(as_user, cast, url, said):
    administrator = as_user("administrator")
    page = administrator.page("/channels/new/sms")
    answer = administrator.fill(page, name="短信", unit_id=cast.county.id, url=url)
    assert (answer.status, said in answer.text) == (422, True), answer.text
    assert answer.fields(answer.form())["url"] == url


def test_a_line_that_is_no_pair_is_refused(as_user, cast):
    administrator = as_user("administrator")
    given = {"name": "短信", "unit_id": cast.county.id, "url": "https://sms.example.cn/", "extras_text": "appid"}
    answer = administrator.fill(administrator.page("/channels/new/sms"), **given)
    assert (answer.status, "这一行写法不对：appid" in answer.text) == (422, True)


def test_a_delivery_with_an_endless_number_is_none(wecom):
    administrator, ident = wecom
    page = administrator.page(f"/channels/{ident}")
    sent = page.fields(page.form(f"/channels/{ident}/pause"))
    assert administrator.post(f"/channels/{ident}/deliveries/{10**30}/retrial", data=sent).status_code == 404


def test_there_is_no_fifth_kind(as_user, cast):
    assert as_user("administrator").get("/channels/new/pigeon").status_code == 404


def test_the_test_button_sends_through_the_queue(as_user, cast, sms, service, wants, work):
    administrator = as_user("administrator")
    refused = administrator.fill(administrator.page(f"/channels/{sms.id}"), f"/channels/{sms.id}/trial")
    assert (refused.status, "请先在“我的提醒”里填写手机号码" in refused.text) == (422, True)
    wants("administrator", mode="off")
    administrator.fill(administrator.page(f"/channels/{sms.id}"), f"/channels/{sms.id}/trial")
    assert service.got == []
    work()
    assert "测试消息" in service.got[0]["body"] or "\\u6d4b" in service.got[0]["body"]
    assert [each.state for each in db.session.scalars(select(Delivery))] == ["sent"]
