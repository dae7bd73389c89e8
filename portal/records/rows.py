"""The rows of a list: a page of them, a single line anew, their number, the first few that a search finds, all that is taken away."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import current_app, request, url_for
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import Date, func, literal, select
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.plugin.contributions import MOST_HITS, Hit
from portal.plugin.hookspecs import Context
from portal.records import window
from portal.records.columns import Column, Press, RowWriter, shared_beginning
from portal.records.list_query import COLUMNS, SEARCH, SHARED, FilterBar, ListQuery
from portal.records.reading import with_values
from portal.records.steps import Step
from portal.web.pages.paging import COUNT_CAP, Page, Reached, as_text, last_seen, leaf

PLACE = 2**31 - 7  # an id that no address holds by itself


class Rows(FilterBar):
    """What a register does with its rows. `source` hands over the statements (`portal.records.reading.Statements`)."""

    model: type[Any]
    name: str
    permission: str
    counter: str
    source: Any
    show: str
    ident: str
    hit: Sequence[str]
    per_page: int
    steps: Mapping[Step, str]
    press: Callable[[Any, User], Press | None] | None

    def allows(self, row: Any, user: User, permission: str) -> bool:
        """Whether `user` holds `permission` on a row of the list, by the model's own rule."""
        return self.model.allows(row, user, permission)

    # -- a page ----------------------------------------------------------------------------------------------------

    def page(self, reader: User, asked: ListQuery) -> Page:
        """One page of rows, from the place in the address on."""
        moment, oldest_first = self.sorts[asked.sort]
        last = last_seen(dated=isinstance(moment.type, Date))
        statement, given = self.source.page(reader, asked, last)
        rows = list(db.session.execute(statement, given))
        until, counted_until = (getattr(rows[0], name, None) if rows else None for name in ("until", "counted_until"))
        return leaf(
            rows,
            self.per_page,
            Reached(until, counted_until, oldest_first, given.get(window.HOW_FAR.key, window.MOST_READ)),
        )

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
        place, ident = dict[str, Any]({name: PLACE}), self.ident
        before, after = url_for(self.show, **place).split(str(PLACE))
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
        kind = self.model.__tablename__

        def offered(row: Any) -> Press | None:
            found = ((step, noun) for step, noun in steps if step.is_offered_on(row, reader, allows, kind))
            return next((Press(step.label, f"{address(row)}/{noun}", row.version) for step, noun in found), None)

        return offered

    # -- counts, hits, what is taken away --------------------------------------------------------------------------

    def count(self, reader: User, **filters: str) -> int:
        """How many there are with these filters, at most one more than the cap."""
        return self.counts(reader, [self.ask(MultiDict(filters))])[0]

    def counts(self, reader: User, several: Sequence[ListQuery]) -> list[int]:
        """How many there are of each of `several`, in one statement; at most one more than the cap."""
        if not several:
            return []
        parts = []
        for asked in several:
            capped = with_values(*self.source.ids(reader, asked, COUNT_CAP + 1)).subquery()
            parts.append(select(func.count()).select_from(capped).scalar_subquery())
        return list(db.session.execute(select(*parts)).one())

    def numbers(self, reader: User, several: Sequence[ListQuery]) -> list[str]:
        """How many there are of each of `several`, as far as the page of each counts them, in one statement: 37, or 37+ where that is not to the end."""
        columns: list[Any] = []
        for asked in several:
            total, *until = with_values(*self.source.number(reader, asked)).selected_columns
            columns += [total, until[0] if until else literal(None)]
        found = list(db.session.execute(select(*columns)).one()) if columns else []
        totals = zip(found[::2], found[1::2], strict=True)
        return [as_text(min(total, COUNT_CAP), total > COUNT_CAP or until is not None) for total, until in totals]

    def hits(self, ctx: Context, text: str) -> list[Hit]:
        """What the search box in the header finds: the first few that `ctx.actor` may see."""
        asked = replace(self.ask({SEARCH: text}), columns=())
        if not asked.text or not ctx.actor.can(self.permission):
            return []
        statement, given = self.source.page(ctx.actor, asked, None, counted=False)
        given |= {window.HOW_FAR.key: min(window.AT_A_GLANCE, window.MOST_READ)}
        found = [each for each in db.session.execute(statement, given) if each.id is not None]
        rows, address = found[:MOST_HITS], self.address()
        main = next(each for each in self.columns.values() if each.main)
        shown = [self.columns[name] for name in self.hit]
        return [
            Hit(self.name, main.words(row), address(row), "　".join(each.words(row) for each in shown)) for row in rows
        ]

    def exported(self, asked: ListQuery) -> list[Column]:
        """The columns of the workbook: those chosen, or all that are meant for it."""
        return [self.columns[name] for name in asked.columns] or [
            each for each in self.columns.values() if each.exported
        ]

    def taken_away(self, reader: User, asked: ListQuery, permission: str, most: int) -> list[int]:
        """Ids of what is asked for and `reader` may export, in order; one more than `most` when there are more."""
        statement, given = self.source.ids(reader, asked, most + 1, permission)
        return list(db.session.scalars(statement, given))

    def plain_lines(self, ids: list[int], columns: Sequence[Column], batch: int) -> Iterator[list]:
        """The lines of the workbook, read `batch` at a time."""
        for start in range(0, len(ids), batch):
            rows = self.rows(ids[start : start + batch])
            settled = self.settled(columns, rows)
            for row in rows:
                yield [each.plain(row) for each in settled]


def _found_by_id(found: Mapping[int, Any]) -> Callable[[Any], Any]:
    return lambda row: found.get(row.id, "")
