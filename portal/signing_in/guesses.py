"""Wrong codes are slowed as wrong passwords are, in shares of their own: by then the password was right."""

from portal import guessing
from portal.accounts import devices
from portal.accounts.guesses import Slowed
from portal.accounts.models import User
from portal.extensions import db
from portal.guessing import Allowance, Share
from portal.signing_in.verbs import proved

STRANGE = Allowance(
    "code", at_once=10, regained=1800
)  # 57 on the first day; three of a million are right at any moment
KNOWN = Allowance("code on a device", at_once=10, regained=900)
ADVICE = "着急请联系本单位管理员。"


def tried(user: User, typed: str) -> bool:
    """Whether `typed` proves that it is `user`; that it was tried is counted first, and committed. Raises Slowed. What was proved is not
    committed."""
    share = _share(user)
    if left := guessing.spend(share):
        raise Slowed(left, ADVICE, "动态码")
    db.session.commit()
    right = proved(user, typed)
    if right:
        guessing.give_back(share)
    return right


def forget(user: User) -> None:
    """Let in again whom wrong codes slowed, on devices that do not know the account. Does not commit."""
    guessing.forget(STRANGE.of(user.id))


def _share(user: User) -> Share:
    """A device on which the account has signed in has its own, so that whoever knows the password cannot keep the owner out."""
    mark = devices.known_for(user.id)
    return KNOWN.of(f"{mark} {user.id}") if mark else STRANGE.of(user.id)
