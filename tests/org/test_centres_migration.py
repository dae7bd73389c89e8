"""core_0051b: the core's tables of 综治中心 go where they are empty, and stay as they are where somebody filled them."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from portal.extensions import db
from portal.org.models import OrgUnit
from portal.org.planting import plant

pytestmark = pytest.mark.database
VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"
CENTRE = sa.table("org_centre", *map(sa.column, ("id", "unit_id", "name", "address", "phone")))


@pytest.fixture
def migration(session):
    """The revision, run on the connection of the test."""
    steps = SimpleNamespace(**runpy.run_path(str(VERSIONS / "core_0051b_centres.py")))
    with Operations.context(MigrationContext.configure(session.connection())):
        yield steps


def test_empty_tables_go_and_come_back(migration, session):
    migration.downgrade()
    assert sa.inspect(session.connection()).has_table("org_window")
    migration.upgrade()
    assert not sa.inspect(session.connection()).has_table("org_centre")


def test_what_somebody_entered_stays_and_is_told_of(migration, session, capsys):
    (county,) = plant([(OrgUnit(kind="county", name="达拉特旗", short_name="达拉特旗"), None)])
    migration.downgrade()
    row = {"id": 1, "unit_id": county.id, "name": "达拉特旗综治中心", "address": "", "phone": ""}
    session.execute(CENTRE.insert().values(row))
    migration.upgrade()
    assert "“综治中心”有 1 行、“窗口”有 0 行" in capsys.readouterr().out
    migration.downgrade()
    assert session.scalar(sa.select(CENTRE.c.name)) == "达拉特旗综治中心"
    session.execute(CENTRE.delete())
    migration.upgrade()


def test_nobody_reads_them_any_more():
    assert not {"org_centre", "org_window"} & db.metadata.tables.keys()
