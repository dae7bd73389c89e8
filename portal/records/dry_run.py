"""Trying the rows of a sheet: each is entered by its form and its rules, and taken back."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Any

from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.people.finding import ANOTHERS
from portal.people.guesses import MOST_IN_A_SHEET
from portal.records.imports import Import, Sheet

TRIED_AT_ONCE = 10  # rows tried under one hold of the writers' lock
FEW = 20  # rows with a word in common that may be about the same; a word of more of them, such as that of a choice, tells nothing
FIRST = 2  # of them are entered once more: what may not be there twice is there by then


def entered(kind: Import, owner: Any, fields: dict, by: User, choices: dict) -> tuple[Any, str, list[str]]:
    """The row made of `fields`, or None and what a rule has against it, then nothing of the row is left; and the fields that the register
    of residents has otherwise, with which is done as `choices` tell."""
    answers = kind.answers(choices)
    try:
        with db.session.begin_nested():
            row = kind.add(owner, by=by, **fields, **({"known": answers} if answers else {}))
            db.session.flush()
            if answers:
                answers.settle(row)
    except RuleError as error:
        return None, str(error), []
    return row, "", answers.differing if answers else []


def tried(
    kind: Import, sheet: Sheet, mapping: dict, owner_of: Callable[[], Any], *, by: User, differs: dict | None = None
) -> dict[str, list[str]]:
    """The dry run: number of a row → what is wrong with it, by its form, and by the rules of entering it after the rows above it. To
    `differs` is added, by the number of the row, which fields the register of residents has otherwise.

    Everything is entered and taken back, but for the pictures: their files would stay. Of a long sheet a part at a time, after the first rows
    of earlier parts that have a word in common with it. What the session held before is lost.
    """
    lines = list(kind.lines(replace(sheet, pictures={}), mapping))
    wrong = {number: said for number, _, said in lines if said}
    fitting = (each for each in lines if not each[2])
    before: dict[str, list[tuple[int, dict]]] = {}
    differs = {} if differs is None else differs
    while some := [(number, fields) for number, fields, _ in islice(fitting, TRIED_AT_ONCE)]:
        try:
            owner = owner_of()
            for _, fields in _alike(some, before):
                entered(kind, owner, fields, by, {})
            found = {number: entered(kind, owner, fields, by, {})[1:] for number, fields in some}
        finally:
            db.session.rollback()
        wrong |= {number: [against] for number, (against, _) in found.items() if against}
        if sum(ANOTHERS in said for said in wrong.values()) >= MOST_IN_A_SHEET:
            break  # what stands below is not told
        differs |= {str(number): names for number, (_, names) in found.items() if names}
        for number, fields in some:
            for word in _words(fields) if number not in wrong else ():
                before.setdefault(word, []).append((number, fields))
    return {str(number): wrong[number] for number in sorted(wrong)}


def _alike(some: list[tuple[int, dict]], before: dict[str, list[tuple[int, dict]]]) -> list[tuple[int, dict]]:
    """The rows of earlier parts that have a word in common with `some`, in their order."""
    words = {word for _, fields in some for word in _words(fields)}
    common = (before.get(word, []) for word in words)
    rows = (each for rows in common if len(rows) <= FEW for each in rows[:FIRST])
    return sorted(dict(rows).items())


def _words(fields: dict) -> set[str]:
    return {value for value in fields.values() if isinstance(value, str) and value}
