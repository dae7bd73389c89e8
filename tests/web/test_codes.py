"""Codes on public pages: who tries them is slowed, also who tries many in the same moment; who has the right one is not."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from flask import abort
from werkzeug.exceptions import NotFound, TooManyRequests

from portal import guessing
from portal.extensions import db
from portal.guessing import Allowance
from portal.web.http import codes
from portal.web.http.codes import guessable, wrong_code

pytestmark = pytest.mark.database


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(codes, "WRONG_CODES", Allowance("public codes", at_once=3, regained=36))


@pytest.fixture
def asks(app, few):
    """`asks(view, method)` is one request of somebody at one address; whether the code was looked at."""

    def ask(view, method: str = "POST") -> bool:
        with app.test_request_context("/", method=method, environ_base={"REMOTE_ADDR": "10.1.2.3"}):
            try:
                guessable(view)()
            except TooManyRequests:
                return False
        return True

    return ask


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_wrong_ones_in_the_same_moment_are_all_counted(asks, method, monkeypatch):
    db.session.commit()
    moment = guessing._now()
    monkeypatch.setattr(guessing, "_now", lambda: moment)
    all_have_asked = Barrier(6)

    def wrong():
        with suppress(BrokenBarrierError):
            all_have_asked.wait(0.5)
        wrong_code()

    with ThreadPoolExecutor(6) as pool:
        looked_at = list(pool.map(lambda _: asks(wrong, method), range(6)))
    assert looked_at.count(True) == 3
    assert not asks(lambda: None), "nor is a right one looked at now"


def test_a_right_one_and_a_page_that_is_not_there_cost_nothing(asks):
    assert all(asks(lambda: None, method) for method in ("GET", "POST") * 4)
    for _ in range(4):
        with pytest.raises(NotFound):
            asks(lambda: abort(404))
    assert [asks(wrong_code) for _ in range(4)] == [True] * 3 + [False]


def test_a_page_is_refused_with_the_time_after_which_to_try_again(client, cast, few):
    assert [client.get("/check/ABCDEFGH").status_code for _ in range(4)] == [404] * 3 + [429]
    page = client.page("/check/ABCDEFGH")
    assert "输错的次数太多，请约 1 分钟后再试" in page.text
    assert 0 < int(page.response.headers["Retry-After"]) <= 36
