"""What a household has twice after two of it became one, for `family_merged` of plugins."""

from sqlalchemy import Select

from portal.extensions import db

__all__ = ["repeated"]


def repeated(rows: Select) -> list[tuple[tuple, list[str]]]:
    """What several of `rows` have in common (their columns but the last), and the numbers (the last) under which they stand."""
    numbers: dict[tuple, list[str]] = {}
    for *same, number in db.session.execute(rows):
        numbers.setdefault(tuple(same), []).append(number)
    return [(same, found) for same, found in numbers.items() if len(found) > 1]
