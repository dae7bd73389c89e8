"""Wrong passwords: who guesses is slowed, and nobody else (docs/adr/0036).

A device on which the account has signed in has guesses of its own. All other devices share those of the account and those of the
address they come from. Whether there is such an account makes no difference to words, status and time.
"""

from flask_login import current_user

from portal import guessing
from portal.accounts import devices
from portal.accounts.models import NO_PASSWORD, User, fits, folded
from portal.database import reading_first
from portal.extensions import db
from portal.guessing import Allowance, Share
from portal.web.http.codes import in_words, network

ACCOUNT = Allowance("account", at_once=10, regained=3600)  # 34 guesses on the first day, 24 on each after it
ADDRESS = Allowance("address", at_once=60, regained=120)  # an office, or a telephone network
DEVICE = Allowance("device", at_once=10, regained=900)
OWN = Allowance("own password", at_once=10, regained=900)  # whoever sits down at a PC that is signed in


class Slowed(Exception):
    """No guess at `what` is left; `seconds` until there is one. The message is for the clerk."""

    def __init__(self, seconds: int, advice: str = "", what: str = "密码") -> None:
        super().__init__(f"近来输错{what}的次数太多，{in_words(seconds)}再试。{advice}")
        self.seconds = seconds


ADVICE = "在自己以前登录过的电脑上，用原来的浏览器，不受别人输错的影响；着急请联系本单位管理员。"


def signing_in(username: str, password: str) -> tuple[User | None, bool]:
    """The account that is meant, and whether the password is right. Raises Slowed. Commits; the hash is made between two
    transactions."""
    with reading_first():
        user = User.known_as(username)
        stored = user.password_hash if user else NO_PASSWORD
        shares = _shares(username, user)
        left = guessing.seconds_left(*shares)
    right = _tried(stored, password, shares, left, ADVICE)
    return User.known_as(username), right


def confirming(password: str) -> bool:
    """Whether `password` is that of whoever is signed in. Raises Slowed. Commits; call it first (`portal.database.reading_first`)."""
    with reading_first():
        stored, share = current_user.password_hash, OWN.of(current_user.id)
        left = guessing.seconds_left(share)
    return _tried(stored, password, (share,), left)


def of_strangers(user: User) -> Share:
    """What devices that `user` has not signed in on have together."""
    return ACCOUNT.of(folded(user.username))


def _shares(username: str, user: User | None) -> tuple[Share, ...]:
    if user and (mark := devices.known_for(user.id)):
        return (DEVICE.of(f"{mark} {user.id}"),)
    return ADDRESS.of(network()), ACCOUNT.of(folded(username))


def _tried(stored: str, password: str, shares: tuple[Share, ...], left: int, advice: str = "") -> bool:
    left = left or guessing.spend(*shares)
    if left:
        raise Slowed(left, advice)
    db.session.commit()
    right = fits(stored, password)
    if right:
        guessing.give_back(*shares)
    return right
