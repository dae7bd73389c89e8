"""The hidden value of a form: which form it is, whose, and where it stands; signed, so that nobody makes one up."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

FIELD = "_form"


def seal(key: str, user_id: int, path: str) -> str:
    """The value for the form `key` that `user_id` was shown at `path`."""
    return _signer().dumps([key, user_id, path])


def unseal(token: str | None) -> tuple[str, int, str] | None:
    """`(key, user_id, path)` of a value, or None when it is not ours."""
    try:
        key, user_id, path = _signer().loads(token or "")
    except (BadSignature, ValueError):
        return None
    return key, user_id, path


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="portal.form")
