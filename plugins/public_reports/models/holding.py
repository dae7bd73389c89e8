"""What two decide in the same moment: rows are held, so that the second sees what the first did."""

from sqlalchemy import select

from portal.extensions import db
from portal.records import Record

__all__ = ["hold"]


def hold(*rows: Record) -> None:
    """Keep `rows`, all of one model, from whoever would change them until the transaction ends, in the order of ids. Flushes; they are not
    read anew."""
    db.session.flush()
    model = type(rows[0])
    held = select(model.id).where(model.id.in_([each.id for each in rows])).order_by(model.id)
    db.session.execute(held.with_for_update(key_share=True)).all()
