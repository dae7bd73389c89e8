"""A list (台账, 名册) of records: declared once, it is the page with its filters and search, paging, the workbook, the hits of
the search in the header, and the counts of the desk.

    deeds = Register(
        Deed, key="heroes.deeds", name="见义勇为", permission="heroes.view", show="heroes.show",
        columns=(Column("number", "编号", kind="serial"), Column("title", "事迹", main=True), Column("due_on", "期限", kind="due")),
        filters=(Choice("status", "状态", options=STATES.names), Year("year", "年份", Deed.created_at)),
        search=(Deed.number, Deed.title, Deed.id.in_(select(Hero.deed_id).where(contains(Hero.name)))), finds_by="编号、事迹、姓名",
        order=Deed.created_at,
    )

Who may see a row is `Model.reach(reader, permission)` for the permission the list serves under, whatever other offices the
reader has. `portal.records.lists` mounts the page, `portal.records.reading` puts the statements together, `portal.records.rows`
reads and writes the rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy.orm import QueryableAttribute

from portal.accounts.models import User
from portal.org.models import LEVELS
from portal.records.columns import Column, Press
from portal.records.filters import Filter, contains
from portal.records.on_desk import on_desk
from portal.records.reading import Statements, is_by_place, leads_an_index
from portal.records.rows import Rows
from portal.records.steps import Step

__all__ = ["Register"]


class Added(Protocol):
    """Columns, filters and words of the search box that others add to a list, and sentences about what of them failed."""

    missing: list[str]

    def columns(self) -> dict[str, Column]: ...

    def filters(self) -> Sequence[Filter]: ...

    def finders(self) -> Sequence[str]: ...


class Register(Rows):
    """The declaration of one list, and what follows from it."""

    def __init__(
        self,
        model: type[Any],
        *,
        key: str,
        name: str,
        permission: str,
        columns: Sequence[Column],
        order: Any,
        show: str = "",
        title: str = "",
        counter: str = "件",
        empty: str = "没有符合条件的记录。",
        filters: Sequence[Filter] = (),
        search: Sequence = (),
        finds: Callable[[str, User], Any] | None = None,
        finds_by: str = "",
        sorts: Mapping[str, tuple[Any, bool]] | None = None,
        oldest_first: bool = False,
        joins: Sequence = (),
        beside: Sequence[tuple] = (),
        extra: Sequence = (),
        scope: Callable[[Any, str], Any] | None = None,
        ident: str = "id",
        steps: Mapping[Step, str] | None = None,
        press: Callable[[Any, User], Press | None] | None = None,
        hit: Sequence[str] = (),
        source: Any = None,
        per_page: int = 20,
    ) -> None:
        """model: whose rows they are. key: a lasting name, under which views are kept. name: what a row is called.
        permission: to see the list. columns, filters: in their order. order: what the list is paged by, a day or a moment that no
        row changes; the newest is first, unless `oldest_first`. sorts: further orders, name → (column, whether the oldest is first).
        search: columns in which the words of the search box are sought, and conditions made with `contains`; a column with which an index of the table begins (a number)
        is also found as a whole, wherever its row lies in the list. finds: a condition
        that depends on the reader, from the words; an index should lead to its rows, for it is asked for them wherever they lie in the list, where the rest is read in
        pieces (docs/adr/0060). finds_by: what the box says.
        joins: relationships (or (target, on)) that scope, filters and columns need. beside: (target, on) that only columns
        need. extra: expressions that the row holds besides. scope: the condition for (reader, permission), by default that
        of the model.
        show: endpoint of a record's page, or nothing; ident: attribute of the row with its id. steps: those that a line
        offers, each with the noun of its address; or press, which says so itself.
        hit: names of the columns shown with a hit of the search. counter: 件, 人, 行. empty: what is said when nothing fits.
        source: statements of its own, with the methods of `Statements`.
        Raises ValueError for a step that cannot be offered on a line, two columns of one name, or one that reads nothing, two filters
        of one name, or of one that stands in the address of every list.
        """
        self.model, self.key, self.name, self.title = model, key, name, title or name
        self.permission, self.counter, self.empty, self.own_finds_by = permission, counter, empty, finds_by
        self.own_columns = {each.name: _named(each, model) for each in columns}
        self.own_filters = [
            replace(each, column=getattr(model, each.name, None)) if each.column is None else each for each in filters
        ] + [on_desk(model)]
        self.numbered = [each for each in search if leads_an_index(each, model)]
        self.search = [contains(each) if isinstance(each, QueryableAttribute) else each for each in search]
        self.finds, self.joins, self.beside = finds, tuple(joins), tuple(beside)
        self.sorts = {"": (order, oldest_first)} | dict(sorts or {})
        self.by_place = scope is None and is_by_place(model)
        self.scope = scope or model.reach
        self.show, self.ident, self.hit, self.per_page = show, ident, tuple(hit), per_page
        self.steps, self.press = dict(steps or {}), press
        self.extra, self.offered = tuple(extra), list(self.steps)  # the page adds what it offers for chosen lines
        self.source = source or Statements(self)
        if len(self.own_columns) < len(columns):
            raise ValueError(f"list {key}: two columns of one name")
        if twice := sorted({each for each in self.names if self.names.count(each) > 1}):
            raise ValueError(f"list {key}: {twice} stand more than once among the filters, search, order and columns")
        known = {each.key for each in self.extra}
        unread = [
            each.name for each in columns if not (each.is_told or each.name in known or hasattr(model, each.name))
        ]
        if unread and source is None:
            raise ValueError(
                f"list {key}: {model.__name__} has nothing called {unread}, and they do not say what they read"
            )
        if unfit := [each.name for each in self.steps if each.unless or not each.needs]:
            raise ValueError(f"list {key}: a line cannot know whether {unfit} may be taken")

    def added(self) -> Added | None:
        """What others add to the list for this request; None where nobody may. A list to which plugins contribute overrides it."""
        return None

    @property
    def columns(self) -> Mapping[str, Column]:
        """Its own, and those added."""
        more = self.added()
        return self.own_columns | more.columns() if more else self.own_columns

    @property
    def filters(self) -> Sequence[Filter]:
        more = self.added()
        return [*self.own_filters, *more.filters()] if more else self.own_filters

    @property
    def finds_by(self) -> str:
        more = self.added()
        return "、".join((self.own_finds_by, *more.finders())) if more else self.own_finds_by

    def missing(self) -> list[str]:
        """Sentences about what could not be shown on the page just read."""
        more = self.added()
        return more.missing if more else []

    @cached_property
    def selected(self) -> list:
        """The expressions that a line selects besides its id; where steps are offered on it, what decides on them."""
        found = {}
        for each in self.own_columns.values():
            value = each.value if each.value is not None else getattr(self.model, each.name, None)
            if value is not None and each.of_page is None and each.name != "id":
                found[each.name] = value.label(each.name)
        for each in self.extra:
            found.setdefault(each.key, each)
        earlier = [name for each in self.offered for name in each.not_by]
        for name in ("status", "version", "unit_id", *LEVELS, *earlier) if self.offered else ():
            if hasattr(self.model, name):  # rows that are only added to have no version
                found.setdefault(name, getattr(self.model, name).label(name))
        return list(found.values())


def _named(column: Column, model: type[Any]) -> Column:
    """A column that shows the status of `model`, with what its states are called; any other as it is."""
    states = getattr(model, "states", None)
    if column.name != "status" or column.kind != "status" or column.names is not None or states is None:
        return column
    return replace(column, names=states.names, tones=states.tones)
