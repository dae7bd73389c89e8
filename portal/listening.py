"""How the server of one machine listens (waitress, docs/adr/0032): slow and idle clients cost others nothing, and /healthz never queues."""

import errno
import logging
import resource
import socket
import time
from collections.abc import Iterable

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import Error

THREADS = 16  # twice as many as may print at once (portal.documents.renderer.PLACES)
SILENCE = (
    75  # seconds; longer than nginx keeps its connections (deploy/nginx.conf), so that it never sends into one we close
)
RECEIVING = 20  # seconds of silence in the middle of a request, or of taking no byte of the answer
WHOLE_REQUEST = 600  # seconds: 20 MB on a line of 300 kbit/s
CONNECTIONS, OTHER_FILES = 4000, 300  # descriptors besides: database, attachments, libraries
MOST_HELD = 2**30  # bytes of bodies that are still being received, by all together: they lie on the disk until then
LONGEST_HEAD = 32 * 1024  # bytes
EVERY_ANSWER = (
    256 * 2**20
)  # bytes; a thread never waits until a slow client has fetched its answer: what is over 1 MB goes to a file
HEALTH = "/healthz"


class NoRoom(Error):
    """The answer when there is no room on the disk for what is being received; the portal has not heard of it yet."""

    code, reason = 507, "Insufficient Storage"

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status, headers, body."""
        body = "磁盘已满：您发送的内容没有收下。请马上告诉管理员清理服务器的磁盘；清理以后返回上一页再提交一次。\n"
        return f"{self.code} {self.reason}", [("Content-Type", "text/plain; charset=utf-8")], body.encode()


class Lanes(ThreadedTaskDispatcher):
    """The threads that answer; the question of the watchdog has one of its own, whatever the others are doing."""

    def __init__(self, threads: int):
        super().__init__()
        self.set_thread_count(threads)
        self.health = ThreadedTaskDispatcher()
        self.health.set_thread_count(1)

    def add_task(self, task: HTTPChannel) -> None:
        """Queue the request that `task`, a connection, has received."""
        if getattr(task.requests[0], "path", "") == HEALTH:  # what could not be read has none
            self.health.add_task(task)
        else:
            super().add_task(task)


class Connection(HTTPChannel):
    """A connection that knows when the request began that it is receiving."""

    asked_at = 0.0

    def received(self, data: bytes) -> bool:
        """Take a piece of a request."""
        if self.request is None:
            self.asked_at = time.time()
        try:
            return super().received(data)
        except OSError as error:  # of the file that keeps a long body
            if error.errno != errno.ENOSPC or self.request is None:
                raise
            return self._refuse(NoRoom(""))

    def _refuse(self, error: Error) -> bool:
        with self.requests_lock:
            refused, self.request = self.request, None
            refused.error, refused.completed = error, True
            self.requests.append(refused)
            if len(self.requests) == 1:
                self.server.add_task(self)
        return True

    def readable(self) -> bool:
        """One that is closed must not be waited for: the next connection may have its descriptor."""
        return self.connected and super().readable()

    def writable(self) -> bool:
        """See `readable`."""
        return self.connected and super().writable()

    @property
    def held(self) -> int:
        """Bytes of the body that is being received."""
        return self.request.body_bytes_received if self.request else 0

    def overdue(self, now: float) -> bool:
        """Whether it has been silent for too long, or takes too long for one request. Never while a thread answers it."""
        if self.requests:
            return False
        if self.request is not None and now - self.asked_at > WHOLE_REQUEST:
            return True
        busy = self.request is not None or self.total_outbufs_len
        return now - self.last_activity > (RECEIVING if busy else SILENCE)


class Listener(TcpWSGIServer):
    """Closes what is overdue; when every place is taken, those silent longest make room for who comes next."""

    channel_class = Connection

    def readable(self) -> bool:
        """Asked before each wait for the network."""
        if len(self._map) >= self.adj.connection_limit:
            silent = sorted((each for each in self._open() if not each.requests), key=lambda each: each.last_activity)
            _close(silent[: max(1, self.adj.connection_limit // 20)])
        return super().readable()

    def maintenance(self, now: float) -> None:
        """Every few seconds. Closed at once: a client that takes nothing would never be told politely."""
        _close([each for each in self._open() if each.overdue(now)])
        receiving = sorted((each for each in self._open() if each.held), key=lambda each: each.held)
        while receiving and sum(each.held for each in receiving) > MOST_HELD:
            _close([receiving.pop()])

    def _open(self) -> list[Connection]:
        return list(self.active_channels.values())


def _close(connections: Iterable[Connection]) -> None:
    for each in connections:
        each.handle_close()


def listener(app: Flask, host: str, port: int, threads: int = THREADS) -> Listener:
    """A server for `app`, bound to `host` and `port`; `run()` serves until the process ends."""
    adjustments = Adjustments(
        ident=None,
        asyncore_use_poll=True,  # select() fails from descriptor 1024 on
        connection_limit=_connections(),
        cleanup_interval=5,
        max_request_header_size=LONGEST_HEAD,
        max_request_body_size=10
        * app.config["MAX_CONTENT_LENGTH"],  # received before we see it; up to here a page says why
        outbuf_high_watermark=EVERY_ANSWER,
    )
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a line for every request that waits
    place = socket.create_server((host, port))
    known = place.family, place.type, place.proto, place.getsockname()
    return Listener(app, adj=adjustments, dispatcher=Lanes(threads), _sock=place, bind_socket=False, sockinfo=known)


def _connections() -> int:
    """How many there may be, after the process has allowed itself as many open files as the system lets it have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return CONNECTIONS if soft == resource.RLIM_INFINITY else min(CONNECTIONS, max(100, soft - OTHER_FILES))
