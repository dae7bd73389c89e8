"""Registers as pages: the list with filter bar, tabs and pager, the file, saved views, steps for many rows at once.

    mount_register(bp, cases, at="", endpoint="index", export="cases.export", bulk=(Bulk(Case.archive, at="archive"),))

Every list has one template, records/list.html, of which htmx takes the block `rows`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from portal.database import reads
from portal.errors import RuleError
from portal.people import guesses
from portal.plugin.activation import takes_new
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.plugin.gate import plugin_of
from portal.records import export_purpose, exports, how_far
from portal.records.bulk import CHOSEN, Bulk, BulkPage
from portal.records.columns import Column
from portal.records.export_request import ExportRequest
from portal.records.list_query import SEARCH, ListQuery
from portal.records.mounted import keep, view_of
from portal.records.register import Register
from portal.records.restriction import restricted_among
from portal.records.saved_views import SavedView
from portal.web.http.guards import requires
from portal.web.pages import searching
from portal.web.pages.list_position import list_address, note_list, row_left
from portal.web.pages.paging import Page
from portal.web.pages.rendering import render

__all__ = ["mount_register"]


class Heading(NamedTuple):
    """Over a column: the address that sorts by it, and how it is sorted now (asc, desc, or nothing)."""

    label: str
    url: str
    direction: str
    figures: bool
    only: str


class Tab(NamedTuple):
    """A saved view over the list."""

    label: str
    url: str
    active: bool
    count: str | None = None  # type: ignore[assignment]  # a tuple has a method of that name
    change: str = ""  # where it is changed, by whoever made it


class ListPage:
    """One register, mounted."""

    def __init__(
        self,
        bp: Blueprint,
        register: Register,
        at: str,
        endpoint: str,
        export: str,
        bulk: Sequence[Bulk],
        actions: Callable[[], list[Action]] | None,
    ) -> None:
        self.bp, self.register, self.at, self.endpoint = bp, register, at, endpoint
        self.export, self.bulk, self.actions = export, tuple(bulk), actions
        register.offered += [each.step for each in bulk]

    def mount(self) -> None:
        """Add the views."""
        title, permission = self.register.title, self.register.permission
        self.add(self.at, self.endpoint, "GET", permission, self.open, f"{title}.")
        self.add(self.at, f"find_{self.endpoint}", "POST", permission, self.find, f"{title}: what is typed.", reads)
        if self.export:
            rule = f"{self.at}.<form>" if self.at else "/export.<form>"
            self.add(rule, f"export_{self.endpoint}", "GET", self.export, self.take_away, f"{title} as a file.")
        for each in self.bulk:
            BulkPage(self, each).mount()

    def add(
        self,
        rule: str,
        name: str,
        method: str,
        permission: str,
        answer: Callable,
        what: str,
        mark: Callable | None = None,
    ) -> None:
        """One view with its guard."""
        guarded = requires(permission)(view_of(answer, what))
        self.bp.add_url_rule(rule, name, mark(guarded) if mark else guarded, methods=[method])

    # -- addresses -------------------------------------------------------------------------------------------------

    def url(self, what: str = "", **values: Any) -> str:
        """The address of the list, or of its `export`."""
        return url_for(f"{self.bp.name}.{what}{'_' if what else ''}{self.endpoint}", **values)

    def address(self, query: str) -> str:
        """The address of the list filtered by `query`."""
        return f"{self.url()}?{query}".rstrip("?")

    def kept(self, given: Mapping[str, str], *, words: bool = True) -> dict[str, str]:
        """What of an address makes the list what it is, without what is not known; `words` of the search box too."""
        found = self.register.understood(given)
        sought = given.get(SEARCH, "") if words and self.register.finds_by else ""
        kept = {SEARCH: "" if searching.carries_number(sought) else sought} | found
        return {name: value for name, value in kept.items() if value}

    # -- the list --------------------------------------------------------------------------------------------------

    def open(self) -> ResponseReturnValue:
        """The list as the address asks for it."""
        if onward := searching.elsewhere():
            return onward
        note_list()
        return self._page(request.args)

    def find(self) -> ResponseReturnValue:
        """What was typed: words lead on to an address, a number is answered here."""
        return searching.elsewhere() or self._page(request.form)

    def _page(self, given: MultiDict) -> ResponseReturnValue:
        register, asked = self.register, self.register.ask(given)
        guesses.admit(asked.text)
        page, columns, writable = register.page(current_user, asked), register.chosen(asked), self._takes_new()
        guesses.note(asked.text, page.rows)
        tabs = self._tabs(page)
        bulk = [
            each
            for each in self.bulk
            if writable
            and each.offered_to(current_user, given, page.rows, register.allows, register.model.__tablename__)
        ]
        lines = self._lines(page, columns, chosen=bool(bulk), offering=writable and not bulk)
        return render(
            "records/list.html",
            block="rows",
            list=self,
            register=register,
            given=given,
            search_box=register.search_box(asked),
            controls=register.controls(given, asked),
            wrong=asked.wrong,
            headings=[self._heading(each, asked) for each in columns],
            page=page,
            counted=how_far.of_the_number(page),
            stopped=how_far.stopped_at(page, register.counter),
            onward=how_far.onward(page),
            bulk=bulk,
            exports=self._exports(),
            tabs=tabs,
            naming=self._naming(tabs),
            actions=self.actions() if self.actions else [],
            missing=register.missing(),
            **lines,
        )

    def _lines(self, page: Page, columns: list[Column], *, chosen: bool, offering: bool) -> dict:
        """The lines as markup, and whether some offer a step on the spot."""
        offer, here = self.register.offering(current_user) if offering else None, row_left()
        presses = [offer(row) if offer else None for row in page.rows]
        acts = any(presses)
        shared = self.register.shared_beginning(columns, page.rows)
        writer = self.register.writer(columns, page.rows, chosen=CHOSEN if chosen else "", acts=acts, shared=shared)
        lines = [writer.write(row, press, here=row.id == here) for row, press in zip(page.rows, presses, strict=True)]
        return {"lines": Markup("").join(lines), "acts": acts, "shared": shared}

    def _heading(self, column: Column, asked: ListQuery) -> Heading:
        """One that sorts leads to its first order, and from there on to the next."""
        label, orders, looks = column.label, column.sorts, (column.figures, column.only)
        if not orders:
            return Heading(label, "", "", *looks)
        if asked.sort not in orders:
            return Heading(label, list_address(sort=orders[0]), "", *looks)
        following = orders[(orders.index(asked.sort) + 1) % len(orders)]
        direction = "asc" if self.register.sorts[asked.sort][1] else "desc"
        return Heading(label, list_address(sort=following), direction, *looks)

    def _exports(self) -> list[tuple[str, str]]:
        """(label, address) of each file that what is filtered can be taken away as; none where no address leads to it."""
        if not self.export or request.method != "GET" or not current_user.can(self.export):
            return []
        kept = self.kept(request.args)
        return [(label, self.url("export", form=form, **kept)) for form, label in exports.FORMATS.items()]

    def _tabs(self, page: Page) -> list[Tab]:
        """The saved views, after the whole list. Nothing where there are none, and for htmx, which takes only the rows."""
        if request.headers.get("HX-Request") or (page.rows and not page.rows[0].views):
            return []
        views = SavedView.of(self.register.key, current_user)
        if not views:
            return []
        counts = self.register.numbers(current_user, [self.register.ask(each.given) for each in views])
        now = self.kept(request.args, words=False)
        return [Tab("全部", self.url(), not now), *(self._tab(*each, now) for each in zip(views, counts, strict=True))]

    def _tab(self, view: SavedView, count: str, now: dict[str, str]) -> Tab:
        return Tab(
            view.name,
            self.address(view.query),
            self.kept(view.given, words=False) == now,
            count,
            url_for("views.edit", view_id=view.id) if view.user_id == current_user.id else "",
        )

    def _naming(self, tabs: list[Tab]) -> tuple[str, str] | None:
        """The link (label, address) to where the list under way gets a name or columns; None where no address leads to it."""
        if request.method != "GET":
            return None
        if change := next((each.change for each in tabs if each.active), ""):
            return "修改视图", change
        given: dict[str, Any] = {"of": self.register.key, **self.kept(request.args, words=False)}
        return "列和视图", url_for("views.new", **given)

    def _takes_new(self) -> bool:
        """Whether anything may be entered here: not where the plugin is read-only."""
        return takes_new(plugin_of(self.bp.name), current_unit())

    def bulk_url(self, bulk: Bulk) -> str:
        """Where `bulk` is taken for the chosen rows."""
        return url_for(f"{self.bp.name}.{self.endpoint}_{bulk.at}")

    # -- the file --------------------------------------------------------------------------------------------------

    def take_away(self, form: str) -> ResponseReturnValue:
        """Exactly what is filtered, of the rows on which the reader may export. Raises RuleError."""
        if searching.carries_number(request.args.get(SEARCH, "")):
            raise RuleError("不要把证件号码或电话号码写在网址里。请在列表里查找。")
        register, asked = self.register, self.register.ask(request.args)
        ids = register.taken_away(current_user, asked, self.export, exports.MOST)
        exports.check_length(len(ids), register.counter)
        offices = current_user.units_with(self.export)
        if export_purpose.needs_approval(len(ids), offices):
            return export_purpose.asking(self, export_purpose.AskForm(), len(ids), form)
        if not (purpose := export_purpose.said()) and export_purpose.asks(len(ids), offices):
            kept = self.kept(request.args)
            return export_purpose.page(register.title, f"{len(ids)} {register.counter}", kept, self.url(**kept))
        return self._written(asked, ids, form, purpose, self.kept(request.args))

    def fetched(self, approved: ExportRequest) -> ResponseReturnValue:
        """The file that was approved, with the rights of whoever asked as they are now; once."""
        given = approved.given
        asked = self.register.ask(given)
        ids = self.register.taken_away(current_user, asked, self.export, exports.MOST)
        approved.admit(len(ids), by=current_user)
        return self._written(asked, ids, approved.form, approved.purpose, given, approved.fetch)

    def _written(
        self,
        asked: ListQuery,
        ids: list[int],
        form: str,
        purpose: str,
        given: Mapping[str, str],
        then: Callable[[], None] | None = None,
    ) -> ResponseReturnValue:
        register = self.register
        columns, held = register.exported(asked), restricted_among(register.model, ids)
        ids = [each for each in ids if each not in held]
        return exports.hand_over(
            register.title,
            columns,
            register.plain_lines(ids, columns, exports.BATCH),
            form=form,
            count=len(ids),
            counter=register.counter,
            condition="&".join(f"{name}={value}" for name, value in given.items()),
            purpose=purpose,
            left_out=len(held),
            then=then,
        )


def mount_register(
    bp: Blueprint,
    register: Register,
    *,
    at: str,
    endpoint: str,
    export: str = "",
    bulk: Sequence[Bulk] = (),
    actions: Callable[[], list[Action]] | None = None,
) -> ListPage:
    """Mount `register` on `bp` at the address `at`, its list as `endpoint`.

    export: the permission to take it away as a file, asked on each row; without it nobody may. bulk: steps for many rows.
    actions: the buttons beside the title, for the reader of the moment.
    """
    page = ListPage(bp, register, at, endpoint, export, bulk, actions)
    page.mount()
    keep(bp, page)
    return page
