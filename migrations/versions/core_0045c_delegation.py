"""accounts: for whom an office is held while somebody is on leave, and why

Revision ID: core_0045c
Revises: core_0045b
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0045c"
down_revision = "core_0045b"
branch_labels = None
depends_on = None

TABLE = "accounts_appointment"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("for_id", sa.Integer(), nullable=True))
    op.add_column(TABLE, sa.Column("reason", sa.String(200), nullable=False, server_default=""))


def downgrade() -> None:
    """Who stood in for somebody holds the office until its last day."""
    op.drop_column(TABLE, "reason")
    op.drop_column(TABLE, "for_id")
