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
reader has. `portal.records.lists` mounts the page, `portal.records.reading` puts the statements together.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from flask import current_app, request, url_for
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import Date, func, select
from sqlalchemy.orm import QueryableAttribute
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import LEVELS
from portal.plugin.contributions import MOST_HITS, Hit
from portal.plugin.hookspecs import Context
from portal.records.columns import Column, Press, RowWriter, shared_beginning
from portal.records.filters import Control, Filter, Label, Unread, contains
from portal.records.reading import Statements, is_by_place, with_values
from portal.records.steps import Step
from portal.web.pages.paging import COUNT_CAP, Page, last_seen, leaf
from portal.web.pages.rendering import LARGEST_ID
from portal.web.pages.searching import LONGEST

COLUMNS, SORT, SEARCH, SHARED = "columns", "sort", "q", "shared"
PLACES = 2**31 - 7  # an id that no address holds by itself


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list. shape: which filters are set, and in which way. given: the values that go with it.
    columns: those to show, or () for the usual ones. wrong: name of a filter → why it could not be read."""

    shape: tuple = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)


class Register:
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
        search: columns in which the words of the search box are sought, and conditions made with `contains`. finds: a condition
        that depends on the reader, from the words. finds_by: what the box says.
        joins: relationships (or (target, on)) that scope, filters and columns need. beside: (target, on) that only columns
        need. extra: expressions that the row holds besides. scope: the condition for (reader, permission), by default that
        of the model.
        show: endpoint of a record's page, or nothing; ident: attribute of the row with its id. steps: those that a line offers, each with the
        noun of its address; or press, which says so itself.
        hit: names of the columns shown with a hit of the search. counter: 件, 人, 行. empty: what is said when nothing fits.
        source: statements of its own, with the methods of `Statements`.
        Raises ValueError for a step that cannot be offered on a line, or two columns of one name.
        """
        self.model, self.key, self.name, self.title = model, key, name, title or name
        self.permission, self.counter, self.empty, self.finds_by = permission, counter, empty, finds_by
        self.columns = {each.name: each for each in columns}
        self.filters = [
            replace(each, column=getattr(model, each.name, None)) if each.column is None else each for each in filters
        ]
        self.search = [contains(each) if isinstance(each, QueryableAttribute) else each for each in search]
        self.finds, self.joins, self.beside = finds, tuple(joins), tuple(beside)
        self.sorts = {"": (order, oldest_first)} | dict(sorts or {})
        self.by_place = scope is None and is_by_place(model)
        self.scope = scope or model.reach
        self.show, self.ident, self.hit, self.per_page = show, ident, tuple(hit), per_page
        self.steps, self.press = dict(steps or {}), press
        self.extra, self.acts = tuple(extra), bool(steps)
        self.source = source or Statements(self)
        if len(self.columns) < len(columns):
            raise ValueError(f"list {key}: two columns of one name")
        if unfit := [each.name for each in self.steps if each.unless or not each.needs]:
            raise ValueError(f"list {key}: a line cannot know whether {unfit} may be taken")

    @cached_property
    def selected(self) -> list:
        """The expressions that a line selects besides its id; where steps are offered on it, what decides on them."""
        found = {}
        for each in self.columns.values():
            value = each.value if each.value is not None else getattr(self.model, each.name, None)
            if value is not None and each.of_page is None and each.name != "id":
                found[each.name] = value.label(each.name)
        names = ("status", "version", "unit_id", *LEVELS) if self.acts else ()
        for each in [*self.extra, *(getattr(self.model, name) for name in names)]:
            found.setdefault(each.key, each)
        return list(found.values())

    def allows(self, row: Any, user: User, permission: str) -> bool:
        """Whether `user` holds `permission` on a row of the list, by the model's own rule."""
        return self.model.allows(row, user, permission)

    # -- what an address asks --------------------------------------------------------------------------------------

    def ask(self, given: Mapping[str, str]) -> Asked:
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
        return Asked(
            tuple(shape),
            values,
            given.get(SEARCH, "").strip()[:LONGEST] if self.finds_by else "",
            sort if sort in self.sorts else "",
            tuple(name for name in given.get(COLUMNS, "").split(".") if name in self.columns),
            wrong,
        )

    def filter(self, name: str) -> Filter:
        return next(each for each in self.filters if each.name == name)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names that may stand in an address of the list."""
        return (SEARCH, *(name for each in self.filters for name in each.names), SORT, COLUMNS)

    def controls(self, given: Mapping[str, str], asked: Asked) -> list[Control]:
        """The filter bar, but for the search box."""
        return [control for each in self.filters for control in each.controls(given, asked.wrong.get(each.name, ""))]

    def search_box(self, asked: Asked) -> Control | None:
        return Control("StringField", SEARCH, Label(self.finds_by), asked.text) if self.finds_by else None

    def described(self, given: Mapping[str, str]) -> list[tuple[str, str]]:
        """The filters that are set, in words: (label, value)."""
        controls = self.controls(given, self.ask(given))
        return [(each.label.text, each.choices.get(each.data, each.data)) for each in controls if each.data]

    def chosen(self, asked: Asked) -> list[Column]:
        """The columns of the page."""
        return [self.columns[name] for name in asked.columns] or [each for each in self.columns.values() if each.shown]

    # -- the page --------------------------------------------------------------------------------------------------

    def page(self, reader: User, asked: Asked) -> Page:
        """One page of rows, from the place in the address on."""
        moment, _ = self.sorts[asked.sort]
        statement, given = self.source.page(reader, asked, last_seen(dated=isinstance(moment.type, Date)))
        return leaf(list(db.session.execute(statement, given)), self.per_page)

    def settled(self, columns: Iterable[Column], rows: Sequence) -> list[Column]:
        """`columns` with what is fetched for all `rows` at once."""
        return [
            replace(each, read=_found_by_id(each.of_page(rows) if rows else {}), of_page=None) if each.of_page else each
            for each in columns
        ]

    def writer(
        self, columns: Iterable[Column], rows: Sequence, *, chosen: str = "", acts: bool, shared: str = ""
    ) -> RowWriter:
        settled = self.settled(columns, rows)
        return RowWriter(settled, clock.now(), self.address(), chosen=chosen, acts=acts, shared=shared)

    def shared_beginning(self, columns: Iterable[Column], rows: Sequence) -> str:
        """How the numbers of all `rows` begin."""
        serial = next((each for each in columns if each.kind == "serial"), None)
        return shared_beginning(serial.value_of(row) for row in rows) if serial else ""

    def address(self) -> Callable[[Any], str]:
        """Makes the address of a row's page; `url_for` is asked once, not once a row."""
        if not self.show:
            return lambda row: ""
        (name,) = next(current_app.url_map.iter_rules(self.show)).arguments
        place, ident = dict[str, Any]({name: PLACES}), self.ident
        before, after = url_for(self.show, **place).split(str(PLACES))
        return lambda row: f"{before}{getattr(row, ident)}{after}"

    def line(self, record_id: int, done: str) -> Markup:
        """The line of one record anew, for whoever pressed a button there; for `mount(line=…)`. The form around the table says
        which columns it has, and how its numbers begin."""
        rows, given = self.rows([record_id], current_user), request.form
        press = self.offering(current_user)(rows[0])
        columns = self.chosen(self.ask({COLUMNS: given.get(COLUMNS, "")}))
        writer = self.writer(columns, rows, acts=True, shared=given.get(SHARED, ""))
        return writer.write(rows[0], press, done=done)

    def rows(self, ids: list[int], reader: User | None = None) -> list:
        """The rows for `ids`, which the reader may see, in their order; with `reader`, as they act on them."""
        statement, given = self.source.lines(ids, reader)
        found = {row.id: row for row in db.session.execute(statement, given)}
        return [found[ident] for ident in ids if ident in found]

    def offering(self, reader: User) -> Callable[[Any], Press | None]:
        """Answers the step that a row offers to `reader` on the spot: the first that begins where the row stands and that the
        reader may take on it, by the model's own `allows`."""
        if self.press or not self.steps:
            return lambda row: self.press(row, reader) if self.press else None
        address, steps, allows = self.address(), self.steps.items(), self.allows

        def offered(row: Any) -> Press | None:
            found = ((step, noun) for step, noun in steps if step.fits(row) and allows(row, reader, step.needs))
            return next((Press(step.label, f"{address(row)}/{noun}", row.version) for step, noun in found), None)

        return offered

    # -- counts, hits, what is taken away --------------------------------------------------------------------------

    def count(self, reader: User, **filters: str) -> int:
        """How many there are with these filters, at most one more than the cap."""
        return self.counts(reader, [self.ask(MultiDict(filters))])[0]

    def counts(self, reader: User, several: Sequence[Asked]) -> list[int]:
        """How many there are of each of `several`, in one statement; at most one more than the cap."""
        if not several:
            return []
        parts = []
        for asked in several:
            statement, given = self.source.ids(reader, asked)
            capped = with_values(statement.order_by(None).limit(COUNT_CAP + 1), given).subquery()
            parts.append(select(func.count()).select_from(capped).scalar_subquery())
        return list(db.session.execute(select(*parts)).one())

    def hits(self, ctx: Context, text: str) -> list[Hit]:
        """What the search box in the header finds: the first few that `ctx.actor` may see."""
        asked = replace(self.ask({SEARCH: text}), columns=())
        if not asked.text or not ctx.actor.can(self.permission):
            return []
        statement, given = self.source.page(ctx.actor, asked, None, counted=False)
        rows, address = db.session.execute(statement, given).all()[:MOST_HITS], self.address()
        main, shown = (
            next(each for each in self.columns.values() if each.main),
            [self.columns[name] for name in self.hit],
        )
        return [
            Hit(self.name, main.words(row), address(row), "　".join(each.words(row) for each in shown)) for row in rows
        ]

    def exported(self, asked: Asked) -> list[Column]:
        """The columns of the workbook: those chosen, or all that are meant for it."""
        return [self.columns[name] for name in asked.columns] or [
            each for each in self.columns.values() if each.exported
        ]

    def taken_away(self, reader: User, asked: Asked, permission: str, most: int) -> list[int]:
        """Ids of what is asked for and `reader` may export, in order; one more than `most` when there are more."""
        statement, given = self.source.ids(reader, asked, permission)
        return list(db.session.scalars(statement.limit(most + 1), given))

    def plain_lines(self, ids: list[int], columns: Sequence[Column], batch: int) -> Iterator[list]:
        """The lines of the workbook, read `batch` at a time."""
        for start in range(0, len(ids), batch):
            rows = self.rows(ids[start : start + batch])
            settled = self.settled(columns, rows)
            for row in rows:
                yield [each.plain(row) for each in settled]

    def chosen_ids(self, given: Iterable[str], most: int) -> list[int]:
        """The ids of chosen lines as they were sent, at most so many."""
        texts = [text for text in given if text.isdecimal() and len(text) < 11]
        return list(dict.fromkeys(int(text) for text in texts if int(text) <= LARGEST_ID))[:most]


def _found_by_id(found: Mapping[int, Any]) -> Callable[[Any], Any]:
    return lambda row: found.get(row.id, "")
