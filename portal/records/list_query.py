"""What may stand in an address of a list, and what it asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.records.columns import Column
from portal.records.filters import Control, Filter, Label, Unread
from portal.web.pages.searching import LONGEST

COLUMNS, SORT, SEARCH, SHARED = "columns", "sort", "q", "shared"


@dataclass(frozen=True)
class ListQuery:
    """What an address asks of a list. shape: which filters are set, and in which way. given: the values that go with it.
    columns: those to show, or () for the usual ones. wrong: name of a filter → why it could not be read."""

    shape: tuple = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)


class FilterBar:
    """The filters, the search box, the order and the columns of a list: read from an address, and shown above the list."""

    sorts: Mapping[str, tuple[Any, bool]]

    @property
    def columns(self) -> Mapping[str, Column]:
        """Name → column, in their order."""
        raise NotImplementedError

    @property
    def filters(self) -> Sequence[Filter]:
        """In their order."""
        raise NotImplementedError

    @property
    def finds_by(self) -> str:
        """What the search box says; without it there is none."""
        raise NotImplementedError

    def ask(self, given: Mapping[str, str]) -> ListQuery:
        """What `given` (an address, or the filter bar) asks for. What is not known is left out, what cannot be read is said."""
        shape, values, wrong = list[tuple](), dict[str, Any](), dict[str, str]()
        for each in self.filters:
            try:
                if asked := each.asked(given):
                    shape.append((each.name, asked[0]))
                    values |= asked[1]
            except Unread as error:
                wrong[each.name] = str(error)
        sort = given.get(SORT, "")
        return ListQuery(
            tuple(shape),
            values,
            given.get(SEARCH, "").strip()[:LONGEST] if self.finds_by else "",
            sort if sort in self.sorts else "",
            tuple(dict.fromkeys(name for name in given.get(COLUMNS, "").split(".") if name in self.columns)),
            wrong,
        )

    def understood(self, given: Mapping[str, str]) -> dict[str, str]:
        """What of an address the list understood, but for the words sought: fit to be kept, for nothing else can stand in it."""
        asked = self.ask(given)
        read = [self.filter(name) for name, _ in asked.shape]
        found = {name: given[name] for each in read for name in each.names if given.get(name)}
        return found | {SORT: asked.sort, COLUMNS: ".".join(asked.columns)}

    def filter(self, name: str) -> Filter:
        return next(each for each in self.filters if each.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that may stand in an address of the list."""
        return (SEARCH, *(name for each in self.filters for name in each.names), SORT, COLUMNS)

    def controls(self, given: Mapping[str, str], asked: ListQuery) -> list[Control]:
        """The filter bar, but for the search box."""
        return [control for each in self.filters for control in each.controls(given, asked.wrong.get(each.name, ""))]

    def search_box(self, asked: ListQuery) -> Control | None:
        return Control("StringField", SEARCH, Label(self.finds_by), asked.text) if self.finds_by else None

    def described(self, given: Mapping[str, str]) -> list[tuple[str, str]]:
        """The filters that are set, in words: (label, value)."""
        controls = self.controls(given, self.ask(given))
        return [(each.label.text, each.choices.get(each.data, each.data)) for each in controls if each.data]

    def chosen(self, asked: ListQuery) -> list[Column]:
        """The columns of the page."""
        return [self.columns[name] for name in asked.columns] or [each for each in self.columns.values() if each.shown]
