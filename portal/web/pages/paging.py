"""Keyset paging: a page begins after the last row of the page before, so that the cost does not grow with the depth."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from flask import request, url_for
from sqlalchemy import Date, Select, func, select, tuple_

from portal.extensions import db
from portal.web.pages.rendering import LARGEST_ID

COUNT_CAP = 1000


@dataclass(frozen=True)
class Page:
    """One page of rows, the total up to a cap, and the URLs of the next and first page. `cut`: there are more rows, but a
    posted search has no URL for them. Of a list that is read in pieces: `counted_until`, the moment up to which the total was counted; `until`, that
    up to which this page was read and not filled; `onward_url`, where it is read on."""

    rows: list
    total: int
    capped: bool
    cut: bool
    next_url: str | None
    first_url: str | None
    counted_until: date | None = None
    until: date | None = None
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


def leaf(rows: list, per_page: int) -> Page:
    """The page made of `rows`: up to `per_page + 1` rows, each with `id`, `paged_by` and the `total` of all pages."""
    total = rows[0].total if rows else 0
    more = len(rows) > per_page
    rows = rows[:per_page]
    led_on = request.method == "GET"  # a number that was posted stands in no address
    return Page(
        rows=rows,
        total=min(total, COUNT_CAP),
        capped=total > COUNT_CAP,
        cut=more and not led_on,
        next_url=_address(after=f"{_written(rows[-1].paged_by)}_{rows[-1].id}") if more and led_on else None,
        first_url=_address() if request.args.get("after") else None,
    )


def leaf_read_until(
    until: date, rows: list, per_page: int, *, oldest_first: bool, counted_until: date | None = None
) -> Page:
    """The same of a list that was read no further than `until`, the moment itself included: rows beyond were found by an index of their own, and are
    met again where it is read on."""
    page = replace(leaf(rows, per_page), counted_until=counted_until)
    near = sum(each.paged_by <= until if oldest_first else each.paged_by >= until for each in rows)
    if near > per_page:
        return page
    last = f"{_written(until)}_{LARGEST_ID if oldest_first else 0}"
    onward = _address(after=last) if request.method == "GET" else None
    return replace(page, cut=False, next_url=None, until=until, onward_url=onward)


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
