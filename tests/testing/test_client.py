"""The client of the tests: what is not well made fails, and to be somebody is to have signed in."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from portal import clock, guessing
from portal.accounts import guesses
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.testing.cast import PASSWORD
from portal.testing.client import inspect, read

PAGE = '<!doctype html><html lang="zh-CN"><head><title>页</title></head><body><h1>页</h1>{}</body></html>'


@pytest.mark.parametrize(
    "malformed",
    [
        "<p>一</p></div>",
        "<div><b>一</div></b>",
        "<table><tr><td>一</td></tr><p>二</p></table>",
        '<p id="a" id="b">一</p>',
        '<a href="/x"class="b">一</a>',
        "<ul><li>一</li></ul></ul>",
        "<p>一<div>二</div></p>",
        "<section><p>一</section></p>",
        "<button>一",
    ],
)
def test_what_a_browser_would_have_to_mend_fails(malformed):
    with pytest.raises(AssertionError, match="/odd is not well-formed"):
        read(PAGE.format(malformed), "/odd")


@pytest.mark.parametrize("malformed", ['<p id="a" id="b">一</p>', '<p><a href="/x">一</p></a>'])
def test_another_variant_of_a_page_that_was_well_formed_is_checked_too(malformed):
    read(PAGE.format("<h2>一</h2>"), "/variant/1")
    with pytest.raises(AssertionError, match="not well-formed"):
        read(PAGE.format(malformed), "/variant/2")
    with pytest.raises(AssertionError, match="not well-formed"):  # and again: it was not taken for checked
        read(PAGE.format(malformed), "/variant/2")


@pytest.mark.parametrize("stray", ["</div>", "</span>", "</p>"])
def test_an_end_without_a_beginning_fails_though_the_tags_stay_the_same(stray):
    read(PAGE.format("<p>一</p>"), "/stray")
    with pytest.raises(AssertionError, match="not well-formed"):
        read(PAGE.format(f"<p>一</p>{stray}"), "/stray")


@pytest.mark.parametrize(
    "careless",
    [
        "<h1>二</h1>",
        '<p id="a">一</p><p id="a">二</p>',
        '<input name="word" id="word">',
        '<form method="post"><button>送</button></form>',
        '<p style="color: red">一</p>',
        '<p onclick="go()">一</p>',
        "<script>go()</script>",
    ],
)
def test_what_every_page_must_have_is_asked_of_every_answer(careless):
    inspect(read(PAGE.format(""), "/careful"), "/careful")
    with pytest.raises(AssertionError, match="/careful"):
        inspect(read(PAGE.format(careless), "/careful"), "/careful")


def test_a_text_area_is_read_as_it_was_typed(app, as_user, cast):
    client = as_user("clerk")
    page = client.fill(client.page("/cases/new"), description="\r\n第一行\r\n\r\n第三行")
    assert page.status == 422
    assert page.fields(page.form())["description"] == "\n第一行\n\n第三行"


def test_being_somebody_is_having_signed_in(app, client, as_user, cast):
    """Session, audit trail and account, as far as the two can be alike."""
    client.fill(client.page("/login"), follow=False, username="clerk", password=PASSWORD)
    real = _session(client)
    assert guessing.seconds_left(guesses.of_strangers(cast.clerk)) == 0
    minted = _session(as_user("clerk"))
    assert len(real.pop("csrf_token")) == len(minted.pop("csrf_token"))
    assert real.pop("sid") != minted.pop("sid")
    assert real == minted
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "sign_in")).all()
    assert len({(each.actor_id, each.unit_id, each.county_id, each.detail, each.address) for each in entries}) == 1
    assert len(entries) == 2


def test_being_somebody_opens_what_signing_in_opens(as_user, cast):
    for username in cast.roles:
        page = as_user(username).page("/")
        assert (page.status, page.url) == (200, "/")
        assert getattr(cast, username).name in page.text


def _session(client) -> dict:
    with client.session_transaction() as session:
        return dict(session)


def test_the_day_a_test_pretends_is_that_of_the_request(app, as_user, monkeypatch):
    seen = []
    monkeypatch.setitem(
        app.before_request_funcs, None, [*app.before_request_funcs[None], lambda: seen.append(clock.today())]
    )
    with clock.pretend(datetime(2031, 5, 1, 4, tzinfo=UTC)):
        as_user("clerk").get("/")
    as_user("clerk").get("/")
    assert [date(2031, 5, 1), clock.today()] == seen
