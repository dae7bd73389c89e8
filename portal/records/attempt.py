"""Trying a step that somebody has asked for: what a rule has against it is an answer, and nothing of it is kept."""

from collections.abc import Callable

from portal.errors import RuleError
from portal.extensions import db


class Refused(str):
    """The message of a broken rule, and the argument that is wrong (`at`), where the rule says which."""

    at: str = ""


def attempt(act: Callable[[], object]) -> str:
    """Call `act`; "" when it succeeded, else the message of the broken rule (`Refused`), after a rollback."""
    try:
        with db.session.no_autoflush:
            act()
        db.session.flush()
    except RuleError as error:
        if error.status != 422:
            raise
        db.session.rollback()
        refused = Refused(error)
        refused.at = error.at
        return refused
    return ""
