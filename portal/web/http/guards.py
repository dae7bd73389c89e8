"""The guard on every view: which permission it takes, or that it is open to everybody.

A right counts only where it was given. The guard asks the cheap first question, whether somebody holds the permission
anywhere; `permitted` asks again on each row that is served, and `get_or_404` does so by itself.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from flask import abort, g
from flask_login import current_user

from portal.extensions import login


def requires(permission: str) -> Callable:
    """Only people whose appointments grant `permission` get in; others are asked to sign in or told no (403).

    The permission is remembered: every row the view loads is asked for it.
    """

    def guard(view):
        @wraps(view)
        def guarded(*args, **kwargs):
            if not current_user.is_authenticated:
                return login.unauthorized()
            if not current_user.can(permission):
                abort(403)
            g.permission = permission
            return view(*args, **kwargs)

        guarded.guard = permission
        return guarded

    return guard


def permitted(row, permission: str = ""):
    """`row` itself, where the reader holds `permission` (by default that of the view) on this very row; 403 elsewhere.

    Raises TypeError for a row that cannot answer: load it through the record it belongs to.
    """
    wanted = permission or g.get("permission")
    if wanted is None:
        return row
    if not hasattr(row, "allows"):
        raise TypeError(f"{type(row).__name__} has no allows(): nobody can say whether {wanted} holds on it")
    return row if row.allows(current_user, wanted) else abort(403)


def signed_in(view):
    """Anybody who has signed in."""

    @wraps(view)
    def guarded(*args, **kwargs):
        if not current_user.is_authenticated:
            return login.unauthorized()
        return view(*args, **kwargs)

    guarded.guard = "signed_in"
    return guarded


def login_url(target: str) -> str:
    """The sign-in page that leads on to `target`."""
    return f"/login?next={quote(target, safe='')}"


def public(view):
    """Open to everybody: shows no personal data."""
    view.guard = "public"
    return view
