"""core_0053: deputies hold their offices also before it, and what was done for others is in words on the timelines."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from portal import clock
from portal.accounts import delegation, hands
from portal.extensions import db

pytestmark = pytest.mark.database
VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"
OFFICES = sa.table("accounts_appointment", *map(sa.column, ("id", "for_id", "deputy")))


@pytest.fixture
def migration(cast):
    """The revision, run on the connection of the test."""
    session = db.session
    steps = SimpleNamespace(**runpy.run_path(str(VERSIONS / "core_0053_deputies.py")))
    with Operations.context(MigrationContext.configure(session.connection())):
        yield steps


def test_a_deputy_goes_on_as_one_who_stands_in(migration, cast):
    session = db.session
    office, owner = cast.director.appointments[0], cast.director.id
    made = delegation.name_deputy(office, cast.mediator, clock.today(), None, reason="AB 岗", by=None).id
    hands.note(cast.mediator, "sign", "签发", cast.mediator, owner)
    session.flush()
    migration.downgrade()
    assert not sa.inspect(session.connection()).has_table("accounts_acted_for")
    assert session.scalar(sa.select(OFFICES.c.for_id).where(OFFICES.c.id == made)) == owner
    migration.upgrade()
    assert session.scalar(sa.select(OFFICES.c.deputy).where(OFFICES.c.id == made)) in (False, 0)
