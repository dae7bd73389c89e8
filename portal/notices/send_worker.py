"""Child process that sends one text through Apprise, and says what came of it.

Run by path: libraries and secrets of the services are not loaded into the portal, nor the portal here. It reads a request as JSON from its
standard input, writes {"sent": …, "reason": …, "limited": …} to its standard output, and has no environment, so neither keys nor proxies. It speaks to one host, whose name it resolves once, and to no address of this machine or of its own network unless the
operator has allowed it; it follows no redirect.
"""

import contextlib
import importlib
import json
import logging
import re
import runpy
import socket
import sys
from pathlib import Path
from urllib.parse import unquote

STATUS = re.compile(r"error=(\d{3})")
SECONDS = 15
may_reach = runpy.run_path(str(Path(__file__).parent.parent / "reachable.py"))["may_reach"]
LONGEST = 200_000  # bytes of an answer that are looked at
TOO_MANY = "429"
LIMITED = (45009, 130101, 410100)  # 企业微信, 钉钉: more than twenty messages of a robot in a minute
KNOWN = {
    93000: "企业微信机器人的 key 不对，或者机器人已经删除，请核对。",
    300001: "钉钉机器人的 access_token 不对，或者机器人已经删除，请核对。",
    310000: "没有通过钉钉机器人的安全设置，请核对加签密钥、关键词和 IP 地址段。",
}


class Refused(OSError):
    """The address is none to which anything may go."""


class Line:
    """The one host that may be spoken to: what its name resolved to, and what it answered last over HTTP."""

    def __init__(self, host: str, networks: list[str]):
        self.host, self.reason, self.answer = host, "", ""
        self._networks = networks
        self._found: list | None = None
        self._resolve, socket.getaddrinfo = socket.getaddrinfo, self.resolve
        sys.addaudithook(self._watch)

    def resolve(self, host, port, family=0, kind=0, proto=0, flags=0):
        """In place of `socket.getaddrinfo`: the addresses found the first time, whatever is asked later."""
        if host != self.host:
            raise self._refuse("对方把请求转到了别的地址，没有发送。")
        if self._found is None:
            try:
                found = self._resolve(host, port, 0, socket.SOCK_STREAM)
            except OSError:
                raise self._refuse("找不到这个地址的主机，请核对通道的设置。") from None
            if not all(may_reach(each[4][0], self._networks) for each in found):
                raise self._refuse("这个地址在本机或者内部网络，不允许发送。需要的，请运维人员在配置里放行。")
            self._found = found
        return [(*each[:4], (each[4][0], port, *each[4][2:])) for each in self._found if family in (0, each[0])]

    def _watch(self, event: str, given: tuple) -> None:
        """No connection but to what was resolved, whichever way a library tries."""
        goes = given[1] if event == "socket.connect" else None
        if isinstance(goes, tuple) and goes[0] not in {each[4][0] for each in self._found or ()}:
            raise self._refuse("对方的地址变了，没有发送。")

    def _refuse(self, reason: str) -> Refused:
        self.reason = self.reason or reason
        return Refused(reason)


class Heard(logging.Handler):
    """What Apprise says in its log: the status of an answer that was none of success."""

    status = ""

    def emit(self, record: logging.LogRecord) -> None:
        if found := STATUS.search(record.getMessage()):
            self.status = found[1]


def outcome(ask: dict) -> tuple[bool, str, bool]:
    """Send it; whether it was taken, and if not why, in Chinese, and whether only for there being too many in a short time."""
    line, heard = Line(ask["host"], ask["networks"]), Heard()
    logging.getLogger("apprise").addHandler(heard)
    logging.getLogger("apprise").propagate = False
    watch_answers(line)
    module = importlib.import_module(f"apprise.plugins.{ask['module']}")
    try:
        service = getattr(module, ask["class"])(**ask["given"], rto=SECONDS, cto=SECONDS, redirect="no")
    except TypeError:  # Apprise raises one of its own kind
        return False, "通道的设置不对，请重新填写。", False
    sign_once(service)
    if not service.notify(body=ask["text"], title=ask["title"], body_format="text"):
        if heard.status == TOO_MANY:
            return False, _limited(f"HTTP {heard.status}"), True
        answered = f"对方返回错误（HTTP {heard.status}）。" if heard.status else "连接不上对方，或者对方没有回应。"
        return False, line.reason or answered, False
    return judged(line.answer, ask["expect"])


def sign_once(service) -> None:
    """钉钉 wants its signature encoded once; the library encodes it, and so does what it sends it with."""
    if signed := getattr(service, "get_signature", None):

        def plainly():
            at, signature = signed()
            return at, unquote(signature)

        service.get_signature = plainly


def watch_answers(line: Line) -> None:
    """Robots answer 200 to what they refuse, too: their errors stand in the text."""
    import requests

    send = requests.Session.send

    def listening(session, request, **given):
        answer = send(session, request, **given)
        line.answer = answer.content[:LONGEST].decode(errors="replace")
        return answer

    requests.Session.send = listening


def judged(answer: str, expect: str) -> tuple[bool, str, bool]:
    """The outcome by an answer that came with success, which may not mean it; `expect`: words that it must contain."""
    code = 0
    with contextlib.suppress(ValueError):
        told = json.loads(answer)
        code = told.get("errcode", 0) if isinstance(told, dict) else 0
    if code in LIMITED:
        return False, _limited(f"错误码 {code}"), True
    if code:
        return False, f"对方没有接收，错误码 {str(code)[:12]}。{KNOWN.get(code, '请核对密钥和安全设置。')}", False
    if expect and expect not in answer:
        return False, "对方回复的内容里没有约定的成功标志。", False
    return True, "", False


def _limited(told: str) -> str:
    return f"对方限制短时间内发送的条数（{told}），通道的设置没有错。"


if __name__ == "__main__":
    sent, why, limited = outcome(json.load(sys.stdin))
    json.dump({"sent": sent, "reason": why, "limited": limited}, sys.stdout, ensure_ascii=True)
