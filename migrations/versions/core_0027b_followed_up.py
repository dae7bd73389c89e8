"""cases: by when whoever asked is to be followed up; nobody waits for what was closed before

Revision ID: core_0027b
Revises: core_0031
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0027b"
down_revision = "core_0031"
branch_labels = None
depends_on = None

TABLE = "cases_case"
PLACES = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id", "unit_id")
VISIT = sa.text("visit_by IS NOT NULL")


def upgrade() -> None:
    """In place: a table others refer to is not made anew."""
    op.add_column(TABLE, sa.Column("visit_by", sa.Date(), nullable=True))
    columns = ["visit_by", *PLACES, "charge"]
    op.create_index("ix_cases_case_visit", TABLE, columns, sqlite_where=VISIT, postgresql_where=VISIT)


def downgrade() -> None:
    op.drop_index("ix_cases_case_visit", TABLE)
    op.drop_column(TABLE, "visit_by")
