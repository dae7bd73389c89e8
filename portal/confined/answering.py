"""The loop of a child process that reads files nobody trusts: within limits, one request after another."""

import gc
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

__all__ = ["answer_all"]


def answer_all(answer: Callable[..., tuple[str, object]], memory: int) -> None:
    """Answer each request, its parts as arguments, until the server has gone. memory: bytes of address space. Nothing is written to a file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides when its workers end
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    channel = Connection(int(sys.argv[1]))
    with suppress(EOFError, OSError):  # the server has gone
        channel.send(("ready", None))
        while True:
            channel.send(answer(*channel.recv()))
            gc.collect()
