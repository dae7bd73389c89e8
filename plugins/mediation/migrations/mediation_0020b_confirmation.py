"""司法确认: applications to a court, and until when one that is drawn up is to be handed in."""

import sqlalchemy as sa
from alembic import op

from portal.records.record_migration import keys_of

revision = "mediation_0020b"
down_revision = "mediation_0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mediation_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("court", sa.String(length=60), nullable=False),
        sa.Column("basis", sa.String(length=12), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("filed_on", sa.Date()),
        sa.Column("answered_on", sa.Date()),
        sa.Column("ruling", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        *keys_of("mediation_confirmation", {"dispute_id": "mediation_dispute"}),
    )
    op.create_index("ix_mediation_confirmation_dispute_id", "mediation_confirmation", ["dispute_id"])
    op.add_column("mediation_dispute", sa.Column("apply_by", sa.Date()))


def downgrade() -> None:
    op.drop_column("mediation_dispute", "apply_by")
    op.drop_table("mediation_confirmation")
