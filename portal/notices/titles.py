"""What a message is about, read from its record for whoever may see it now: the message itself names nobody."""

from collections.abc import Iterable

from sqlalchemy import inspect, select

from portal.accounts.models import User
from portal.extensions import db
from portal.notices.models import Message


def titles_for(messages: Iterable[Message], reader: User) -> dict[tuple[str, int], str]:
    """`(kind of record, id)` → its title as its list shows it, of those records that `reader` may view. One statement for each kind."""
    wanted: dict[str, set[int]] = {}
    for each in messages:
        wanted.setdefault(each.record_kind, set()).add(each.record_id)
    found: dict[tuple[str, int], str] = {}
    for kind, ids in wanted.items():
        model = _models().get(kind)
        if model is None or "title" not in inspect(model).all_orm_descriptors:
            continue
        rows = db.session.execute(select(model.id, model.title).where(model.id.in_(ids), model.seen_by(reader)))
        found |= {(kind, ident): title for ident, title in rows}
    return found


def _models() -> dict[str, type]:
    """Table → model, of all records there are."""
    mapped = (each.class_ for each in db.Model.registry.mappers)
    return {each.__tablename__: each for each in mapped if hasattr(each, "seen_by")}
