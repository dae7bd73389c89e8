"""audit: entries that were taken out into files, and where each chain was cut

Revision ID: core_0046b
Revises: core_0044b
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0046b"
down_revision = "core_0044b"
branch_labels = None
depends_on = None

TABLE, CHAIN = "audit_archive", "audit_chain"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("first", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("emptied", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("first", name=op.f("pk_audit_archive")),
    )
    op.add_column(CHAIN, sa.Column("archived", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(CHAIN, sa.Column("archived_seal", sa.String(length=64), nullable=False, server_default=""))


def downgrade() -> None:
    """The files stay; the trail says that what is in them is missing."""
    op.drop_column(CHAIN, "archived_seal")
    op.drop_column(CHAIN, "archived")
    op.drop_table(TABLE)
