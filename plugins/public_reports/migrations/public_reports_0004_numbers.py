"""What has a number is found by it wherever it stands in its list (docs/adr/0071)."""

from alembic import op

revision = "public_reports_0004"
down_revision = "public_reports_0003"
branch_labels = None
depends_on = None

TABLES = ("public_reports_report",)


def upgrade() -> None:
    for each in TABLES:
        op.create_index(f"ix_{each}_number", each, ["number"])


def downgrade() -> None:
    for each in TABLES:
        op.drop_index(f"ix_{each}_number", each)
