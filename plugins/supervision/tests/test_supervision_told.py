"""The unit that is asked is told, and so is whoever oversees it."""

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.notices.models import Message

pytestmark = pytest.mark.database


def told() -> list[tuple[str, int | None, str]]:
    """Of supervisions: kind of the message, the unit, and the right that whoever reads it holds there."""
    rows = db.session.scalars(
        select(Message).where(Message.record_kind == "supervision_supervision").order_by(Message.id)
    )
    return [(each.kind, each.unit_id, each.needs) for each in rows]


def test_each_side_is_told_what_the_other_did(cast, supervise):
    made = supervise()
    office = cast.labour_bureau.id
    made.answer("已责令支付。", by=cast.department)
    made.send_back("没有写明措施。", by=cast.district)
    assert told() == [
        ("reminded", office, "supervision.answer"),
        ("answered", made.unit_id, "supervision.oversee"),
        ("back", office, "supervision.answer"),
    ]
