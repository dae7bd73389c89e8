"""卷宗: how its scans are placed, and when it was filed, for how long it is kept, what it lacks."""

import sqlalchemy as sa
from alembic import op

from portal.records.record_migration import keys_of

revision = "mediation_0022"
down_revision = "mediation_0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mediation_dossier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("scans", sa.JSON(), nullable=False),
        sa.Column("retention", sa.String(length=10), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("defects", sa.String(length=500), nullable=False),
        sa.Column("mended", sa.String(length=500), nullable=False),
        sa.Column("lacking", sa.JSON(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filed_by_id", sa.Integer(), nullable=True),
        *keys_of("mediation_dossier", {"dispute_id": "mediation_dispute", "filed_by_id": "accounts_user"}),
        sa.UniqueConstraint("dispute_id", name=op.f("uq_mediation_dossier_dispute_id")),
    )


def downgrade() -> None:
    op.drop_table("mediation_dossier")
