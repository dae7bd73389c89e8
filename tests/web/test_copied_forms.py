"""A form is of one person, one browser and a week: what was copied out of it does not write into anybody's drafts."""

import time

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from portal.extensions import db
from portal.testing.cast import PASSWORD
from portal.web.forms import drafts, form_token
from portal.web.forms.drafts import Draft, keep

pytestmark = pytest.mark.database

MARK = "portal_browser"


@pytest.fixture
def office(client, cast):
    """The clerk's browser, signed in, with a form open."""
    client.sign_in("clerk", PASSWORD)
    page = client.page("/cases/new")
    return client, page.fields(page.form("/cases/new"))


def kept() -> int:
    return db.session.scalar(select(func.count(Draft.key)))


def test_the_browser_in_which_it_was_typed_keeps_it_when_the_session_is_over(office):
    client, form = office
    client.delete_cookie("portal_session")
    answer = client.post("/cases/new", data=form | {"title": "漏水"})
    assert (answer.status_code, "kept=1" in answer.location, kept()) == (303, True, 1)


def test_another_browser_with_a_copy_of_the_form_does_not(app, office):
    _, form = office
    stranger = app.test_client()
    stranger.post("/cases/new", data=form | {"title": "抹掉"})
    stranger.set_cookie(MARK, "made-up")
    stranger.post("/cases/new", data=form | {"title": "抹掉"})
    assert kept() == 0


def test_another_office_with_a_copy_of_the_form_does_not(app, as_user, office):
    _, form = office
    director = as_user("director")
    director.set_cookie(MARK, "of another PC")
    director.post("/cases/new", data=form | {"title": "抹掉", "csrf_token": "forged"})
    assert kept() == 0


def test_a_form_is_taken_for_a_week(office, monkeypatch):
    client, form = office
    client.delete_cookie("portal_session")
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + form_token.VALID + 60)
    client.post("/cases/new", data=form | {"title": "漏水"})
    assert kept() == 0


def later(monkeypatch, seconds: int) -> None:
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + seconds)


def test_whoever_finishes_a_form_after_a_week_is_told_how_to_lose_nothing_and_loses_nothing(office, monkeypatch):
    client, form = office
    later(monkeypatch, form_token.VALID + 60)
    client.delete_cookie("portal_session")
    answer = client.post("/cases/new", data=form | {"title": "漏水一周"})
    assert (answer.status_code, "在新窗口里登录" in answer.text) == (409, True)
    client.sign_in("clerk", PASSWORD)  # in a new window
    assert kept() == 0
    answer = client.post("/cases/new", data=form | {"title": "漏水一周"})  # back, and sent once more
    assert (answer.status_code, kept()) == (303, 1)
    assert "漏水一周" in client.get(answer.location).text


def test_an_aged_form_of_somebody_else_or_of_another_browser_is_kept_for_nobody(app, office, monkeypatch):
    _, form = office
    later(monkeypatch, form_token.VALID + 60)
    stranger = app.test_client()
    stranger.sign_in("clerk", PASSWORD)
    stranger.post("/cases/new", data=form | {"title": "别处"})
    assert kept() == 0, "signed in as the same, elsewhere"
    stranger.post("/drafts", data=form | {"title": "别处"})
    assert kept() == 0


def test_an_aged_seal_of_another_user_at_the_same_pc_is_not_kept(office, monkeypatch):
    client, form = office
    client.delete_cookie("portal_session")
    later(monkeypatch, form_token.VALID + 60)
    client.sign_in("director", PASSWORD)
    client.post("/cases/new", data=form | {"title": "别人的"})
    assert kept() == 0


def test_two_people_at_one_pc_keep_what_each_typed(office):
    client, form = office
    client.delete_cookie("portal_session")
    client.sign_in("director", PASSWORD)
    client.post("/cases/new", data=form | {"title": "漏水"})
    assert kept() == 1, "kept for the clerk, by the mark of the PC"


def test_of_many_forms_left_half_filled_the_oldest_go(cast, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 3)
    drafts._dropping_the_oldest.cache_clear()
    for number in range(6):
        keep(f"k{number}", cast.clerk.id, "/cases/new", MultiDict({"title": str(number)}))
    drafts._dropping_the_oldest.cache_clear()
    assert sorted(db.session.scalars(select(Draft.key))) == ["k3", "k4", "k5"]
