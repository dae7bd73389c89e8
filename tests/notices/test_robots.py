"""Robots of groups, for real against a server on this machine: each is told what its service documents, errors that come with success are tried again and seen."""

import hashlib
import hmac
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.notices import sending
from portal.notices.models import Delivery
from portal.testing import factories

pytestmark = pytest.mark.database
MORNING = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # a Wednesday, ten o'clock in Shanghai
SECRET = "SEC0123456789abcdef"
ELSEWHERE = """
import runpy
from apprise import URLBase
from apprise.plugins import dingtalk, wecombot

at = "http://127.0.0.1:{port}"
dingtalk.NotifyDingTalk.notify_url = at + "/robot/send?access_token={{token}}"
wecombot.NotifyWeComBot.notify_url = at + "/cgi-bin/webhook/send?key={{key}}"
URLBase.request_timeout = (1, 1)
runpy.run_path({worker!r}, run_name="__main__")
"""


@pytest.fixture
def robots(service, tmp_path, monkeypatch):
    """The services of both robots stand on this machine."""
    child = tmp_path / "child.py"
    child.write_text(ELSEWHERE.format(port=service.port, worker=str(sending.WORKER)))
    monkeypatch.setattr(sending, "WORKER", child)
    return service


@pytest.fixture
def hand_over(cast, work):
    """`hand_over(3)`: so many cases are handed to the bureau on a working morning, and what is due two minutes later is done."""

    def act(count: int = 1) -> None:
        with clock.pretend(MORNING):
            for _ in range(count):
                case = factories.case(cast.taixing, by=cast.clerk, title="王铁柱拖欠工资")
                case.triage(kind="0701", level="minor", by=cast.clerk)
                case.assign(cast.labour_bureau, by=cast.clerk)
            db.session.commit()
        with clock.pretend(MORNING + timedelta(minutes=2)):
            work()

    return act


def test_wecom_gets_a_text_at_its_webhook(channel, robots, hand_over):
    channel("wecom", key="693a91f6-7xxx")
    hand_over()
    [asked] = robots.got
    assert asked["path"] == "/cgi-bin/webhook/send?key=693a91f6-7xxx"
    [told] = robots.read
    assert told["msgtype"] == "text"
    assert "交办给本单位，请签收" in told["text"]["content"]
    assert "王铁柱" not in told["text"]["content"]


def test_what_wecom_gets_is_no_longer_than_it_takes(channel, robots, hand_over, work):
    made = channel("wecom", key="k1")
    made.mode = "twice"
    hand_over(30)
    with clock.pretend(MORNING.replace(hour=7, minute=1)):
        work()
    told = [each["text"]["content"] for each in robots.read]
    assert "有 30 条消息：" in told[0]
    assert "条，请登录查看" in told[0]
    assert max(len(each.encode()) for each in told) <= 2048


def test_dingtalk_gets_a_text_signed_as_it_documents(channel, robots, hand_over):
    channel("dingtalk", token="abc123", secret=SECRET)
    hand_over()
    address = urlsplit(robots.got[0]["path"])
    given = {name: value for name, [value] in parse_qs(address.query).items()}
    assert (address.path, given["access_token"]) == ("/robot/send", "abc123")
    signed = f"{given['timestamp']}\n{SECRET}".encode()
    assert given["sign"] == b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    [told] = robots.read
    assert (told["msgtype"], "请签收" in told["text"]["content"]) == ("text", True)


ROBOTS = pytest.mark.parametrize(
    ("way", "config"), [("wecom", {"key": "k1"}), ("dingtalk", {"token": "t1", "secret": ""})]
)


@ROBOTS
def test_a_refusal_that_comes_with_success_is_tried_again_and_told(
    as_user, channel, robots, hand_over, work, way, config
):
    made = channel(way, **config)
    robots.answer = (200, '{"errcode": 40058, "errmsg": "content is empty"}')
    hand_over()
    sent = db.session.scalars(select(Delivery)).one()
    assert (sent.state, sent.tries, "错误码 40058" in sent.error) == ("waiting", 1, True)
    assert made.failures == 1
    robots.answer = (200, '{"errcode": 0}')
    with clock.pretend(MORNING + timedelta(minutes=10)):
        work()
    db.session.refresh(sent)
    assert (sent.state, sent.tries, made.failures) == ("sent", 2, 0)


@pytest.mark.parametrize(
    ("way", "config", "answer"),
    [
        ("wecom", {"key": "k1"}, (200, '{"errcode": 45009, "errmsg": "api freq out of limit"}')),
        ("dingtalk", {"token": "t1", "secret": ""}, (200, '{"errcode": 410100, "errmsg": "send too fast"}')),
        ("dingtalk", {"token": "t1", "secret": ""}, (200, '{"errcode": 130101, "errmsg": "send too fast"}')),
        ("wecom", {"key": "k1"}, (429, "")),
    ],
)
def test_a_limit_of_the_service_is_waited_for_and_pauses_no_channel(
    as_user, channel, robots, hand_over, work, way, config, answer
):
    made = channel(way, **config)
    made.failures = 9
    robots.answer = answer
    hand_over()
    sent = db.session.scalars(select(Delivery)).one()
    assert (sent.state, made.failures, made.paused_at) == ("waiting", 9, None)
    page = as_user("administrator").page(f"/channels/{made.id}")
    assert "对方限制短时间内发送的条数" in page.text
    assert "将自动再试" in page.text
    robots.answer = (200, '{"errcode": 0}')
    with clock.pretend(MORNING + timedelta(minutes=10)):
        work()
    db.session.refresh(sent)
    assert sent.state == "sent"


@ROBOTS
def test_what_thirty_cases_tell_in_one_minute_is_one_message_of_the_robot(channel, robots, hand_over, way, config):
    channel(way, **config)
    robots.answer = (200, '{"errcode": 0}')
    hand_over(30)
    [told] = robots.read
    assert "有 30 条消息：" in told["text"]["content"]


@pytest.mark.parametrize(
    ("way", "config", "code", "said"),
    [
        ("wecom", {"key": "k1"}, 93000, "key 不对"),
        ("dingtalk", {"token": "t1", "secret": ""}, 300001, "access_token 不对"),
        ("dingtalk", {"token": "t1", "secret": SECRET}, 310000, "安全设置"),
    ],
)
def test_what_is_wrong_with_a_robot_is_said_on_its_page(as_user, channel, robots, hand_over, way, config, code, said):
    made = channel(way, **config)
    robots.answer = (200, f'{{"errcode": {code}, "errmsg": "x"}}')
    hand_over()
    assert said in as_user("administrator").page(f"/channels/{made.id}").text


@ROBOTS
def test_a_service_that_does_not_answer_is_given_up_and_tried_again(channel, robots, hand_over, work, way, config):
    channel(way, **config)
    robots.silent_for, robots.answer = 3.0, (200, '{"errcode": 0}')
    hand_over()
    sent = db.session.scalars(select(Delivery)).one()
    assert (sent.state, sent.error) == ("waiting", "连接不上对方，或者对方没有回应。")
    robots.silent_for = 0.0
    with clock.pretend(MORNING + timedelta(minutes=10)):
        work()
    db.session.refresh(sent)
    assert (sent.state, sent.tries) == ("sent", 2)
