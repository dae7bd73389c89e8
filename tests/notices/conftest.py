"""A service on this machine that takes what is sent to it, over HTTP and by mail; and channels that speak to it."""

import json
import socketserver
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

import pytest

from portal.cases.models import Assignment
from portal.extensions import db
from portal.jobs.worker import Worker
from portal.notices.models import Channel, Reader
from portal.notices.words import KINDS
from portal.testing import factories


class Service:
    """What arrived, and what is answered: a status and a text, after so many seconds."""

    def __init__(self) -> None:
        self.got: list[dict] = []
        self.answer: tuple[int, str] = (200, "{}")
        self.location = ""
        self.silent_for = 0.0
        self.port = 0

    @property
    def read(self) -> list[dict]:
        """What arrived, as JSON."""
        return [json.loads(each["body"]) for each in self.got]


@pytest.fixture
def service(app, monkeypatch) -> Iterator[Service]:
    """An SMS interface on this machine, which the operator has allowed."""
    monkeypatch.setattr(app.extensions["portal_settings"], "outgoing_networks", "127.0.0.0/8")
    told = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told.got.append({"path": self.path, "headers": dict(self.headers), "body": body})
            sleep(told.silent_for)
            status, text = told.answer
            self.send_response(status)
            if told.location:
                self.send_header("Location", told.location)
            self.end_headers()
            with suppress(BrokenPipeError):  # whoever asked has given up
                self.wfile.write(text.encode())

        def log_message(self, *said):
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.port = server.server_address[1]
    Thread(target=server.serve_forever, daemon=True).start()
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def post_office(app, monkeypatch) -> Iterator[Service]:
    """A mail server on this machine, which the operator has allowed."""
    monkeypatch.setattr(app.extensions["portal_settings"], "outgoing_networks", "127.0.0.0/8")
    told = Service()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.say("220 test")
            for line in iter(self.rfile.readline, b""):
                word = line.split()[0].upper() if line.split() else b""
                if word == b"DATA":
                    self.say("354 go on")
                    lines = iter(lambda: self.rfile.readline(), b".\r\n")
                    told.got.append({"body": b"".join(lines).decode()})
                self.say("221 bye" if word == b"QUIT" else "250 ok")
                if word == b"QUIT":
                    return

        def say(self, text: str):
            self.wfile.write(f"{text}\r\n".encode())

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    told.port = server.server_address[1]
    Thread(target=server.serve_forever, daemon=True).start()
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def channel(cast):
    """`channel(way, **config)`: one of the county, set by the administrator. Committed."""

    def make(way: str, **config) -> Channel:
        made = Channel(way=way, name="试验通道", host="127.0.0.1", config=config, made_by_id=cast.administrator.id)
        made.kinds, made.mode, made.failures, made.lost = list(KINDS), "at_once", 0, 0
        made.place(cast.county)
        db.session.add(made)
        db.session.commit()
        return made

    return make


@pytest.fixture
def sms(channel, service) -> Channel:
    """A channel to the interface on this machine."""
    config = {"url": f"http://127.0.0.1:{service.port}/send?v=1", "form": "json", "phone_field": "phone"}
    return channel(
        "sms", **config, text_field="content", sign="", expect="", extras={"appid": "7"}, headers={"X-Key": "geheim"}
    )


@pytest.fixture
def wants(cast):
    """`wants("department")`: who is told outside the portal, by mail and on the phone. Committed."""

    def ask(who: str, mode: str = "at_once", kinds: list[str] | None = None) -> Reader:
        reader = Reader.of(getattr(cast, who))
        reader.mode, reader.kinds = mode, kinds or list(KINDS)
        reader.mail, reader.phone = "chen@example.cn", "13800001234"
        db.session.commit()
        return reader

    return ask


@pytest.fixture
def handed(cast) -> Assignment:
    """A case that the clerk handed to the labour bureau, titled with a name. Committed."""
    case = factories.case(cast.taixing, by=cast.clerk, title="王铁柱拖欠工资")
    case.triage(kind="0701", level="minor", by=cast.clerk)
    made = case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return made


@pytest.fixture
def work(app):
    """`work()`: do all jobs that are due, without the periodic ones; how many there were."""

    def until_done() -> int:
        db.session.rollback()
        worker, done = Worker(app), 0
        while worker.run_one():
            done += 1
        return done

    return until_done
