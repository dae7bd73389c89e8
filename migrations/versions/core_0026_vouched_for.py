"""accounts: of an account whose password an administrator chose, the unit says whose it is; those there are count as known

Revision ID: core_0026
Revises: core_0024d
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0026"
down_revision = "core_0024d"
branch_labels = None
depends_on = None

TABLE = "accounts_user"


def upgrade() -> None:
    """In place: a table others refer to is not made anew."""
    op.add_column(TABLE, sa.Column("handed_at", sa.DateTime(), nullable=True))
    op.add_column(TABLE, sa.Column("handed_by", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_accounts_user_handed_at"), TABLE, ["handed_at"])


def downgrade() -> None:
    """Whoever waits is known from then on, as everybody was before."""
    op.drop_index(op.f("ix_accounts_user_handed_at"), TABLE)
    op.drop_column(TABLE, "handed_by")
    op.drop_column(TABLE, "handed_at")
