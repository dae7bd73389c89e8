"""The signed hidden token of a form: its key, the user it was made for, its path, and the browser it was shown in."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from portal.web.http.browser_mark import browser_mark

FIELD = "_form"
VALID = 7 * 86400  # seconds: a form left open over a weekend and a holiday is still taken


def seal(key: str, user_id: int, path: str) -> str:
    """The token of the form `key` that is shown to `user_id` at `path`."""
    return _signer().dumps([key, user_id, path, browser_mark()])


def unseal(token: str | None, *, anywhere: bool = False, aged: bool = False) -> tuple[str, int, str] | None:
    """`(key, user_id, path)` of a token; None when its signature is invalid. Unless `anywhere` and any time will do (so that a form
    counts once however old it is), None too when it comes from another browser or, unless `aged` is taken (from its own user, signed in), is a week old."""
    try:
        key, user_id, path, mark = _signer().loads(token or "", max_age=None if anywhere or aged else VALID)
    except (BadSignature, ValueError):
        return None
    return (key, user_id, path) if anywhere or mark == browser_mark() else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt="portal.form")
