"""What the statistics ask of a dispute besides: how hard, who handed it over, what was prevented."""

import sqlalchemy as sa
from alembic import op

from portal.records.record_migration import keys_of

revision = "mediation_0016"
down_revision = "mediation_0013b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mediation_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("difficulty", sa.String(length=10), nullable=False),
        sa.Column("handed_by", sa.String(length=14), nullable=False),
        sa.Column("death", sa.Boolean(), nullable=False),
        sa.Column("prevented", sa.String(length=10), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        *keys_of("mediation_report", {"dispute_id": "mediation_dispute", "by_id": "accounts_user"}),
        sa.UniqueConstraint("dispute_id", name=op.f("uq_mediation_report_dispute_id")),
    )


def downgrade() -> None:
    op.drop_table("mediation_report")
