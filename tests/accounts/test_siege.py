"""A day in an office of sixty clerks, one of whose PCs, or a stranger on the same line, guesses their passwords.

`pytest -s tests/accounts/test_siege.py` prints the numbers.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import insert

from portal import clock
from portal.accounts import devices, guesses
from portal.accounts.guesses import Slowed, signing_in
from portal.accounts.models import User
from portal.extensions import db

CLERKS, SIGN_INS, MISTYPED = 60, 4, 0.2
MORNING = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)


@pytest.fixture
def office(app, cast, monkeypatch):
    """Usernames and ids; the right password is `right`, checked without the cost of the hash."""
    monkeypatch.setattr(guesses, "fits", lambda stored, password: password == "right")
    rows = [{"username": f"clerk{number}", "name": "某", "password_hash": "!"} for number in range(CLERKS)]
    db.session.execute(insert(User), rows)
    db.session.commit()
    return {
        user.username: user.id
        for user in db.session.query(User).filter(User.username.in_([f"clerk{n}" for n in range(CLERKS)]))
    }


def tried(app, username: str, password: str, cookie: str = "") -> bool | None:
    """Whether one got in; None when refused unseen."""
    headers = {"Cookie": f"{devices.COOKIE}={cookie}"} if cookie else {}
    with app.test_request_context("/login", method="POST", headers=headers, environ_base={"REMOTE_ADDR": "10.9.8.7"}):
        try:
            return signing_in(username, password)[1]
        except Slowed:
            return None


@pytest.mark.parametrize(
    ("aim", "tries"),
    [
        ("all in turn", 1_000),
        ("one of them", 1_000),
        pytest.param("all in turn", 10_000, marks=pytest.mark.thorough),
        pytest.param("one of them", 10_000, marks=pytest.mark.thorough),
    ],
)
def test_thousands_of_guesses_and_sixty_clerks_at_one_address(app, office, aim, tries):
    dice, names = Random(7), list(office)
    cookies = {name: devices._signer().dumps([f"pc-{name}", [ident]]) for name, ident in office.items()}
    target = names if aim == "all in turn" else names[:1]
    events = [(dice.uniform(0, 86_400), "attacker", target[number % len(target)]) for number in range(tries)]
    events += [(dice.uniform(0, 36_000), "clerk", name) for name in names for _ in range(SIGN_INS)]
    guessed, refused, entered = Counter(), Counter(), 0
    for second, who, name in sorted(events):
        with clock.pretend(MORNING + timedelta(seconds=second)):
            if who == "attacker":
                guessed[name] += tried(app, name, "wrong") is not None
                continue
            while dice.random() < MISTYPED:
                refused[name] += tried(app, name, "mistyped", cookies[name]) is None
            got_in = tried(app, name, "right", cookies[name])
            refused[name] += got_in is None
            entered += got_in is True
    most = max(guessed.values())
    print(  # noqa: T201  for whoever asks
        f"\n{aim}: {tries} tries, {guessed.total()} seen, at most {most} an account a day; "
        f"{CLERKS * SIGN_INS} sign-ins, {entered} got in, {refused.total()} refused"
    )
    assert most <= 34
    assert guessed.total() <= 60 + 86_400 / 120
    assert (entered, refused.total()) == (CLERKS * SIGN_INS, 0)
