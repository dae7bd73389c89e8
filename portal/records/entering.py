"""Rows of a sheet are entered: one by one, or many together where the import says what they look up."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.people.reconciling import Answers
from portal.records.imports import Import
from portal.together import Unforeseen, left_out, on_trial, stands, together

Entered = tuple[
    Any, str, list[str]
]  # the row made, or None and what a rule has against it; the fields that the register of residents has otherwise


def entered(kind: Import, owner: Any, fields: dict, by: User, choices: dict) -> Entered:
    """The row made of `fields`, or None and what a rule has against it, then nothing of the row is left; and the fields that the register
    of residents has otherwise, with which is done as `choices` tell."""
    answers = kind.answers(choices)
    try:
        with db.session.begin_nested():
            row = _add(kind, owner, fields, by, answers)
            db.session.flush()
            if answers:
                answers.settle(row)
    except RuleError as error:
        return None, str(error), []
    return row, "", answers.differing if answers else []


def all_entered(kind: Import, owner: Any, lines: Sequence[dict], by: User, choices: dict) -> list[Entered]:
    """The same of each of these, one after another. Together it is many times faster: what they look up is asked once, and all are written at once. Where
    something is against one of them, those above it are entered anew, it by itself, and then those below it."""
    if kind.beforehand is None or len(lines) < 2:
        return [entered(kind, owner, each, by, choices) for each in lines]
    many, at = list[tuple[Any, Answers | None]](), -1  # which of them is under way; -1: all
    try:
        with db.session.begin_nested():
            known = kind.beforehand(owner, lines)
            _ = by.offices, owner.path  # read anew after each commit; among rows that wait, reading writes them first
            with together(known):
                for fields in lines:
                    at, answers = len(many), kind.answers(choices)
                    many.append((_add(kind, owner, fields, by, answers), answers))
                at = -1
            for row, answers in many:
                at += 1
                if answers:
                    answers.settle(row)
    except (RuleError, IntegrityError):
        parts = (lines[:at], lines[at : at + 1], lines[at + 1 :]) if at >= 0 else _halves(lines)
        return [each for part in parts if part for each in all_entered(kind, owner, part, by, choices)]
    return [(row, "", answers.differing if answers else []) for row, answers in many]


def all_tried(kind: Import, owner: Any, lines: Sequence[dict], by: User) -> tuple[list[Entered], bool]:
    """What would be said of each of these if they were entered, for an import that looks up `beforehand`, and nothing of it is written: up to the first that
    something is against and that left something with rows above it, and with it; or up to the first of which only entering it tells, without it, and then
    also True. The session is to be rolled back afterwards."""
    tried = list[Entered]()
    with on_trial(kind.beforehand(owner, lines) if kind.beforehand else {}):
        for fields in lines:
            answers, before = kind.answers({}), stands()
            try:
                row = _add(kind, owner, fields, by, answers)
                if answers:
                    answers.settle(row)
            except RuleError as error:
                tried.append((None, str(error), []))
                if not left_out(before):
                    return tried, False
                continue
            except Unforeseen:
                return tried, True
            tried.append((row, "", answers.differing if answers else []))
    return tried, False


def _add(kind: Import, owner: Any, fields: dict, by: User, answers: Answers | None) -> Any:
    return kind.add(owner, by=by, **fields, **({"known": answers} if answers else {}))


def _halves(lines: Sequence[dict]) -> tuple[Sequence[dict], ...]:
    middle = len(lines) // 2
    return lines[:middle], lines[middle:]
