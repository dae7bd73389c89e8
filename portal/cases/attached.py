"""Whether a plugin has anything about a case: asked with the case itself, so that a panel costs a statement only where it shows something.

attaches(KEY, Whistle.case_id)          # once, where the plugin meets the core
if not attached(case, KEY): return []   # in its hooks `case_panels` and `case_actions`
"""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, case, exists, literal

from portal.cases.models import Case
from portal.cases.models.linking import merged_into
from portal.plugin.activation import in_effect
from portal.plugin.context import hook_context

__all__ = ["attached", "attached_to_all", "attaches"]

CARRIES = "+"  # beside the keys of plugins: others go on as part of the case
_columns: dict[str, Any] = {}


def attaches(key: str, column: Any) -> None:
    """The plugin `key` has rows about cases: `column` is the indexed one that holds the id of the case."""
    _columns[key] = column


def attached(of: Case, key: str) -> bool:
    """Whether the plugin `key` has a row about the case `of`; True also where that was not asked with the case."""
    return of.attached is None or f" {key} " in of.attached


def attached_to_all(of: Case, key: str) -> bool:
    """The same, of what goes on as part of `of` as well: True wherever something does."""
    return attached(of, key) or carries_others(of)


def carries_others(of: Case) -> bool:
    """Whether others go on as part of the case; True also where that was not asked with it."""
    return attached(of, CARRIES)


def keys_attached() -> ColumnElement[str]:
    """The keys of the plugins in effect that have rows about a case, in one text; CARRIES where others go on as part of it."""
    return _keys(tuple(sorted(_columns.keys() & in_effect(hook_context().unit).keys())))


@cache
def _keys(asked: tuple[str, ...]) -> ColumnElement[str]:
    carries = case((exists().where(merged_into(Case.id)), literal(f"{CARRIES} ")), else_=literal(""))
    found: ColumnElement[str] = literal(" ") + carries
    for key in asked:
        found += case((exists().where(_columns[key] == Case.id), literal(f"{key} ")), else_=literal(""))
    return found
