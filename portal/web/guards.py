"""The guard on every view: which permission it takes, or that it is open to everybody."""

from collections.abc import Callable
from functools import wraps

from flask import abort
from flask_login import current_user

from portal.extensions import login


def requires(permission: str) -> Callable:
    """Only people whose appointments grant `permission` get in; others are asked to sign in or told no (403)."""

    def guard(view):
        @wraps(view)
        def guarded(*args, **kwargs):
            if not current_user.is_authenticated:
                return login.unauthorized()
            if not current_user.can(permission):
                abort(403)
            return view(*args, **kwargs)

        guarded.guard = permission
        return guarded

    return guard


def signed_in(view):
    """Anybody who has signed in."""

    @wraps(view)
    def guarded(*args, **kwargs):
        if not current_user.is_authenticated:
            return login.unauthorized()
        return view(*args, **kwargs)

    guarded.guard = "signed_in"
    return guarded


def public(view):
    """Open to everybody: shows no personal data."""
    view.guard = "public"
    return view
