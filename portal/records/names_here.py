"""Codes that a district calls by names of its own: as choices of a filter, as the axis of a figure, in a cell.

GRADE_NAMES = NamesHere(GRADES, grades_of)          # grades_of(unit): code → name, from its settings
Choice("grade", "类别", options=GRADE_NAMES)
Column("grade", "类别", read=lambda row: GRADE_NAMES.called(row.grade))
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from flask import has_request_context

from portal.org.models import OrgUnit
from portal.plugin.context import current_unit

__all__ = ["NamesHere"]


class NamesHere(Mapping[str, str]):
    """The names of the codes `known` as the unit in which one works has them by `names_of`; outside of a page by their order."""

    def __init__(self, known: Sequence[str], names_of: Callable[[OrgUnit], Mapping[str, str]]) -> None:
        self.known, self.names_of = known, names_of

    def called(self, code: str) -> str:
        """The name of `code`, "" where there is none."""
        unit = current_unit() if has_request_context() else None
        return self.names_of(unit).get(code, "") if unit else f"第{code}类" if code else ""

    def __getitem__(self, code: str) -> str:
        if code not in self.known:
            raise KeyError(code)
        return self.called(code)

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)
