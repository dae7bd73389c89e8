"""What has a number is found by it wherever it stands in its list (docs/adr/0071)."""

from alembic import op

revision = "duty_lists_0005"
down_revision = "duty_lists_0004"
branch_labels = None
depends_on = None

TABLES = ("duty_lists_task", "duty_lists_admission")


def upgrade() -> None:
    for each in TABLES:
        op.create_index(f"ix_{each}_number", each, ["number"])


def downgrade() -> None:
    for each in TABLES:
        op.drop_index(f"ix_{each}_number", each)
