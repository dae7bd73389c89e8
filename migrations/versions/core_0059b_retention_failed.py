"""retention: a run that is counted holds its register, too; why its job was given up

Revision ID: core_0059b
Revises: core_0059
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0059b"
down_revision = "core_0059"
branch_labels = None
depends_on = None

TABLE, INDEX = "retention_run", "uq_retention_run_open"
BEFORE = sa.text("state IN ('asked', 'approved')")
OPEN = sa.text("state IN ('counting', 'asked', 'approved')")


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("failure", sa.String(length=300), nullable=True))
    _open(OPEN)


def downgrade() -> None:
    """What was withdrawn or given up is as if it had been refused."""
    op.execute("UPDATE retention_run SET state = 'refused' WHERE state IN ('withdrawn', 'uncounted', 'unfinished')")
    _open(BEFORE)
    op.drop_column(TABLE, "failure")


def _open(where: sa.TextClause) -> None:
    op.drop_index(INDEX, TABLE)
    op.create_index(INDEX, TABLE, ["unit_id", "register"], unique=True, sqlite_where=where, postgresql_where=where)
