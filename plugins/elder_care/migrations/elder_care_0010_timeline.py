"""The timeline of the settlements of 高龄津贴 is read in its order, as that of the others."""

from alembic import op

revision = "elder_care_0010"
down_revision = "elder_care_0009"
branch_labels = None
depends_on = None

TABLE = "elder_care_great_settlement_event"


def upgrade() -> None:
    op.create_index(f"ix_{TABLE}_settlement", TABLE, ["settlement_id", "id"])
    op.drop_index(f"ix_{TABLE}_settlement_id", TABLE)


def downgrade() -> None:
    op.create_index(f"ix_{TABLE}_settlement_id", TABLE, ["settlement_id"])
    op.drop_index(f"ix_{TABLE}_settlement", TABLE)
