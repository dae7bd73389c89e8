"""卷宗评查: what was found in a dossier, item by item."""

import sqlalchemy as sa
from alembic import op

from portal.records.record_migration import keys_of

revision = "mediation_0022b"
down_revision = "mediation_0021_words"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mediation_inspection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("conclusion", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        *keys_of("mediation_inspection", {"dispute_id": "mediation_dispute", "by_id": "accounts_user"}),
    )
    op.create_index(op.f("ix_mediation_inspection_dispute_id"), "mediation_inspection", ["dispute_id"])


def downgrade() -> None:
    op.drop_table("mediation_inspection")
