"""A child process that does one dangerous or slow job after another, and is replaced when it dies, hangs or takes too much memory.

The child is a script run by path in isolated mode, so that nothing of the portal is loaded in it; it gets the number of an inherited
socket as its first argument, says `("ready", None)` once it is warm, and answers each request with a pair.
"""

import os
import socket
import struct
import subprocess
import sys
import time
from multiprocessing import Pipe
from pathlib import Path

__all__ = ["Child", "ChildLate", "ChildLost", "STUCK"]

LOOK = 0.5  # seconds between two looks at a child that is at work
STUCK = 4.0  # seconds without any use of the processor after which it is taken to hang
WARM_UP = 60.0  # seconds a new child may take until it is ready: a busy machine must not cost the first job its time


class ChildLost(Exception):
    """The child died over the request, or hangs."""


class ChildLate(Exception):
    """The child did not answer in time."""


class Child:
    """One process and the socket to it. For one thread at a time."""

    def __init__(self, script: Path, *arguments: object, env: dict[str, str] | None = None):
        self._channel, theirs = Pipe()
        _never_block_for_long(self._channel.fileno())
        self._ready = False
        # -I: neither the current folder nor the environment decides what is imported.
        self._process = subprocess.Popen(
            [sys.executable, "-I", script, str(theirs.fileno()), *map(str, arguments)],
            pass_fds=[theirs.fileno()],
            env=os.environ | (env or {}),
            stdin=subprocess.DEVNULL,
        )
        theirs.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: object, deadline: float) -> tuple:
        """The answer; `deadline` is of `time.monotonic`, and put off by what a new child takes until it is ready. Raises ChildLost or
        ChildLate, after which the child must be killed."""
        try:
            deadline += self._warm_up()
            self._channel.send(request)
            return self._receive(deadline)
        except (EOFError, OSError) as error:
            raise ChildLost from error

    def kill(self) -> None:
        self._channel.close()
        self._process.kill()
        self._process.wait()

    def _warm_up(self) -> float:
        """Wait until it is ready; how many seconds that took."""
        if self._ready:
            return 0.0
        began = time.monotonic()
        self._receive(began + WARM_UP)
        self._ready = True
        return time.monotonic() - began

    def _receive(self, deadline: float) -> tuple:
        """Wait for an answer, as long as the child works at it: however long a job, it uses the processor."""
        used, seen = self._processor_time(), time.monotonic()
        while not self._channel.poll(max(0.0, min(LOOK, deadline - time.monotonic()))):
            now = time.monotonic()
            if now >= deadline:
                raise ChildLate
            if (using := self._processor_time()) != used:
                used, seen = using, now
            elif now - seen >= STUCK:
                raise ChildLost
        return self._channel.recv()

    def _processor_time(self) -> list[str]:
        """In user and in system mode, as proc(5) counts it; empty when the process has gone."""
        try:
            return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        except OSError:
            return []


def _never_block_for_long(channel: int) -> None:
    """Reading from or writing to a child that stops in the middle of a message fails after `STUCK` seconds."""
    with socket.socket(fileno=os.dup(channel)) as line:
        for way in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            line.setsockopt(socket.SOL_SOCKET, way, struct.pack("ll", int(STUCK), 0))
