"""What has a number is found by it wherever it stands in its list (docs/adr/0071)."""

from alembic import op

revision = "consultation_0015"
down_revision = "consultation_0014"
branch_labels = None
depends_on = None

TABLES = ("consultation_topic", "consultation_resolution", "consultation_meeting")


def upgrade() -> None:
    for each in TABLES:
        op.create_index(f"ix_{each}_number", each, ["number"])


def downgrade() -> None:
    for each in TABLES:
        op.drop_index(f"ix_{each}_number", each)
