"""限制处理 on pages: whoever's data is restricted stands masked on every page but that of a record which names them, for law keeps those whole
(docs/adr/0076). No plugin asks for it: rows are noted as they are read, and the page is masked on its way out.
"""

from typing import Any

from flask import Flask, Response, g
from sqlalchemy import union_all

from portal.extensions import db
from portal.people.masking import mask_name
from portal.people.models import Person
from portal.people.page_titles import withheld
from portal.records.naming import namings
from portal.records.people import Contact

__all__ = ["masked"]

NAMES = (Person, Contact)


def init_app(app: Flask) -> None:
    """Mask what leaves as a page, or as a part of one."""

    @app.after_request
    def mask(answer: Response) -> Response:
        if answer.mimetype == "text/html" and withheld():
            answer.set_data(masked(answer.get_data(as_text=True)))
        return answer


def masked(text: str) -> str:
    """`text` without the full names of those read for it whose data is restricted, but for whom the record of this page names."""
    noted = withheld()
    whole = _named_by(g.get("found_rows", ()), noted) if noted else set()
    for name in sorted({name for who, name in noted.items() if who not in whole}, key=len, reverse=True):
        text = text.replace(name, mask_name(name))
    return text


def _named_by(rows: Any, noted: dict[tuple[type[Any], int], str]) -> set[tuple[type[Any], int]]:
    """Those of `noted` who are one of `rows`, or named by one."""
    shown = {(type(each), each.id) for each in rows} & noted.keys()
    for kind in NAMES:
        ids = [ident for model, ident in noted if model is kind]
        parts = [
            each.rows(each.column).where(each.column.in_(ids), type(row).id == row.id)
            for row in rows
            for each in namings(kind)
            if ids and type(row) in (each.model, each.record)
        ]
        if parts:
            shown |= {(kind, ident) for ident in db.session.scalars(union_all(*parts))}
    return shown
