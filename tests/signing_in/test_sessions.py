"""One's own sessions: listed, ended elsewhere, ended by themselves as the district decides."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from portal import clock
from portal.accounts import sessions
from portal.accounts.sessions import SignIn
from portal.extensions import db
from portal.jobs.tasks import purge_sessions
from portal.testing.cast import PASSWORD

pytestmark = pytest.mark.database
AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0.2623.112 Safari/537.36": "Chrome 内核 49，Windows",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0": "Edge 120，Windows",
    "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0": "Firefox 115，Linux",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605 Version/16.6 Mobile/15E Safari/604": "Safari 16，iPhone",
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/111 MicroMessenger/8.0": "微信 8，安卓",
    "": "不认识的浏览器",
}


@pytest.fixture
def sign_in(app, cast):
    """`sign_in("clerk", from_="10.1.1.7")` is a client that has typed the password there."""

    def make(username: str, from_: str = "127.0.0.1", agent: str = next(iter(AGENTS))):
        client = app.test_client()
        client.environ_base |= {"REMOTE_ADDR": from_, "HTTP_USER_AGENT": agent}
        client.sign_in(username, PASSWORD)
        return client

    return make


@pytest.mark.parametrize(("agent", "said"), AGENTS.items())
def test_a_browser_is_named_as_people_do(agent, said):
    assert sessions.in_words(agent) == said


def test_the_list_says_where_and_which_is_this_one(sign_in):
    sign_in("clerk", "10.1.1.7")
    here = sign_in("clerk", "10.1.1.8")
    sign_in("mediator", "10.1.1.9")
    page = here.page("/account/sessions")
    assert "/account/sessions" in here.page("/account").links()
    cells = [
        [cell.text_content() if hasattr(cell, "text_content") else "".join(cell.itertext()) for cell in row]
        for row in page.tree.iter("tr")
    ]
    assert [row[1] for row in cells[1:]] == ["10.1.1.8", "10.1.1.7"]
    assert [row[0].strip().endswith("这里") for row in cells[1:]] == [True, False]
    assert "Chrome 内核 49，Windows" in page.text


def test_ending_the_others_leaves_this_one(sign_in):
    there, here = sign_in("clerk"), sign_in("clerk")
    here.fill(here.page("/account/sessions"))
    assert there.get("/cases").status_code == 303
    assert here.get("/cases").status_code == 200
    assert len(list(here.page("/account/sessions").tree.iter("tr"))) == 2


def test_a_cookie_of_an_ended_session_opens_nothing(app, sign_in):
    there, here = sign_in("clerk"), sign_in("clerk")
    here.fill(here.page("/account/sessions"))
    thief = app.test_client()
    thief.set_cookie("portal_session", there.get_cookie("portal_session").value)
    assert thief.get("/cases").status_code == 303


def test_another_password_keeps_this_one_and_ends_the_rest(sign_in):
    there, here = sign_in("clerk"), sign_in("clerk")
    typed = {"password": PASSWORD, "new_password": "Lingyige-2026-Mima", "new_password_again": "Lingyige-2026-Mima"}
    here.fill(here.page("/password"), **typed)
    assert there.get("/cases").status_code == 303
    assert len(list(here.page("/account/sessions").tree.iter("tr"))) == 2


def test_reading_notes_every_five_minutes_that_it_is_used(sign_in):
    began = clock.now()
    here = sign_in("clerk")

    def seen() -> timedelta:
        db.session.rollback()
        return db.session.scalar(select(func.max(SignIn.seen_at))) - began

    with time_machine.travel(began + timedelta(minutes=4), tick=False):
        assert here.get("/cases").status_code == 200
    assert seen() < timedelta(minutes=1)
    with time_machine.travel(began + timedelta(minutes=6), tick=False):
        assert here.get("/cases").status_code == 200
    assert seen() > timedelta(minutes=5)


def test_the_district_lets_sessions_end_sooner(sign_in, decide):
    decide(idle_minutes="10", longest_hours="1")
    here, now = sign_in("clerk"), clock.now()
    for minutes in range(0, 60, 9):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            assert here.get("/cases").status_code == 200
    with time_machine.travel(now + timedelta(minutes=62), tick=False):
        assert here.get("/cases").status_code == 303, "an hour is over"
    here, now = sign_in("clerk"), clock.now()
    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        assert here.get("/cases").status_code == 303, "nothing was done for ten minutes"


def test_where_one_at_a_time_is_allowed_the_new_one_ends_the_old(sign_in, decide):
    decide(at_once="one")
    there, other = sign_in("clerk"), sign_in("mediator")
    here = sign_in("clerk")
    assert there.get("/cases").status_code == 303
    assert (here.get("/cases").status_code, other.get("/cases").status_code) == (200, 200)


def test_rows_of_a_month_ago_are_forgotten(cast, sign_in):
    sign_in("clerk")
    db.session.add(
        SignIn(user_id=cast.clerk.id, epoch=0, began_at=clock.now() - timedelta(days=31), address="", browser="")
    )
    db.session.commit()

    class Now:
        now = clock.now()

    assert "1 条" in purge_sessions(Now, None)
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 1
