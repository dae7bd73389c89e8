"""Whom the user may be told of, and whose entry he or she may change: asked on the row of the resident or the organisation."""

from flask import has_request_context
from flask_login import current_user

from portal.org.models import Ancestors


def may_see(who: Ancestors) -> bool:
    """Whether `who` may be offered and named. Somebody out of reach is linked only by the whole number of a document, and never offered."""
    return _may("people.view", who)


def may_edit(who: Ancestors) -> bool:
    """Whether what the register has of `who` may be filled in or changed."""
    return _may("people.edit", who)


def _may(permission: str, who: Ancestors) -> bool:
    """Commands are run by whoever runs the server, who sees everything; a page is read by somebody who holds the right on the row."""
    return not has_request_context() or (current_user.is_authenticated and current_user.can(permission, who))
