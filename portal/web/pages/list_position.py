"""Remembers per session how lists were filtered and paged, the row that was left, and the choices made last in forms."""

from flask import request, session, url_for

LONGEST = 300
LISTS, CHOICES, ROW = "lists", "choices", "row"


def note_list() -> None:
    """Remember filters and page of the current list."""
    query = request.query_string.decode("ascii", "replace")
    known = session.get(LISTS, {})
    kept = {name: text for name, text in known.items() if name != request.endpoint}
    if query and len(query) <= LONGEST:
        kept[request.endpoint] = query
    if kept != known:
        session[LISTS] = kept


def list_address(**changes: str) -> str:
    """URL of the first page of the current list with some filters changed; "" for a posted search, which has no URL."""
    if request.method != "GET":
        return ""
    args = {name: text for name, text in {**request.args, **changes}.items() if text and name != "after"}
    return url_for(request.endpoint, **(request.view_args or {}), **args)


def list_url(endpoint: str) -> str:
    """URL of a list with the filters and page last seen."""
    query = session.get(LISTS, {}).get(endpoint)
    return f"{url_for(endpoint)}?{query}" if query else url_for(endpoint)


def row_url(endpoint: str, ident: int) -> str:
    """The same URL, leading to the row of the record `ident`, which the list then gets from `row_left`."""
    session[ROW] = ident
    return f"{list_url(endpoint)}#row"


def row_left() -> int | None:
    """Id of the record whose row the user comes back to; None otherwise."""
    return session.pop(ROW) if ROW in session else None


def note_choices(form, *names: str) -> None:
    """Remember the values of these fields of an accepted form."""
    session[CHOICES] = session.get(CHOICES, {}) | {name: form[name].data for name in names}


def choose_as_before(form, *names: str) -> None:
    """Preselect in these fields of a new form what was chosen last time, if it is still offered."""
    before = session.get(CHOICES, {})
    for name in names:
        field = form[name]
        if before.get(name) in field.choices:
            field.data = before[name]
