"""What has a number is found by it wherever it stands in its list (docs/adr/0071)."""

from alembic import op

revision = "great_age_0010"
down_revision = "great_age_0009"
branch_labels = None
depends_on = None

TABLES = ("great_age_recipient",)


def upgrade() -> None:
    for each in TABLES:
        op.create_index(f"ix_{each}_number", each, ["number"])


def downgrade() -> None:
    for each in TABLES:
        op.drop_index(f"ix_{each}_number", each)
