"""What came back is known after the migration as by the rows; who was in charge goes with its table."""

import pytest
from sqlalchemy import select

from portal.cases.models import Case
from portal.extensions import db
from portal.testing import factories
from portal.testing.core_history import core_back_to, core_to_head

pytestmark = pytest.mark.database


def test_down_and_up_on_a_filled_database(cast):
    titles = ("退回的", "新受理的", "上报的")
    back, fresh, passed = (factories.case(cast.taixing, by=cast.clerk, title=each) for each in titles)
    for case in (back, fresh):
        case.accept(by=cast.clerk)
    back.assign(cast.labour_bureau, by=cast.clerk).recall("派错了。", by=cast.clerk)
    passed.escalate(cast.county, "办不了。", done="看过。", asked="请协调。", by=cast.clerk)
    db.session.commit()
    core_back_to("core_0026b")
    assert not core_to_head()
    assert db.session.scalars(select(Case.title).where(Case.came_back)).all() == ["退回的"]
    case = db.session.scalar(select(Case).where(Case.title == "上报的"))
    assert (case.referrals, case.charge) == ([], None)
