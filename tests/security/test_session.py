"""A session that has ended stays ended, also for who kept its cookie; it ends by itself after half an hour without a request, and
after twelve hours whatever happens."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from flask.sessions import TaggedJSONSerializer
from itsdangerous import URLSafeTimedSerializer

from portal import clock
from portal.accounts import verbs
from portal.accounts.models import User
from portal.extensions import db


def test_a_cookie_kept_from_before_signing_out_is_worth_nothing(app, as_user, cast):
    client = as_user("clerk")
    kept = client.get_cookie("portal_session").value
    client.fill(client.page("/"), "/logout")
    thief = app.test_client()
    thief.set_cookie("portal_session", kept)
    assert thief.get("/cases").status_code == 303


def test_signing_in_begins_a_session_of_its_own(app, client, cast):
    client.page("/login")
    planted = client.get_cookie("portal_session").value
    client.sign_in("clerk", "Ceshi-2026-Mima")
    assert client.get_cookie("portal_session").value != planted
    other = app.test_client()
    other.set_cookie("portal_session", planted)
    assert other.get("/cases").status_code == 303


def test_it_ends_half_an_hour_after_the_last_request(as_user, cast):
    client, now = as_user("clerk"), clock.now()
    with time_machine.travel(now + timedelta(minutes=29), tick=False):
        assert client.get("/cases").status_code == 200
    with time_machine.travel(now + timedelta(minutes=58), tick=False):
        assert client.get("/cases").status_code == 200
    with time_machine.travel(now + timedelta(minutes=89), tick=False):
        assert client.get("/cases").status_code == 303


def test_it_ends_after_twelve_hours_however_busy_one_was(as_user, cast):
    client, now = as_user("clerk"), clock.now()
    for quarters in range(12 * 4):
        with time_machine.travel(now + timedelta(minutes=15 * quarters), tick=False):
            assert client.get("/cases").status_code == 200
    with time_machine.travel(now + timedelta(hours=12, minutes=1), tick=False):
        assert client.get("/cases").status_code == 303
        assert client.page("/cases").url == "/login"


@pytest.mark.parametrize("step", [verbs.lock, verbs.close])
def test_it_ends_when_the_account_is_locked_or_closed(as_user, cast, step):
    client = as_user("clerk")
    step(db.session.get(User, cast.user_ids["clerk"]), "调离岗位", by=None)
    db.session.commit()
    assert client.get("/cases").status_code == 303


def test_signing_out_anywhere_ends_it_everywhere(as_user, cast):
    here, elsewhere = as_user("clerk"), as_user("clerk")
    here.fill(here.page("/"), "/logout")
    assert elsewhere.get("/cases").status_code == 303


def test_every_page_has_the_way_out(as_user, cast):
    client = as_user("clerk")
    for url in ("/", "/cases", "/cases/new", "/people", "/account", "/password", "/search?q=张"):
        assert client.page(url).form("/logout") is not None


def forged(app, payload: dict, *, salt: str = "cookie-session", digest=hashlib.sha256, key: str = "") -> str:
    options = {"key_derivation": "hmac", "digest_method": digest}
    maker = URLSafeTimedSerializer(
        key or app.secret_key, salt=salt, serializer=TaggedJSONSerializer(), signer_kwargs=options
    )
    return maker.dumps(payload)


@pytest.mark.parametrize(
    "changes",
    [{"key": "k" * 40}, {"salt": "portal.form"}, {"salt": "wtf-csrf-token"}, {"digest": hashlib.sha1}],
)
def test_a_token_of_another_key_purpose_or_algorithm_is_no_session(app, client, cast, changes):
    payload = {"_user_id": f"{cast.user_ids['clerk']}.{cast.clerk.session_epoch}", "_fresh": True}
    client.set_cookie("portal_session", forged(app, payload, **changes))
    assert client.get("/cases").status_code == 303
    client.set_cookie("portal_session", forged(app, payload))
    assert client.get("/cases").status_code == 200  # so that it was the signature


def test_there_is_no_session_without_a_password_typed(client, cast):
    for method in ("get", "head", "options"):
        answer = getattr(client, method)("/login", query_string={"username": "clerk", "password": "Ceshi-2026-Mima"})
        assert answer.status_code == 200
    assert client.get("/cases").status_code == 303
