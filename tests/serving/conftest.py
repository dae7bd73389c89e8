"""The server of one machine, listening in a thread of the test, with the database of the test."""

from contextlib import suppress
from threading import Thread

import pytest

from portal.listening import Listener, listener


@pytest.fixture
def server(app):
    """Listens on a free port; `server.at` is where."""
    server = listener(app, "127.0.0.1", 0)
    server.at = server.socket.getsockname()
    thread = Thread(target=server.run)
    thread.start()
    yield server
    with suppress(OSError):  # woken meanwhile by somebody else, it may have left before this call does
        server.trigger.pull_trigger(lambda: _leave(server))
    server.task_dispatcher.shutdown()
    thread.join(timeout=20)
    assert not thread.is_alive()


def _leave(server: Listener) -> None:
    for each in list(server._map.values()):
        each.close()
