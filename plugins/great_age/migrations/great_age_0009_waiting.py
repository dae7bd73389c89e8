"""What waits has indexes that hold nothing else (docs/adr/0064)."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "great_age_0009"
down_revision = "great_age_0008"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, what they are called, what they hold, and in which order
    (
        "great_age_settlement",
        "open",
        "status IN ('open', 'submitted', 'checked', 'reviewed', 'published', 'settled')",
        ("first_day",),
    ),
)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
