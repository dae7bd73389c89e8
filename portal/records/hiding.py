"""限制处理 on pages: whoever's data is restricted stands masked on every page but that of a record which names them, for law keeps those whole
(docs/adr/0076). No plugin asks for it: rows are noted as they are read, and the page is masked on its way out. What stands in a control of a form comes back from it and would
be stored, so it leaves as it is: what a control shows is decided where it is filled (docs/adr/0083).
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, g
from markupsafe import escape
from sqlalchemy import event, union_all

from portal.accounts.models import User
from portal.extensions import db
from portal.people.masking import mask_name
from portal.people.models import Person
from portal.people.page_titles import NAMES, names_restricted
from portal.records.naming import namings
from portal.records.people import Contact

__all__ = ["masked"]

NAMED = (Person, Contact)
OF_ACCOUNTS = "names_of_accounts"  # in what a session notes besides
TAG = re.compile(r"""(<[a-zA-Z/!](?:[^>"']++|"[^"]*+"|'[^']*+')*+>)""")
KIND = re.compile(r"</?([a-zA-Z]*)")
ATTRIBUTE = re.compile(r"""(\s[^\s=>"']+=)("[^"]*"|'[^']*')""")
CONTROLS = ("input", "textarea", "select", "option", "button")
READ = ("title", "aria-label", "alt", "placeholder")  # of a control: attributes that do not come back
SENT = re.compile(r"value$|href$|action$|src$|(?:data-)?hx-")  # of anything else: what comes back, or leads somewhere
WHOLE = "<span data-whole>"  # before the name of whoever is signed in


def init_app(app: Flask) -> None:
    """Mask what leaves as a page, or as a part of one."""

    @app.after_request
    def mask(answer: Response) -> Response:
        if answer.mimetype == "text/html" and names_restricted():
            answer.set_data(masked(answer.get_data(as_text=True)))
        return answer


@event.listens_for(User, "load")
def _note(user: User, context: Any) -> None:
    context.session.info.setdefault(OF_ACCOUNTS, set()).add(vars(user).get("name") or "")


def masked(text: str) -> str:
    """`text`, HTML, without the full names of those read for it whose data is restricted, but for whom the record of this page names. Whole stay what a form sends back, and a
    longer name of somebody else who was read, where no letter stands beside it."""
    noted = names_restricted()
    whole = _named_by(g.get("found_rows", ()), noted) if noted else set()
    names = {name for who, name in noted.items() if who not in whole}
    return _masked(text, _masker(names)) if any(_html(name) in text for name in names) else text


def _masker(names: set[str]) -> Callable[[str], str]:
    """Masks `names` in words, without tags."""
    known = {*db.session.info.get(NAMES, ()), *db.session.info.get(OF_ACCOUNTS, ())} - names
    longer = [each for each in known if any(name in each for name in names)]
    others = [rf"(?<![\w·])(?:{_one_of(longer)})(?![\w·])"] * bool(longer)
    found = re.compile("|".join([*others, _one_of(names)]))
    instead = {_html(name): _html(mask_name(name)) for name in names}
    return lambda text: found.sub(lambda hit: instead.get(hit[0], hit[0]), text)


def _one_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(_html(name)) for name in sorted(names, key=len, reverse=True))


def _html(text: str) -> str:
    return str(escape(text))


def _masked(text: str, mask: Callable[[str], str]) -> str:
    """The words and attributes of a page by `mask`, but what a control sends."""
    words, *rest = TAG.split(text)
    parts = [mask(words)]
    for tag, words in zip(rest[::2], rest[1::2], strict=True):
        kind = KIND.match(tag)[1].lower()  # type: ignore[index]  # TAG begins so
        sent = kind == "textarea" or (kind == "option" and " value=" not in tag)
        keep = tag == WHOLE or (sent and not tag.startswith("</"))
        parts += [_tag_masked(tag, kind, mask), words if keep else mask(words)]
    return "".join(parts)


def _tag_masked(tag: str, kind: str, mask: Callable[[str], str]) -> str:
    def one(found: re.Match[str]) -> str:
        name = found[1][1:-1].lower()
        shown = name in READ if kind in CONTROLS else not SENT.match(name)
        return found[1] + mask(found[2]) if shown else found[0]

    return ATTRIBUTE.sub(one, tag)


def _named_by(rows: Any, noted: dict[tuple[type[Any], int], str]) -> set[tuple[type[Any], int]]:
    """Those of `noted` who are one of `rows`, or named by one."""
    shown = {(type(each), each.id) for each in rows} & noted.keys()
    for kind in NAMED:
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
