"""core_0058: what is open leaves the months of the sums; before it all is added up anew."""

import runpy
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import select, update

from portal import clock
from portal.cases.rollup.checking import Recount
from portal.cases.rollup.folding import fold
from portal.cases.rollup.models import EVER, Count, KeptMonth
from portal.cases.rollup.units import keep_months
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database
VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"


@pytest.fixture
def migration(cast):
    """The revision, run on the connection of the test; one case came in May, and May is kept."""
    with clock.pretend(datetime(2025, 5, 5, 1, tzinfo=UTC)):
        factories.case(cast.taixing, by=cast.clerk)
        fold()
        db.session.commit()
    keep_months(None, lambda done, total: None)
    steps = SimpleNamespace(**runpy.run_path(str(VERSIONS / "core_0058_open_in_no_month.py")))
    with Operations.context(MigrationContext.configure(db.session.connection())):
        yield steps
    db.session.commit()


def open_of(unit) -> list[tuple[int, int, int]]:
    of_all = Count.place_id == unit.id, Count.kind == "", Count.source == ""
    return [tuple(row) for row in db.session.execute(select(Count.month, Count.came, Count.open).where(*of_all))]


def test_what_is_open_leaves_its_month(migration, cast):
    migration.downgrade()
    assert open_of(cast.street) == []
    assert fold() == 1  # all is added up anew
    db.session.execute(update(Count).where(Count.month == EVER).values(month=202504))  # as an earlier version summed it
    migration.upgrade()
    assert sorted(open_of(cast.street)) == [(EVER, 0, 1), (202505, 1, 0)]
    assert list(Recount().said()) == []
    assert db.session.scalar(select(KeptMonth.month)) is None
