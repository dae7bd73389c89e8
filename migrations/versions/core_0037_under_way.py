"""cases: what a unit was handed from elsewhere and is open has an index of its own

Revision ID: core_0037
Revises: core_0038c
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0037"
down_revision = "core_0038c"
branch_labels = None
depends_on = None

TABLE, INDEX = "cases_assignment", "ix_cases_assignment_under_way"
UNDER_WAY = sa.text("under_way")
OPEN = "'registered', 'triaged', 'assigned', 'in_progress', 'reported'"


def upgrade() -> None:
    """In place: a table others refer to is not made anew."""
    op.add_column(TABLE, sa.Column("under_way", sa.Boolean(), nullable=False, server_default=sa.true()))
    closed = f"SELECT id FROM cases_case WHERE status NOT IN ({OPEN})"  # noqa: S608  states of our own
    op.execute(f"UPDATE {TABLE} SET under_way = false WHERE case_id IN ({closed})")  # noqa: S608  as above
    op.create_index(INDEX, TABLE, ["unit_id", "came_at", "case_id"], sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY)


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
    op.drop_column(TABLE, "under_way")
