"""动态码 (RFC 6238) and 备用码: what a telephone reckons anew every thirty seconds from a secret it shares with the portal, and what stands on
paper for the day on which it is lost."""

import base64
import hmac
import secrets

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from portal import clock
from portal.accounts.models import folded
from portal.accounts.passwords import CLEAR

STEP = 30  # seconds
DIGITS = 6
DRIFT = 1  # steps by which the clock of a telephone may be early or late
SECRET_BYTES = 20  # RFC 4226 §4 R6
RECOVERY_CODES = 10
HASH = SHA1()  # noqa: S303  that of the standard, which all telephones reckon; under a key no collision helps
ISSUER = "枫桥门户"
LETTERS = sorted(set(CLEAR.lower()) - {"l"})


def new_secret() -> bytes:
    """A secret for one account."""
    return secrets.token_bytes(SECRET_BYTES)


def written(secret: bytes) -> str:
    """`secret` as it is typed into a telephone."""
    return base64.b32encode(secret).decode()


def unwritten(text: str) -> bytes:
    """What `written` wrote."""
    return base64.b32decode(text)


def address(secret: bytes, username: str) -> str:
    """What stands in the QR code that a telephone reads (otpauth://…)."""
    return TOTP(secret, DIGITS, HASH, STEP).get_provisioning_uri(username, ISSUER)


def code_at(secret: bytes, step: int) -> str:
    """The code of the step `step` (of thirty seconds, since 1970)."""
    return HOTP(secret, DIGITS, HASH).generate(step).decode()


def step_now() -> int:
    """The step under way."""
    return int(clock.now().timestamp()) // STEP


def step_of(secret: bytes, typed: str) -> int | None:
    """The step, of those that count now, whose code `typed` is; None for none."""
    now, found = step_now(), None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), typed.encode()):
            found = step
    return found


def plain(typed: str) -> str:
    """`typed` without what people and telephones put between the groups; full-width figures, and capital letters, as plain ones."""
    return "".join(each for each in folded(typed) if each.isalnum())


def new_recovery_codes() -> list[str]:
    """Ten codes of three groups of four characters (59 bits)."""
    return [
        "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3)) for _ in range(RECOVERY_CODES)
    ]
