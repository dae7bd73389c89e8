"""Keyset paging: a page begins after the last row of the page before, so that the cost does not grow with the depth."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import NamedTuple

from flask import request, url_for
from sqlalchemy import Date, Select, func, select, tuple_

from portal.extensions import db
from portal.web.pages.rendering import LARGEST_ID

COUNT_CAP = 1000


class Reached(NamedTuple):
    """How far a list was read that is read in pieces. `until`: the moment up to which, itself included, rows of this page were sought;
    `counted_until`: that up to which all were counted; None where that is the end of the list. `piece`: how many rows are read at once."""

    until: date | None = None
    counted_until: date | None = None
    oldest_first: bool = False
    piece: int = 0

    def holds(self, at: date) -> bool:
        """Whether what stands `at` was sought; what is beyond was found by an index of its own, and is met again."""
        return self.until is None or (at <= self.until if self.oldest_first else at >= self.until)


TO_THE_END = Reached()


@dataclass(frozen=True)
class Page:
    """One page of rows, the total up to a cap, and the URLs of the next and first page. `cut`: there are more rows, but a
    posted search has no URL for them. `stopped`: the list was read no further than `reached`, and did not fill the page; it is read on at
    `onward_url`."""

    rows: list
    total: int
    capped: bool
    cut: bool
    next_url: str | None
    first_url: str | None
    reached: Reached = TO_THE_END
    stopped: bool = False
    onward_url: str | None = None

    def showing(self, rows: list) -> "Page":
        """The same page with other rows in place (the full lines for the keys that were paged)."""
        return replace(self, rows=rows)

    @property
    def total_text(self) -> str:
        return as_text(self.total, self.capped)


def as_text(total: int, more: bool) -> str:
    """A number of rows of which there may be more."""
    return f"{total}+" if more else str(total)


def paginate(query: Select, moment, ident, *, per_page: int = 20, oldest_first: bool = False) -> Page:
    """Run `query` sorted by `(moment, ident)`, newest first unless `oldest_first`, after the key in `?after=`.

    `moment` may be a date column and must not be null; `ident` must be a selected column named `id`.
    """
    total = select(func.count()).select_from(query.order_by(None).limit(COUNT_CAP + 1).subquery()).scalar_subquery()
    after, place = last_seen(dated=isinstance(moment.type, Date)), tuple_(moment, ident)
    page = query if after is None else query.where(place > tuple_(*after) if oldest_first else place < tuple_(*after))
    order = (moment, ident) if oldest_first else (moment.desc(), ident.desc())
    page = page.add_columns(total.label("total"), moment.label("paged_by")).order_by(*order).limit(per_page + 1)
    return leaf(db.session.execute(page).all(), per_page)


def leaf(rows: list, per_page: int, reached: Reached = TO_THE_END) -> Page:
    """The page made of `rows`: up to `per_page + 1` rows, each with `id`, `paged_by` and the `total` of all pages; one without an id
    stands for none."""
    total = rows[0].total if rows else 0
    rows = [each for each in rows if each.id is not None]
    stopped = reached.until is not None and sum(reached.holds(each.paged_by) for each in rows) <= per_page
    more = len(rows) > per_page and not stopped
    rows = rows[:per_page]
    led_on = request.method == "GET"  # a number that was posted stands in no address
    beyond = LARGEST_ID if reached.oldest_first else 0
    return Page(
        rows=rows,
        total=min(total, COUNT_CAP),
        capped=total > COUNT_CAP,
        cut=more and not led_on,
        next_url=_address(after=f"{_written(rows[-1].paged_by)}_{rows[-1].id}") if more and led_on else None,
        first_url=_address() if request.args.get("after") else None,
        reached=reached,
        stopped=stopped,
        onward_url=_address(after=f"{_written(reached.until)}_{beyond}")
        if reached.until and stopped and led_on
        else None,
    )


def last_seen(*, dated: bool = False) -> tuple[date, int] | None:
    """The key in `?after=`: moment (a date if `dated`) and id of the last row of the page before; None for the first page."""
    moment, _, ident = request.args.get("after", "").partition("_")
    try:
        seen = date.fromisoformat(moment) if dated else datetime.fromtimestamp(float(moment), UTC)
        return seen, max(0, min(int(ident), LARGEST_ID))
    except (ValueError, OverflowError, OSError):
        return None


def _written(moment: date) -> str:
    return f"{moment.timestamp():.6f}".removesuffix(".000000") if isinstance(moment, datetime) else moment.isoformat()


def _address(**changes) -> str:
    kept = {name: request.args.getlist(name) for name in request.args if name != "after"}
    return url_for(request.endpoint, **(request.view_args or {}), **kept, **changes)
