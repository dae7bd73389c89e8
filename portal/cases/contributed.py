"""What plugins add to the list of cases: columns, filters, and what the search finds. They are asked once a request."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from flask import g, has_request_context
from flask_login import current_user
from sqlalchemy import ColumnElement, Select, false

from portal.accounts.models import User
from portal.cases.models import Case
from portal.extensions import db
from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.plugin.contributions import CaseColumn, CaseFilter, CaseFinder
from portal.plugin.dispatch import Answer
from portal.records.columns import Column
from portal.records.filters import Choice
from portal.records.waiting import there_is
from portal.records.window import unindexed

HOOK = "case_list"
GONE = object()


@dataclass
class Contributed:
    """What the plugins in effect gave for this request. `broken`: answers of which something failed since."""

    answers: list[Answer]
    broken: list[Answer] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """A sentence for each plugin of which something could not be shown."""
        return list(dict.fromkeys(dispatch.failures([*self.answers, *self.broken])))

    def of_kind(self, kind: type) -> Iterator[tuple[Answer, Any]]:
        return ((answer, each) for answer in self.answers for each in answer.value or () if isinstance(each, kind))

    def columns(self) -> dict[str, Column]:
        """Named `<plugin>_<name>`, so that no two have one name."""
        found = ((f"{answer.plugin}_{each.name}", answer, each) for answer, each in self.of_kind(CaseColumn))
        return {
            name: Column(
                name, each.label, of_page=partial(self._values, answer, each), kind=each.kind, shown=each.shown
            )
            for name, answer, each in found
        }

    def _values(self, answer: Answer, column: CaseColumn, rows: list) -> dict[int, Any]:
        return self._later(answer, column.name, column.checked, [row.id for row in rows], instead={})

    def filters(self) -> list[Choice]:
        return [Choice(name, each.label, options=each.options) for name, _, each in self._named_filters()]

    def conditions(self, values: dict[str, Any]) -> list[ColumnElement[bool]]:
        """Those of the filters that are set in `values`, name → option. None fits where a filter fails, for all would look as
        if asked for."""
        return [
            self._among(answer, each.name, each.cases, values[name], instead=false())
            for name, answer, each in self._named_filters()
            if name in values
        ]

    def found_by(self, text: str, user: User) -> list[ColumnElement[bool]]:
        """Conditions for what else `text` finds."""
        return [
            self._among(answer, each.label, each.cases, text, user, instead=false())
            for answer, each in self.of_kind(CaseFinder)
        ]

    def finders(self) -> list[str]:
        return [each.label for _, each in self.of_kind(CaseFinder)]

    def _named_filters(self) -> Iterator[tuple[str, Answer, CaseFilter]]:
        return ((f"{answer.plugin}_{each.name}", answer, each) for answer, each in self.of_kind(CaseFilter))

    def _among(
        self, answer: Answer, part: str, cases: Any, *given: Any, instead: ColumnElement[bool]
    ) -> ColumnElement[bool]:
        found = self._later(answer, part, _tried, cases, *given, instead=None)
        if found is None:
            return instead
        (ident,) = unindexed(found).subquery().columns
        return there_is(ident == Case.id, of=Case)  # case by case: what the plugin would answer as a whole may be much

    def _later(self, answer: Answer, part: str, function: Any, *given: Any, instead: Any) -> Any:
        value = dispatch.later(answer, HOOK, part, function, *given, instead=GONE)
        if value is GONE:
            self.broken.append(replace(answer, failed=True))
            return instead
        return value


def _tried(cases: Any, *given: Any) -> Select:
    """The select that `cases` answers, after the database took it: an error in it would be one of the whole list."""
    found = cases(*given)
    if not isinstance(found, Select) or len(found.selected_columns) != 1:
        raise TypeError(f"{found!r} is no select of the ids of cases")
    db.session.execute(found.limit(0))
    return found


def contributed() -> Contributed:
    """Of this request; nothing outside of one, and before anybody has signed in."""
    if not has_request_context() or not current_user.is_authenticated:
        return Contributed([])
    if "case_list" not in g:
        g.case_list = Contributed(dispatch.call(HOOK, ctx=hook_context()))
    return g.case_list
