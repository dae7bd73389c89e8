"""What has a number is found by it wherever it stands in its list (docs/adr/0071)."""

from alembic import op

revision = "heroes_0009"
down_revision = "heroes_0008"
branch_labels = None
depends_on = None

TABLES = ("heroes_deed",)


def upgrade() -> None:
    for each in TABLES:
        op.create_index(f"ix_{each}_number", each, ["number"])


def downgrade() -> None:
    for each in TABLES:
        op.drop_index(f"ix_{each}_number", each)
