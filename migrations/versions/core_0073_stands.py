"""cases: of what a unit was handed from elsewhere and is open, an index by the state of the case

Revision ID: core_0073
Revises: core_0071
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0073"
down_revision = "core_0071"
branch_labels = None
depends_on = None

NAME, TABLE = "ix_cases_assignment_stands", "cases_assignment"
HELD = "stands <> '' AND outside AND state <> 'returned' AND state <> 'recalled'"


def upgrade() -> None:
    """In place: a table others refer to is not made anew."""
    op.add_column(TABLE, sa.Column("stands", sa.String(12), server_default="", nullable=False))
    op.execute(
        f"UPDATE {TABLE} SET stands = (SELECT status FROM cases_case WHERE cases_case.id = case_id) WHERE under_way"  # noqa: S608  names of our own
    )
    where = sa.text(HELD)
    columns = ["unit_id", "stands", "came_at", "case_id"]
    op.create_index(NAME, TABLE, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index(NAME, TABLE)
    op.drop_column(TABLE, "stands")
