"""Wrong passwords slow whoever guesses, and nobody else; real, invented and disabled accounts are answered alike."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import func, select

from portal import clock, guessing
from portal.accounts import guesses, models
from portal.extensions import db
from portal.guessing import Allowance, Spent
from portal.testing.cast import PASSWORD

pytestmark = pytest.mark.database
NAMES = ("clerk", "nobody-of-that-name", "grid", "mediator")


@pytest.fixture
def hashes(monkeypatch):
    """What was hashed to check a password."""
    made, hasher = [], models.hasher

    class Counting:
        def verify(self, stored, password):
            made.append(stored.split("$")[1:4])  # kind, version, cost
            return hasher.verify(stored, password)

        hash = staticmethod(hasher.hash)

    monkeypatch.setattr(models, "hasher", Counting())
    return made


def kept() -> int:
    return db.session.scalar(select(func.count()).select_from(Spent))


def enters(client, username: str) -> bool:
    return "等您办的" in client.sign_in(username, PASSWORD).heading


def test_a_stranger_holds_nobody_up_on_a_device_that_is_known(app, cast):
    own, stranger, new = app.test_client(), app.test_client(), app.test_client()
    assert enters(own, "clerk")
    for _ in range(12):
        last = stranger.sign_in("clerk", "wrong")
    assert last.status == 429
    assert new.sign_in("clerk", PASSWORD).status == 429, "a device that is not known waits"
    own.fill(own.page("/account"), "/logout")
    assert enters(own, "clerk"), "a known one does not, at the same address"


def test_a_known_device_that_guesses_waits_and_the_others_do_not(app, cast):
    here, there = app.test_client(), app.test_client()
    for client in (here, there):
        assert enters(client, "clerk")
        client.fill(client.page("/account"), "/logout")
    answers = [here.sign_in("clerk", "wrong").status for _ in range(12)]
    assert answers == [422] * 10 + [429] * 2
    assert enters(there, "clerk")
    assert enters(app.test_client(), "clerk"), "nor does a new one"


def test_a_device_is_known_for_its_own_accounts_only(app, cast):
    mine = app.test_client()
    assert enters(mine, "mediator")
    mine.fill(mine.page("/account"), "/logout")
    for _ in range(10):
        app.test_client().sign_in("clerk", "wrong")
    assert mine.sign_in("clerk", PASSWORD).status == 429
    assert enters(mine, "mediator")


@pytest.mark.parametrize("forged", ["", "x", "WyJtYXJrIixbMV1d.abc.def"])
def test_a_forged_device_is_not_known(app, cast, forged):
    for _ in range(10):
        app.test_client().sign_in("clerk", "wrong")
    client = app.test_client()
    client.set_cookie("portal_device", forged, path="/login")
    assert client.sign_in("clerk", PASSWORD).status == 429


def test_a_device_unused_for_half_a_year_is_a_new_one(app, cast):
    client = app.test_client()
    assert enters(client, "clerk")
    cookie = client.get_cookie("portal_device", path="/login")
    assert (cookie.http_only, cookie.max_age) == (True, 180 * 86400)
    assert client.get_cookie("portal_device", path="/cases") is None


def test_one_address_that_tries_many_names_is_slowed_and_another_is_not(app, cast):
    with clock.pretend(clock.now()):
        answers = [app.test_client().sign_in(f"invented-{number}", "wrong").status for number in range(62)]
    assert answers == [422] * 60 + [429] * 2
    assert app.test_client().sign_in("clerk", PASSWORD).status == 429
    elsewhere = app.test_client()
    elsewhere.environ_base = {**elsewhere.environ_base, "REMOTE_ADDR": "10.1.2.3"}
    assert enters(elsewhere, "clerk")


def test_right_passwords_cost_nothing(app, cast):
    assert all(enters(app.test_client(), "clerk") for _ in range(12))


def test_a_guess_is_regained_with_time(app, cast):
    for _ in range(10):
        app.test_client().sign_in("clerk", "wrong")
    assert app.test_client().sign_in("clerk", PASSWORD).status == 429
    with clock.pretend(clock.now() + timedelta(minutes=61)):
        assert enters(app.test_client(), "clerk")
        assert app.test_client().sign_in("clerk", "wrong").status == 422
        assert app.test_client().sign_in("clerk", "wrong").status == 429


def test_real_invented_and_disabled_accounts_are_answered_alike(app, cast, hashes):
    cast.grid.active = False
    cast.mediator.bar_password()
    db.session.commit()
    told = {}
    for name in NAMES:
        del hashes[:]
        with clock.pretend(clock.now()):
            pages = [app.test_client().sign_in(name, "wrong") for _ in range(11)]
        assert [each.status for each in pages] == [422] * 10 + [429]
        told[name] = [
            *(each.text.replace(name, "…") for each in (pages[0], pages[-1])),
            *({key for key, _ in each.response.headers} for each in pages),
            pages[-1].response.headers["Retry-After"],
            hashes[:],
        ]
        assert len(hashes) == 10, "one hash a try, none where it is refused"
    assert told == dict.fromkeys(NAMES, told["clerk"]), "nor do the hashes differ in their cost"


def test_names_that_mean_the_same_account_share_its_guesses(app, cast):
    for typed in ("clerk", "Clerk", "ｃｌｅｒｋ", " clerk", "CLERK") * 2:
        assert app.test_client().sign_in(typed, "wrong").status == 422
    assert app.test_client().sign_in("ＣＬＥＲＫ", "wrong").status == 429


def test_what_was_typed_for_a_name_is_not_kept(app, cast):
    app.test_client().sign_in("Mima-In-Dem-Feld-1", "wrong")
    assert {len(key) for key in db.session.scalars(select(Spent.key))} == {40}


def test_who_guesses_the_password_on_a_pc_that_is_signed_in_is_slowed(as_user, cast, hashes):
    clerk = as_user("clerk")
    given = {"new_password": "Xin-De-Mima-2026", "new_password_again": "Xin-De-Mima-2026"}
    answers = [clerk.fill(clerk.page("/password"), password=f"wrong{number}", **given) for number in range(11)]
    assert [each.status for each in answers] == [422] * 10 + [429]
    assert len(hashes) == 10
    assert "近来输错密码的次数太多" in answers[-1].text
    with clock.pretend(clock.now() + timedelta(minutes=16)):
        assert "密码已修改" in clerk.fill(clerk.page("/password"), password=PASSWORD, **given).text


def test_a_form_for_the_own_password_sent_twice_counts_once(as_user, cast):
    clerk = as_user("clerk")
    page = clerk.page("/password")
    given = {"new_password": "Xin-De-Mima-2026", "new_password_again": "Xin-De-Mima-2026"}
    clerk.fill(page, password=PASSWORD, **given)
    assert "已经提交过" in clerk.fill(page, password=PASSWORD, **given).text or clerk.page("/").status == 200
    assert kept() <= 1


def test_guesses_at_the_same_moment_are_counted_before_they_are_known_to_be_wrong(cast):
    share = Allowance("trial", at_once=3, regained=60).of("x")
    assert [guessing.spend(share) for _ in range(5)] == [0, 0, 0, 60, 60]
    guessing.give_back(share)
    assert guessing.spend(share) == 0


def test_nothing_is_taken_where_one_of_several_has_none_left(cast):
    whole, empty = (Allowance("trial", at_once=1, regained=60).of(each) for each in ("whole", "empty"))
    assert guessing.spend(empty) == 0
    assert guessing.spend(whole, empty) == 60
    assert guessing.seconds_left(whole) == 0


def test_a_flood_of_invented_names_does_not_grow_the_table_nor_push_out_whom_it_guesses_at(cast, monkeypatch):
    monkeypatch.setattr(guessing, "MOST", 500)
    target = guesses.ACCOUNT.of("clerk")
    while not guessing.spend(target):
        pass
    for number in range(3_000):
        invented = guesses.ACCOUNT.of(f"invented-{number}")
        assert guessing.spend(invented) == 0
        assert not invented.key.startswith(guessing.TRIMMED) or kept() <= guessing.MOST
    assert guessing.seconds_left(target) > 3_000


def test_a_hundred_thousand_that_are_kept_are_trimmed_to_the_bound_at_the_next_guesses(cast):
    rows = [{"key": f"{number:040d}", "whole_at": 10**13 + number} for number in range(100_000)]
    db.session.execute(Spent.__table__.insert(), rows)
    for number in range(100):
        guessing.spend(guesses.ACCOUNT.of(f"invented-{number}"))
    others = (guesses.ACCOUNT.of(f"another-{number}") for number in count())
    guessing.spend(next(each for each in others if each.key.startswith(guessing.TRIMMED)))
    assert kept() == guessing.MOST


def test_whole_shares_are_cleaned_away(cast):
    guessing.spend(guesses.ACCOUNT.of("clerk"), guesses.ADDRESS.of("10.0.0.1"))
    assert guessing.forget_whole() == 0
    with clock.pretend(clock.now() + timedelta(hours=2)):
        assert guessing.forget_whole() == 2
