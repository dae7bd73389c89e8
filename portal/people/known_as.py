"""曾用: names and telephone numbers by which residents were known, or are in a single record: they find who bears them as the present ones do."""

from collections.abc import Iterable

from flask import has_request_context
from flask_login import current_user
from sqlalchemy import Select, select

from portal.accounts.models import User
from portal.extensions import db
from portal.people.changes import FOUND_BY, HERE, UPDATED, Change, as_sought, readable
from portal.people.phone import mask_phone
from portal.protection import hashed

WORDS = {("name", UPDATED): "曾用名", ("phone", UPDATED): "原电话", ("name", HERE): "又名", ("phone", HERE): "另用电话"}


def former(entries: Iterable[str]) -> Select:
    """The ids of residents whose name or telephone was one of `entries` until it was updated."""
    return select(Change.person_id).where(Change.how == UPDATED, *_sought(entries), Change.person_id.is_not(None))


def known_as(text: str, reader: User | None = None) -> dict[int, str]:
    """Resident → 曾用名 方小龙, of those who were called or telephoned so, or are in a record that `reader` may see; by default whoever is
    signed in."""
    changes = list(db.session.scalars(select(Change).where(*_sought([text]), Change.person_id.is_not(None))))
    if changes and has_request_context():
        changes = [each for each in changes if each.how == UPDATED or each in readable(changes, reader or current_user)]
    return {each.person_id: f"{WORDS[each.field, each.how]} {_shown(each)}" for each in changes if each.person_id}


def rows_saying(table: str, text: str) -> list[int]:
    """The rows of `table` for which alone the name or the telephone `text` holds, as far as they are known by it."""
    found = select(Change.subject_id).where(*_sought([text]), Change.how == HERE, Change.subject_kind == table)
    return [each for each in db.session.scalars(found) if each]


def _shown(change: Change) -> str:
    return mask_phone(change.before or "") if change.field == "phone" else change.before or ""


def _sought(entries: Iterable[str]) -> tuple:
    return Change.field.in_(FOUND_BY), hashed(Change.before_hash, *(as_sought(each) for each in entries))
