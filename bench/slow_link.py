"""A slow line to a server on this machine: delay, a limit to its speed, and a count of all that crosses it."""

import contextlib
import socket
import time
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Lock, Thread

PIECE = 5840  # four packets


@dataclass
class Lane:
    """One direction, shared by all connections: bytes leave one after another at `rate` a second (0: at once)."""

    rate: float
    delay: float
    lock: Lock = field(default_factory=Lock)
    free_at: float = 0.0
    sent: int = 0

    def arrival(self, size: int) -> float:
        """When `size` bytes that set out now arrive."""
        with self.lock:
            self.sent += size
            self.free_at = max(time.monotonic(), self.free_at) + (size / self.rate if self.rate else 0)
            return self.free_at + self.delay


class SlowLink:
    """Forwards a port of its own to `address`. A connection costs a round trip to open, as TCP does.

    `requests` counts what was asked; `server_seconds` is how long the server itself took for each.
    """

    def __init__(self, address: str, *, kbit: int, round_trip: float):
        host, _, port = address.removeprefix("http://").partition(":")
        self._target, self._round_trip = (host, int(port)), round_trip
        rate = kbit * 1000 / 8
        self.up, self.down = Lane(rate, round_trip / 2), Lane(rate, round_trip / 2)
        self.server_seconds: list[float] = []
        self.connections = 0
        self._gate = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.address = f"http://127.0.0.1:{self._gate.getsockname()[1]}"
        Thread(target=self._admit, daemon=True).start()

    @property
    def requests(self) -> int:
        return len(self.server_seconds)

    def reset(self) -> None:
        """Count from nought; connections stay open."""
        self.up.sent = self.down.sent = self.connections = 0
        self.server_seconds.clear()

    def _admit(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                client, _ = self._gate.accept()
                self.connections += 1
                Thread(target=self._join, args=[client], daemon=True).start()

    def _join(self, client: socket.socket) -> None:
        time.sleep(self._round_trip)
        server = socket.create_connection(self._target)
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        asked: SimpleQueue[float] = SimpleQueue()  # when the server got the request it has not answered yet
        _carry(client, server, self.up, delivered=lambda: asked.empty() and asked.put(time.monotonic()))
        _carry(server, client, self.down, taken=lambda: self._answered(asked))

    def _answered(self, asked: SimpleQueue) -> None:
        if not asked.empty():
            self.server_seconds.append(time.monotonic() - asked.get())

    def __enter__(self) -> "SlowLink":
        return self

    def __exit__(self, *_) -> None:
        self._gate.close()


def _carry(
    source: socket.socket, target: socket.socket, lane: Lane, *, taken=lambda: None, delivered=lambda: None
) -> None:
    """Two threads: one takes what comes and works out when it arrives, the other hands it over then."""
    under_way: SimpleQueue[tuple[float, bytes]] = SimpleQueue()

    def take() -> None:
        data = b"more"
        while data:
            data = b""
            with contextlib.suppress(OSError):
                data = source.recv(PIECE)
            if data:
                taken()
            under_way.put((lane.arrival(len(data)), data))

    def hand_over() -> None:
        with contextlib.suppress(OSError):
            while True:
                arrives, data = under_way.get()
                time.sleep(max(0, arrives - time.monotonic()))
                if not data:
                    target.shutdown(socket.SHUT_WR)
                    return
                target.sendall(data)
                delivered()

    Thread(target=take, daemon=True).start()
    Thread(target=hand_over, daemon=True).start()
