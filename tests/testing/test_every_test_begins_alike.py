"""What a run of the tests says does not depend on what ran before, on the hour, or on what else the machine does."""

import socket
from datetime import date, datetime

import pytest

from portal import clock
from portal.clock import SHANGHAI
from portal.plugin.patience import CHANCES
from portal.testing import factories
from portal.testing.plugin import believe, left_of_day
from portal.testing.server import free_port


def test_every_test_meets_the_same_people():
    met = [factories.book.person() for _ in range(3)]
    factories.open_book()
    assert [factories.book.person() for _ in range(3)] == met


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        (datetime(2026, 12, 31, 23, 59, 30, tzinfo=SHANGHAI), 30),
        (datetime(2028, 2, 29, tzinfo=SHANGHAI), 24 * 3600),
    ],
)
def test_how_long_it_is_until_tomorrow(moment, left):
    assert left_of_day(moment) == left


def test_the_portal_believes_that_it_is_another_day(monkeypatch):
    monkeypatch.setattr(clock, "datetime", clock.datetime)
    believe(date(2028, 2, 29))
    assert (clock.today(), clock.local(clock.now()).date()) == (date(2028, 2, 29), date(2028, 2, 29))


def test_nobody_else_gets_the_port_before_the_server_listens():
    port = free_port()
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", port))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    with socket.create_server(("127.0.0.1", port)), socket.create_connection(("127.0.0.1", port)) as visitor:
        assert visitor.getpeername()[1] == port


@pytest.mark.parametrize("turn", ["first", "second"])
def test_who_kept_a_page_waiting_is_forgiven_in_the_next_test(app, turn):
    registry = app.extensions["portal_plugins"]
    assert not list(registry.patience.waiting())
    assert not registry.patience.board.current()
    for _ in range(CHANCES):
        registry.patience.note("heroes", "home_cards", 2.5)
    assert list(registry.patience.waiting())
    assert registry.patience.board.current()
