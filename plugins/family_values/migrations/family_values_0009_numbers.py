"""What has a number is found by it wherever it stands in its list (docs/adr/0071)."""

from alembic import op

revision = "family_values_0009"
down_revision = "family_values_0008"
branch_labels = None
depends_on = None

TABLES = ("family_values_booking",)


def upgrade() -> None:
    for each in TABLES:
        op.create_index(f"ix_{each}_number", each, ["number"])


def downgrade() -> None:
    for each in TABLES:
        op.drop_index(f"ix_{each}_number", each)
