"""Whose number is this? Whoever tries numbers one after another is slowed; whoever looks up residents is not (docs/adr/0036).

A number of a document or a telephone that is nobody's, and one that is another's than was said, is a guess of the account. What is registered
under it gives the guess back, for it then stands on record. Residents who are found cost nothing.
"""

from collections.abc import Sized
from typing import Any

from flask import Flask, Response, g, has_request_context, request, session
from flask_login import current_user

from portal import guessing
from portal.audit import trail
from portal.database import begin_writing
from portal.errors import RuleError
from portal.extensions import db
from portal.guessing import Allowance, Share
from portal.people.pinyin import normalise_query
from portal.web.http.codes import in_words

__all__ = ["admit", "note"]

NUMBERS = Allowance("numbers looked up", at_once=30, regained=60)
LAST_FOURS = Allowance("last fours looked up", at_once=10, regained=600)  # there are few: docs/adr/0068
SHEETS = Allowance("numbers in sheets", at_once=20, regained=1800)
MOST_IN_A_SHEET = 5  # lines with a number that is another's, until they are put right
GUESSED = "numbers_guessed"  # in the session: some were taken, which what is entered gives back
SLOWED = "近来查不到或者和姓名对不上的号码太多，{}再试。已记入审计记录。"


def admit(text: str | None) -> None:
    """Before residents are searched for `text`. Raises RuleError for a number where no guess is left: an answer would tell whether it is known."""
    if _is_number(text) and _is_asked() and (left := guessing.seconds_left(_share(NUMBERS))):
        raise RuleError(SLOWED.format(in_words(left)))


def admit_last_four() -> None:
    """Before namesakes are told apart by their last four. Raises RuleError where no guess is left."""
    if left := guessing.seconds_left(_share(LAST_FOURS)):
        raise RuleError(SLOWED.format(in_words(left)))


def note_last_four(found: Sized) -> None:
    """Last four digits that are nobody's of that name are a guess."""
    if not found:
        g.last_four_missed = True


def note(text: str | None, found: Sized, answers: Any = None) -> None:
    """What `text` led to: a number of a document or a telephone that led to nobody is a guess. `answers`: of the form in which it was typed."""
    if _is_number(text) and _is_asked():
        looked_up, asked = g.setdefault("numbers_looked_up", (set(), []))
        asked.append(answers)
        if not found:
            looked_up.add(normalise_query(text or "").value)


def instead(error: RuleError) -> RuleError:
    """What is said instead of `error` of a form in which numbers were looked up, and nothing of them asked, where no guess is left: a form that
    goes through leaves a record, one that is refused must not tell what is known. Of an honest form nothing is asked here."""
    if "numbers_looked_up" not in g or not (left := guessing.seconds_left(_share(NUMBERS))):
        return error
    for answers in filter(None, g.numbers_looked_up[1]):
        answers.questions.clear()
    return RuleError(SLOWED.format(in_words(left)))


def admit_sheet() -> None:
    """Before a file is checked. Raises RuleError where no guess is left."""
    if left := guessing.seconds_left(_share(SHEETS)):
        raise RuleError(SLOWED.format(in_words(left)))


def note_sheet(of_others: int, lines: int) -> None:
    """A file of `lines` was checked, of which so many numbers are `of_others`. Commits."""
    if not of_others:
        return
    guessing.charge(_share(SHEETS), of_others)
    trail.record("number_guesses", detail=f"核对名册 {lines} 行，{of_others} 行的号码以别的姓名登记过")
    db.session.commit()


def init_app(app: Flask) -> None:
    """Guesses are counted when the answer is ready."""
    app.after_request(_count)


def _count(answer: Response) -> Response:
    if g.pop("last_four_missed", False):
        _charge(_share(LAST_FOURS), 1)
    numbers, _ = g.pop("numbers_looked_up", ((), ()))
    if not numbers:
        return answer
    entered = request.method == "POST" and 300 <= answer.status_code < 400
    if entered and not session.pop(GUESSED, False):
        return answer
    share = _share(NUMBERS)
    if entered:
        guessing.give_back(*[share] * len(numbers))
        db.session.commit()
    else:
        _charge(share, len(numbers))
        session[GUESSED] = True
    return answer


def _charge(share: Share, times: int) -> None:
    db.session.rollback()  # what led to the answer is done, or was refused
    begin_writing()
    guessing.charge(share, times)
    if guessing.seconds_left(share):
        trail.record("number_guesses", detail="查不到、对不上的号码太多，次数用完")
    db.session.commit()


def _share(allowance: Allowance) -> Share:
    return allowance.of(current_user.id)


def _is_asked() -> bool:
    """Commands are run by whoever runs the server; what is typed on public pages finds nobody."""
    return has_request_context() and bool(current_user.is_authenticated)


def _is_number(text: str | None) -> bool:
    return bool(text) and normalise_query(text or "").kind in ("id_number", "phone")
