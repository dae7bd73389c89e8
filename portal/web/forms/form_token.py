"""The signed hidden token of a form: its key, the user it was made for, and its path."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

FIELD = "_form"


def seal(key: str, user_id: int, path: str) -> str:
    """The token of the form `key` that was shown to `user_id` at `path`."""
    return _signer().dumps([key, user_id, path])


def unseal(token: str | None) -> tuple[str, int, str] | None:
    """`(key, user_id, path)` of a token; None when its signature is invalid."""
    try:
        key, user_id, path = _signer().loads(token or "")
    except (BadSignature, ValueError):
        return None
    return key, user_id, path


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="portal.form")
