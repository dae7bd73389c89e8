"""Orders that were answered before their limit was kept go up without loss, and back: what was sent is what stands there, and the limit is the one that was given."""

import pytest
from sqlalchemy import text

from plugins.hotline.models import Order
from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all

pytestmark = pytest.mark.database


@pytest.fixture
def history():
    return next(each for each in histories() if each.key == "hotline")


@pytest.fixture
def before(cast, accepted, answered, history):
    """Four orders in the tables as they were before: under way, closed, answered, and answered, done again and closed since."""
    under_way, ready = accepted(), accepted(outside_number="2")
    sent, again = answered(outside_number="3"), answered(outside_number="4")
    again.redo("又不亮了。", by=cast.clerk)
    for each, outcome in ((ready.case, "修好了。"), (again.case, "换了线。")):
        if each.status == "registered":
            each.accept(by=cast.clerk)
        each.resolve(outcome, by=cast.director)
    db.session.commit()
    told = {
        name: each.id for name, each in (("under way", under_way), ("ready", ready), ("sent", sent), ("again", again))
    }
    db.session.remove()
    downgrade(history, "hotline_0002")
    wrote = text("UPDATE hotline_order SET result = :said WHERE id = :ident")
    for name, said in (("ready", "修好了。"), ("again", "换了线。")):  # as the outcome was written over the answer
        db.session.execute(wrote, {"said": said, "ident": told[name]})
    db.session.commit()
    return told


def test_what_was_sent_stands_there_again(before, history):
    upgrade_all()
    assert drift(history) == []
    found = {name: db.session.get_one(Order, ident) for name, ident in before.items()}
    assert {name: (each.result, each.stands) for name, each in found.items()} == {
        "under way": ("", False),
        "ready": ("", False),
        "sent": ("换了灯，已经亮了。", True),
        "again": ("换了灯，已经亮了。", False),
    }
    assert all(each.term_until == each.due_at for each in found.values())
    assert found["sent"].term_from == found["sent"].sent_at
    assert found["again"].term_from > found["again"].sent_at
