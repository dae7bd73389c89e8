"""The title of a page stays in the history of the browser, which a shared computer shows to everybody: no full name stands in it.

Residents and contacts that are loaded for a page are noted as they come from the database, and their names masked in its title, whatever
the template puts there. A name that is selected as a column is not seen: a template masks it (`mask_name`), unless it was `noted`. Headings keep them.
"""

from typing import Any

from markupsafe import Markup
from sqlalchemy import event
from sqlalchemy.orm import QueryContext

from portal.extensions import db
from portal.people.masking import mask_name

__all__ = ["NamesAPerson"]

WITHHELD = "names_withheld"
NAMES = "names_of_people"  # in what a session notes besides; each request has a session of its own


class NamesAPerson:
    """A row whose `name` is that of a person."""


@event.listens_for(NamesAPerson, "load", propagate=True)
@event.listens_for(NamesAPerson, "refresh", propagate=True)
def _note(row: Any, context: QueryContext, *_: Any) -> None:
    told = vars(row)
    context.session.info.setdefault(NAMES, set()).add(told.get("name") or "")
    if told.get("restricted_at") and len(told.get("name") or "") > 1:
        context.session.info.setdefault(WITHHELD, {})[(type(row), told["id"])] = told["name"]


def noted(name: str) -> str:
    """`name`, of a person, which was selected as a column."""
    db.session.info.setdefault(NAMES, set()).add(name)
    return name


def names_restricted() -> dict[tuple[type[Any], int], str]:
    """Model and id of whoever was read for the page and whose data is restricted → the full name."""
    return db.session.info.get(WITHHELD, {})


def without_names(title: Markup) -> Markup:
    """`title` with the name of each person masked who was loaded for the page."""
    plain = title.unescape()
    named = [each for each in db.session.info.get(NAMES, ()) if len(each) > 1 and each in plain]
    for name in sorted(named, key=len, reverse=True):
        title = title.replace(name, mask_name(name))
    return title
