"""The job that sends one delivery: outside of any transaction, tried five times with growing pauses, and never twice after a crash."""

import json
import subprocess
import sys
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select

from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.jobs.queue import MOST_TRIES, enqueue
from portal.notices.models import Channel, Delivery, Enclosed, Message, Reader
from portal.notices.ways import request_for

SEND = "notices.send"
WORKER = Path(__file__).parent / "send_worker.py"
SECONDS = 60.0
MOST_LINES, MOST_BYTES = 20, 1900  # a robot of 企业微信 takes 2048 bytes
CUT_OFF = "发送时程序中断，不清楚对方是否收到，没有再发。"
PAUSED = "通道已经暂停，没有发送。"
GONE = "通道已经停用，或者这个人不再要这样的提醒，没有发送。"


def enqueue_sending(delivery: Delivery) -> None:
    """Have `delivery` sent when it is due, once the transaction is committed."""
    key = f"{SEND}:{delivery.id}:{delivery.due_at:%Y%m%d%H%M%S}"
    enqueue(SEND, key=key, unit=delivery.channel.unit, args={"delivery_id": delivery.id}, run_at=delivery.due_at)


def send(ctx: Any, progress: Callable[[int, int], None], delivery_id: int) -> str:
    """Send a delivery. Raises RuleError when it did not work, so that it is tried again."""
    delivery = db.session.get(Delivery, delivery_id)
    if delivery is None or delivery.state not in ("waiting", "sending"):
        return "已经处理过。"
    if delivery.state == "sending":
        return _end(delivery, "unsure", CUT_OFF)
    channel = delivery.channel
    to = _address(delivery)
    if channel.ended_at or to is None:
        return _end(delivery, "failed", GONE)
    if channel.paused_at:
        return _end(delivery, "failed", PAUSED)
    asked = request_for(channel, to, text_of(delivery)) | {"networks": networks()}
    delivery.state, delivery.tries = "sending", delivery.tries + 1
    progress(0, 1)  # committed: whoever finds it so knows that it was cut off
    sent, reason, limited = ask(asked)
    if sent:
        delivery.state, delivery.sent_at, delivery.error = "sent", clock.now(), ""
        channel.note_success()
        return "已发出。"
    lost = delivery.tries >= MOST_TRIES
    delivery.state, delivery.error = "failed" if lost else "waiting", reason
    channel.note_failure(reason, lost=lost, limited=limited)
    progress(0, 1)
    raise RuleError(reason)


def ask(asked: dict) -> tuple[bool, str, bool]:
    """Let a child process send it; whether it was sent, if not why, and whether only for there being too many in a short time."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", WORKER],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
            env={"LC_ALL": "C.UTF-8"},
        )
        told = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return False, "对方太久没有回应。", False
    except (subprocess.CalledProcessError, ValueError):
        return False, "发送程序出错，请核对通道的设置。", False
    return told["sent"], told["reason"], told["limited"]


def networks() -> list[str]:
    """Networks of this house to which messages may go, as the operator allows (PORTAL_OUTGOING_NETWORKS)."""
    return current_app.extensions["portal_settings"].networks


def text_of(delivery: Delivery) -> str:
    """What goes outside: number, what happened, where to look; names nobody."""
    enclosed = select(Enclosed.message_id).where(Enclosed.delivery_id == delivery.id)
    messages = db.session.scalars(select(Message).where(Message.id.in_(enclosed)).order_by(Message.id)).all()
    if not messages:
        return "这是一条测试消息：枫桥·基层治理门户的消息通道可以使用。"
    base = current_app.extensions["portal_settings"].public_url.rstrip("/")
    if len(messages) == 1:
        return _line(messages[0], base)
    lines = _as_many_as_fit([_line(each, base) for each in messages[:MOST_LINES]])
    rest = len(messages) - len(lines)
    return "\n".join([f"有 {len(messages)} 条消息：", *lines, *([f"另有 {rest} 条，请登录查看。"] if rest else [])])


def _as_many_as_fit(lines: list[str]) -> list[str]:
    """The first of `lines`; one at least."""
    ends = list(accumulate(len(each.encode()) + 1 for each in lines))
    return lines[: max(1, sum(end <= MOST_BYTES for end in ends))]


def _line(message: Message, base: str) -> str:
    return f"{message.number}　{message.said}" + (f"　{base}{message.url}" if base else "")


def _address(delivery: Delivery) -> str | None:
    """Where the person is found now; "" for a group, None for somebody who does not want it any more."""
    if delivery.channel.is_robot:
        return ""
    reader = db.session.get(Reader, delivery.user_id)
    wants = reader and delivery.user.active and (reader.mode != "off" or delivery.batch.startswith("try:"))
    return (reader.address_for(delivery.channel.way) or None) if wants else None


def _end(delivery: Delivery, state: str, why: str) -> str:
    delivery.state, delivery.error = state, why
    channel: Channel = delivery.channel
    channel.lost += 1
    return why
