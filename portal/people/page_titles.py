"""The title of a page stays in the history of the browser, which a shared computer shows to everybody: no full name stands in it.

Whoever is named on a page was loaded for it: the names are noted as they come from the database, and masked in the titles of all pages,
whatever their templates put there. Headings keep them.
"""

from typing import Any

from flask import g, has_request_context
from markupsafe import Markup
from sqlalchemy import event, inspect

from portal.people.masking import mask_name

__all__ = ["NamesAPerson"]


class NamesAPerson:
    """A row whose `name` is that of a person."""


@event.listens_for(NamesAPerson, "load", propagate=True)
@event.listens_for(NamesAPerson, "refresh", propagate=True)
def _note(row: Any, *_: Any) -> None:
    if has_request_context():
        g.setdefault("names_of_people", set()).add(inspect(row).dict.get("name") or "")


def without_names(title: Markup) -> Markup:
    """`title` with the name of each person masked who was loaded for the page."""
    names = (each for each in g.get("names_of_people", ()) if len(each) > 1)
    for name in sorted(names, key=len, reverse=True):
        title = title.replace(name, mask_name(name))
    return title
