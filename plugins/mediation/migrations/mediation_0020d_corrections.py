"""更正说明 beside what was signed, and when a record of an inquiry or a line of the evidence was put right."""

import sqlalchemy as sa
from alembic import op

from portal.records.record_migration import keys_of

revision = "mediation_0020d"
down_revision = "mediation_0020c"
branch_labels = None
depends_on = None

PUT_RIGHT = ("mediation_inquiry", "mediation_evidence")


def upgrade() -> None:
    op.create_table(
        "mediation_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=40), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("should", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        *keys_of("mediation_correction", {"dispute_id": "mediation_dispute", "by_id": "accounts_user"}),
    )
    op.create_index("ix_mediation_correction_dispute_id", "mediation_correction", ["dispute_id"])
    for table in PUT_RIGHT:
        op.add_column(table, sa.Column("corrected_at", sa.DateTime()))


def downgrade() -> None:
    for table in PUT_RIGHT:
        op.drop_column(table, "corrected_at")
    op.drop_table("mediation_correction")
