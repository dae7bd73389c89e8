"""Who is slow, silent or many costs the others nothing; whoever is too slow is cut off."""

import socket
import time
from contextlib import ExitStack, suppress
from http.client import HTTPConnection
from threading import Event, Thread

import pytest

from portal import listening

ASKED = b"HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF = b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000\r\n\r\n" + b"a" * 1000
SOON = 15  # seconds, on a busy machine; less than listening.RECEIVING, after which the others would be cut off anyway


def get(server, path: str = "/login", timeout: float = SOON) -> int:
    line = HTTPConnection(*server.at, timeout=timeout)
    line.request("GET", path)
    status = line.getresponse().status
    line.close()
    return status


def look_often(server) -> None:
    """For those who are overdue."""
    server.adj.cleanup_interval, server.next_channel_cleanup = 0.1, 0


def crowd(stack: ExitStack, server, count: int, says: bytes) -> list[socket.socket]:
    lines = [stack.enter_context(socket.create_connection(server.at, SOON)) for _ in range(count)]
    for line in lines:
        line.sendall(says)
    return lines


def ended(line: socket.socket) -> bool:
    """Whether the server has closed this connection, or does so soon."""
    try:
        while line.recv(65536):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def let_go(server, line: socket.socket) -> bool:
    """Whether the server soon gives up this connection, of which nothing more is read; it looks when somebody comes."""
    port, until = line.getsockname()[1], time.monotonic() + SOON
    while time.monotonic() < until:
        get(server)
        if all(each.addr[1] != port for each in list(server.active_channels.values())):
            return True
    return False


def test_beside_five_hundred_idle_and_a_hundred_half_sent_the_next_is_answered(server, cast):
    with ExitStack() as stack:
        idle = crowd(stack, server, 500, ASKED)
        assert all(line.recv(1000).startswith(b"HTTP/1.1 200") for line in idle)
        crowd(stack, server, 100, HALF)
        assert get(server) == 200
        idle[0].sendall(ASKED)
        assert idle[0].recv(1000).startswith(b"HTTP/1.1 200"), "who was idle may go on"


@pytest.mark.parametrize("says", [HALF, b"GET /login HTTP/1.1\r\nHost: loc"], ids=["half a form", "half a head"])
def test_whoever_falls_silent_in_the_middle_is_cut_off(server, cast, monkeypatch, says):
    monkeypatch.setattr(listening, "RECEIVING", 0.2)
    look_often(server)
    with ExitStack() as stack:
        (line,) = crowd(stack, server, 1, says)
        assert let_go(server, line)
        assert ended(line)


def test_whoever_drips_is_cut_off_in_the_end(server, cast, monkeypatch):
    monkeypatch.setattr(listening, "WHOLE_REQUEST", 0.5)
    look_often(server)
    with ExitStack() as stack:
        (line,) = crowd(stack, server, 1, HALF)
        with suppress(OSError):
            for _ in range(10 * SOON):
                time.sleep(0.1)
                line.sendall(b"a")
            pytest.fail("still listened to")


def test_bodies_that_are_never_finished_do_not_fill_the_disk(server, cast, monkeypatch):
    monkeypatch.setattr(listening, "MOST_HELD", 1500)
    with ExitStack() as stack:
        small, large = (crowd(stack, server, 1, HALF + more)[0] for more in (b"", b"a" * 900))
        time.sleep(0.3)
        look_often(server)
        assert let_go(server, large)
        small.settimeout(0.3)
        assert not ended(small), "there is room for one"


def test_whoever_takes_nothing_of_the_answer_is_cut_off_and_holds_no_thread(app, server, cast, monkeypatch):
    def much():
        return b"a" * 30_000_000

    much.guard = "public"
    monkeypatch.setitem(app.view_functions, "cases.index", much)
    with ExitStack() as stack:
        greedy = crowd(stack, server, listening.THREADS + 1, b"GET /cases HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert all(line.recv(10).startswith(b"HTTP/1.1") for line in greedy)
        assert get(server) == 200
        monkeypatch.setattr(listening, "RECEIVING", 0)
        look_often(server)
        assert let_go(server, greedy[0])


def test_when_every_place_is_taken_the_longest_silent_make_room(server, cast):
    server.adj.connection_limit = 40
    with ExitStack() as stack:
        for count in (30, 30):
            lines = crowd(stack, server, count, ASKED)
            assert all(line.recv(1000).startswith(b"HTTP/1.1 200") for line in lines)
        assert get(server) == 200


def test_the_watchdog_is_answered_while_every_thread_is_busy(app, server, cast, monkeypatch):
    busy, go_on = Event(), Event()

    def slow():
        busy.set()
        go_on.wait(4 * SOON)
        return "done"

    slow.guard = "public"
    monkeypatch.setitem(app.view_functions, "cases.index", slow)
    threads = [Thread(target=get, args=[server, "/cases", 5 * SOON]) for _ in range(listening.THREADS + 2)]
    for each in threads:
        each.start()
    try:
        assert busy.wait(SOON)
        assert get(server, "/healthz") == 200
    finally:
        go_on.set()
        for each in threads:
            each.join()
