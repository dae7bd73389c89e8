"""What has a number is found by it wherever it stands in its list (docs/adr/0071)."""

from alembic import op

revision = "joint_meetings_0003"
down_revision = "joint_meetings_0002"
branch_labels = None
depends_on = None

TABLES = ("joint_meetings_meeting", "joint_meetings_task")


def upgrade() -> None:
    for each in TABLES:
        op.create_index(f"ix_{each}_number", each, ["number"])


def downgrade() -> None:
    for each in TABLES:
        op.drop_index(f"ix_{each}_number", each)
