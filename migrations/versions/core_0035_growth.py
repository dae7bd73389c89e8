"""cases: what lies outside of the unit it was handed to is read in the order of the list; figures of a recent day from what changed since

Revision ID: core_0035
Revises: core_0034
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0035"
down_revision = "core_0034"
branch_labels = None
depends_on = None

TABLE, INDEX = "cases_assignment", "ix_cases_assignment_outside"
OUTSIDE = sa.text("outside AND state <> 'returned' AND state <> 'recalled'")
PLACES = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id", "unit_id")
INSIDE = ", ".join(f"coalesce(c.{each}, 0)" for each in PLACES)
STANDING = "cases_standing"
STILL, ENDED = sa.text("until IS NULL"), sa.text("until IS NOT NULL")
FIRST = "1970-01-01 00:00:00"  # until it is known, in the same step


def upgrade() -> None:
    """In place: a table others refer to is not made anew."""
    op.add_column(TABLE, sa.Column("came_at", sa.DateTime(), nullable=False, server_default=FIRST))
    op.add_column(TABLE, sa.Column("outside", sa.Boolean(), nullable=False, server_default=sa.true()))
    of = "FROM cases_case c WHERE c.id = cases_assignment.case_id"
    op.execute(f"UPDATE {TABLE} SET came_at = (SELECT c.created_at {of})")  # noqa: S608  names of our own
    op.execute(f"UPDATE {TABLE} SET outside = (SELECT cases_assignment.unit_id NOT IN ({INSIDE}) {of})")  # noqa: S608  as above
    op.create_index(INDEX, TABLE, ["unit_id", "came_at", "case_id"], sqlite_where=OUTSIDE, postgresql_where=OUTSIDE)
    op.create_index("ix_cases_standing_since", STANDING, ["since"], sqlite_where=STILL, postgresql_where=STILL)
    op.create_index("ix_cases_standing_until", STANDING, ["until"], sqlite_where=ENDED, postgresql_where=ENDED)


def downgrade() -> None:
    op.drop_index("ix_cases_standing_until", STANDING)
    op.drop_index("ix_cases_standing_since", STANDING)
    op.drop_index(INDEX, TABLE)
    op.drop_column(TABLE, "outside")
    op.drop_column(TABLE, "came_at")
