"""What stands around a public page: everybody may open it, but not as often as a machine would."""

from collections.abc import Callable

from flask import Response, abort, g, request
from flask_limiter.util import get_remote_address

from portal.database import reads
from portal.extensions import csrf, db, limiter
from portal.org.models import OrgUnit
from portal.records.mounted import view_of
from portal.web.http.guards import public
from portal.web.pages.rendering import LARGEST_ID

PER_READER = "600/minute"  # an office, or a hall full of people, is one address
SENT = "300/hour"  # forms that were accepted, from one address
WRONG_CODES = "20/hour"  # from one address, and for one number where one is asked for


def public_unit(unit_id: int) -> OrgUnit:
    """The unit of the address; the gate has seen to it that the plugin is on there. Raises 404."""
    unit = db.session.get(OrgUnit, unit_id) if unit_id <= LARGEST_ID else None
    return unit or abort(404)


def opened(answer: Callable, name: str, what: str) -> Callable:
    """A page that is only shown."""
    return limiter.limit(PER_READER)(public(view_of(answer, what, name)))


def sent(answer: Callable, name: str, what: str) -> Callable:
    """A form. Only what was accepted counts: whoever corrects it is not slowed down."""
    accepted = limiter.limit(SENT, deduct_when=lambda response: response.status_code == 303)
    return csrf.exempt(accepted(opened(answer, name, what)))


def sought(answer: Callable, name: str, what: str) -> Callable:
    """Number and code, to see where something stands."""
    return reads(_not_guessed(opened(answer, name, what)))


def taken(answer: Callable, name: str, what: str) -> Callable:
    """Number and code, to take a step. Without them nothing happens, so it needs no other token."""
    return csrf.exempt(_not_guessed(opened(answer, name, what)))


def wrong_code() -> None:
    """Count this request as a guess."""
    g.wrong_code = True


def _not_guessed(view: Callable) -> Callable:
    def guessed(response: Response) -> bool:
        return bool(g.get("wrong_code"))

    def number() -> str:
        given = request.form.get("number", "")[:60]
        return f"code:{given}" if given else f"address:{get_remote_address()}"

    of_number = limiter.limit(WRONG_CODES, key_func=number, deduct_when=guessed)
    return limiter.limit(WRONG_CODES, deduct_when=guessed)(of_number(view))
