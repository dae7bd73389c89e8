"""Trying a step that somebody has asked for: what a rule has against it is an answer, and nothing of it is kept."""

from collections.abc import Callable

from flask import request

from portal.errors import RuleError
from portal.extensions import db
from portal.people import guesses
from portal.records.words import vouching

__all__ = ["attempt"]


def attempt(act: Callable[[], object]) -> RuleError | None:
    """Call `act`, with what was ticked on the form for words in doubt; None when it succeeded, else the rule that it breaks, after a rollback. Raises NotAllowed and WrongState."""
    try:
        with vouching(request.form.get("vouched", "").split("、")), db.session.no_autoflush:
            act()
        db.session.flush()
    except RuleError as error:
        if error.status != 422:
            raise
        db.session.rollback()
        return guesses.instead(error)
    return None
