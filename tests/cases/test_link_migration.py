"""What was withdrawn, merged, split, elected and entrusted goes with its tables, and all else stays, on a filled database."""

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.records.people import Contact
from portal.testing import factories
from portal.testing.core_history import core_back_to, core_to_head

pytestmark = pytest.mark.database


def test_the_migrations_go_down_and_up_on_a_filled_database(cast):
    first, second, third = (factories.case(cast.taixing, by=cast.clerk) for _ in range(3))
    agent = {"name": "赵律师", "scope": "general", "authority": "授权委托书"}
    first.name_agent(first.parties[0], "entrusted", by=cast.clerk, **agent)
    first.elect(first.side(1), clock.today(), by=cast.clerk)
    first.add_member(1, "云大山", by=cast.clerk)
    first.amend("看错了。", title="噪音", risk="high", claim_fen=5_000_000_000, by=cast.clerk)
    second.merge_into(first, "同一处。", by=cast.clerk)
    third.split(third.parties, "两件事。", title="堆物", kind="0203", description="堵住了。", by=cast.clerk)
    third.withdraw(third.side(1), "visit", "和好了。", by=cast.clerk)
    third.reopen("又吵了。", by=cast.clerk)
    db.session.commit()
    ident, cases = first.id, db.session.scalar(select(func.count(Case.id)))
    core_back_to("core_0019")
    assert not core_to_head()
    assert (db.session.scalar(select(func.count(Case.id))), db.session.scalar(select(func.count(Contact.id)))) == (
        cases,
        0,
    )
    case = db.session.get(Case, ident)
    assert (case.title, case.risk, case.claim_fen, case.parties[0].agent) == ("噪音", "", None, None)
