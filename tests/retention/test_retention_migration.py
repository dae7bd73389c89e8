"""core_0059b: what is counted holds its register also in the index; before it, what was withdrawn or given up had no state of its own."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from portal import clock
from portal.extensions import db
from portal.retention.models import RetentionRun

pytestmark = pytest.mark.database
VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"
RUNS = sa.table("retention_run", *map(sa.column, ("state", "register", "failure")))


@pytest.fixture
def migration(cast):
    """The revision, run on the connection of the test."""
    steps = SimpleNamespace(**runpy.run_path(str(VERSIONS / "core_0059b_retention_failed.py")))
    with Operations.context(MigrationContext.configure(db.session.connection())):
        yield steps


@pytest.fixture
def runs(cast) -> None:
    for state in ("counting", "asked", "withdrawn", "uncounted", "unfinished", "done"):
        run = RetentionRun(register=state, before=clock.today(), count=1, reason="到期", state=state)
        run.asked_by = cast.director
        run.place(cast.street)
        db.session.add(run)
    db.session.flush()


def test_back_and_forth_with_runs_in_every_state(migration, runs):
    migration.downgrade()
    states = dict(db.session.execute(sa.select(RUNS.c.register, RUNS.c.state)).all())
    assert [states[each] for each in ("counting", "asked", "done")] == ["counting", "asked", "done"]
    assert {states[each] for each in ("withdrawn", "uncounted", "unfinished")} == {"refused"}
    migration.upgrade()
    assert db.session.scalars(sa.select(RUNS.c.failure).distinct()).all() == [None]
    indexes = sa.inspect(db.session.connection()).get_indexes("retention_run")
    assert [each["unique"] for each in indexes if each["name"] == "uq_retention_run_open"] == [1]
