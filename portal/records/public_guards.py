"""What stands around a public page: everybody may open it, but not as often as a machine would."""

from collections.abc import Callable

from flask import abort

from portal.database import reads
from portal.extensions import csrf, db, limiter
from portal.org.models import OrgUnit
from portal.records.mounted import view_of
from portal.web.http.before_writing import takes_files
from portal.web.http.codes import guessable, wrong_code
from portal.web.http.guards import public
from portal.web.pages.rendering import LARGEST_ID

__all__ = ["public_unit", "opened", "sought", "wrong_code", "PER_READER"]

PER_READER = "600/minute"  # an office, or a hall full of people, is one address
SENT = "300/hour"  # forms that were accepted, from one address


def public_unit(unit_id: int) -> OrgUnit:
    """The unit of the address; the gate has seen to it that the plugin is on there. Raises 404."""
    unit = db.session.get(OrgUnit, unit_id) if unit_id <= LARGEST_ID else None
    return unit or abort(404)


def opened(answer: Callable, name: str, what: str) -> Callable:
    """A page that is only shown."""
    return limiter.limit(PER_READER)(public(view_of(answer, what, name)))


def sent(answer: Callable, name: str, what: str, *, uploads: bool = False) -> Callable:
    """A form, with `uploads` one that carries files. Only what was accepted counts: whoever corrects it is not slowed down."""
    accepted = limiter.limit(SENT, deduct_when=lambda response: response.status_code == 303)
    view = csrf.exempt(accepted(opened(answer, name, what)))
    return takes_files(view) if uploads else view


def sought(answer: Callable, name: str, what: str) -> Callable:
    """Number and code, to see where something stands."""
    return reads(guessable(opened(answer, name, what)))


def taken(answer: Callable, name: str, what: str) -> Callable:
    """Number and code, to take a step. Without them nothing happens, so it needs no other token."""
    return csrf.exempt(guessable(opened(answer, name, what)))
