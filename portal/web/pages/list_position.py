"""Back to where one was: lists as they were filtered and paged, and the choices made last time, for this session."""

from flask import request, session, url_for

LONGEST = 300
LISTS, CHOICES, ROW = "lists", "choices", "row"


def note_list() -> None:
    """Remember how the list under way is filtered and where it is paged to."""
    query = request.query_string.decode("ascii", "replace")
    known = session.get(LISTS, {})
    kept = {name: text for name, text in known.items() if name != request.endpoint}
    if query and len(query) <= LONGEST:
        kept[request.endpoint] = query
    if kept != known:
        session[LISTS] = kept


def list_address(**changes: str) -> str:
    """The list under way with some of its filters changed, from its first page; nothing where no address leads to it."""
    if request.method != "GET":
        return ""
    args = {name: text for name, text in {**request.args, **changes}.items() if text and name != "after"}
    return url_for(request.endpoint, **(request.view_args or {}), **args)


def list_url(endpoint: str) -> str:
    """The list as it was seen last."""
    query = session.get(LISTS, {}).get(endpoint)
    return f"{url_for(endpoint)}?{query}" if query else url_for(endpoint)


def row_url(endpoint: str, ident: int) -> str:
    """The list as it was seen last, at the row of the record `ident`, which `row_left` then names."""
    session[ROW] = ident
    return f"{list_url(endpoint)}#row"


def row_left() -> int | None:
    """The record whose row one has left for a moment."""
    return session.pop(ROW) if ROW in session else None


def note_choices(form, *names: str) -> None:
    """Remember what was chosen in these fields of an accepted form."""
    session[CHOICES] = session.get(CHOICES, {}) | {name: form[name].data for name in names}


def choose_as_before(form, *names: str) -> None:
    """Choose in these fields of a fresh form what was chosen last time, where it is still offered."""
    before = session.get(CHOICES, {})
    for name in names:
        field = form[name]
        if before.get(name) in field.choices:
            field.data = before[name]
