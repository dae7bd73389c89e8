"""What is asked of a key, and whether it answered (W3C Web Authentication). What was asked stands in the session, signed, for a few minutes."""

import json
import secrets
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.signing_in.origin import origin
from portal.signing_in.passkeys.models import Passkey

ASKED = "passkey"
TIME = 300  # seconds in which a key answers
NAME = "枫桥·基层治理门户"
NOT_HERE = "通行密钥没有通过：可能等得太久、取消了，或者不是这个账号的。请再试一次。"
WANTED = UserVerificationRequirement.REQUIRED  # the key asks for a finger, a face or its own code
UNREADABLE = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)  # of what no browser has made


class Answer(NamedTuple):
    """What a key answered to what was `asked` then (milliseconds since 1970)."""

    passkey: Passkey
    count: int
    asked: int


def domain() -> str:
    """Whose keys they are: the name of this host."""
    return urlsplit(origin()).hostname or ""


def to_register(user: User) -> str:
    """What the browser is given for a new key of `user`, as JSON."""
    return options_to_json(
        generate_registration_options(
            rp_id=domain(),
            rp_name=NAME,
            user_id=str(user.id).encode(),
            user_name=user.username,
            user_display_name=user.name,
            challenge=_challenge(),
            timeout=TIME * 1000,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED, user_verification=WANTED
            ),
            exclude_credentials=_described(Passkey.of(user)),
        )
    )


def to_sign_in(keys: list[Passkey]) -> str:
    """What the browser is given to ask one of `keys`, or, without, any it knows of this host; as JSON."""
    return options_to_json(
        generate_authentication_options(
            rp_id=domain(),
            challenge=_challenge(),
            timeout=TIME * 1000,
            allow_credentials=_described(keys),
            user_verification=WANTED,
        )
    )


def registered(user: User, name: str, typed: str) -> Passkey:
    """The new key of `user` that the browser sends as `typed`; not stored yet. Raises RuleError."""
    challenge, asked = _asked()
    try:
        found = verify_registration_response(
            credential=typed,
            expected_challenge=challenge,
            expected_rp_id=domain(),
            expected_origin=origin(),
            require_user_verification=True,
        )
    except UNREADABLE as error:
        raise RuleError(NOT_HERE, at="credential") from error
    return Passkey(
        user_id=user.id,
        name=name,
        credential=bytes_to_base64url(found.credential_id),
        public_key=bytes_to_base64url(found.credential_public_key),
        count=found.sign_count,
        last_asked=asked,
    )


def answered(typed: str) -> Answer:
    """The key that the browser sends an answer of, which is right. Raises RuleError."""
    challenge, asked = _asked()
    try:
        passkey = Passkey.called(str(json.loads(typed)["id"]))
        if passkey is None:
            raise RuleError(NOT_HERE, at="credential")
        found = verify_authentication_response(
            credential=typed,
            expected_challenge=challenge,
            expected_rp_id=domain(),
            expected_origin=origin(),
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.count,
            require_user_verification=True,
        )
    except UNREADABLE as error:
        raise RuleError(NOT_HERE, at="credential") from error
    return Answer(passkey, found.new_sign_count, asked)


def done() -> None:
    """What was asked is answered."""
    session.pop(ASKED, None)


def _challenge() -> bytes:
    """What is asked now: the same while the page is shown again, so that an answer fits that was given meanwhile."""
    if _age() >= TIME // 2:
        session[ASKED] = [bytes_to_base64url(secrets.token_bytes(32)), _now()]
    return base64url_to_bytes(session[ASKED][0])


def _asked() -> tuple[bytes, int]:
    """What was asked, and when. Raises RuleError where that is too long ago."""
    if _age() > TIME:
        raise RuleError(NOT_HERE, at="credential")
    return base64url_to_bytes(session[ASKED][0]), session[ASKED][1]


def _age() -> float:
    """Seconds since it was asked; for ever where nothing was."""
    return (_now() - session[ASKED][1]) / 1000 if ASKED in session else float("inf")


def _described(keys: list[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential)) for each in keys]


def _now() -> int:
    return int(clock.now().timestamp() * 1000)
