"""cases: what is sent back too often is decided by the director of the centre

Revision ID: core_0024b
Revises: core_0021
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0024b"
down_revision = "core_0021"
branch_labels = None
depends_on = None

TABLE = "cases_assignment"
CONTESTED = sa.text("state = 'contested'")


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("ordered_at", sa.DateTime(), nullable=True))
    op.create_index(
        "ix_cases_assignment_contested", TABLE, ["case_id"], sqlite_where=CONTESTED, postgresql_where=CONTESTED
    )


def downgrade() -> None:
    """What waits for the director is in the hands of its unit again."""
    op.drop_index("ix_cases_assignment_contested", table_name=TABLE)
    rows = sa.table(TABLE, sa.column("state"), sa.column("acknowledged_at"))
    back = sa.case((rows.c.acknowledged_at.is_not(None), "acknowledged"), else_="sent")
    op.execute(rows.update().where(rows.c.state == "contested").values(state=back))
    with op.batch_alter_table(TABLE) as table:
        table.drop_column("ordered_at")
