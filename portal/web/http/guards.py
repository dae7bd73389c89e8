"""Access decorators: every view states the permission it needs, or that it is open to everybody.

A permission counts only in the units where it was granted. The decorator makes the cheap check, whether the user holds
the permission anywhere; `permitted` checks it on the row that is served, and `get_or_404` calls `permitted`.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from flask import abort, current_app, g
from flask_login import current_user

from portal.errors import NotAllowed
from portal.extensions import login

__all__ = ["requires", "permitted", "public", "signed_in"]


def requires(permission: str) -> Callable:
    """Allow users with `permission`; others are asked to sign in, or get 403.

    The permission is kept for this request: it is checked again on every row that the view loads.
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
    if not row.allows(current_user, wanted):
        if said := getattr(row, "keeps_out", lambda user: "")(current_user):
            raise NotAllowed(said)
        abort(403)
    if stands_open := current_app.extensions.get("portal_gate_of_row"):
        stands_open(row)
    return row


def signed_in(view):
    """Allow every user who has signed in."""

    @wraps(view)
    def guarded(*args, **kwargs):
        if not current_user.is_authenticated:
            return login.unauthorized()
        return view(*args, **kwargs)

    guarded.guard = "signed_in"
    return guarded


def login_url(target: str) -> str:
    """URL of the sign-in page, from which the user gets back to `target`."""
    return f"/login?next={quote(target, safe='')}"


def public(view):
    """Allow everybody; the view must not show personal data."""
    view.guard = "public"
    return view
