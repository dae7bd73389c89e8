"""accounts: standing deputies, and what was done in the office of somebody on leave

Revision ID: core_0053
Revises: core_0051b
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0053"
down_revision = "core_0051b"
branch_labels = None
depends_on = None

TABLE = "accounts_acted_for"


def upgrade() -> None:
    op.add_column("accounts_appointment", sa.Column("deputy", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("accounts_user", sa.Column("stood_in", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f(f"fk_{TABLE}_actor_id_accounts_user")),
        sa.ForeignKeyConstraint(["for_id"], ["accounts_user.id"], name=op.f(f"fk_{TABLE}_for_id_accounts_user")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_row", TABLE, ["kind", "row_id", "for_id"])


def downgrade() -> None:
    """A standing deputy holds the office as one who stands in; who did what for whom is still in words on the timelines."""
    op.drop_table(TABLE)
    op.drop_column("accounts_user", "stood_in")
    op.drop_column("accounts_appointment", "deputy")
