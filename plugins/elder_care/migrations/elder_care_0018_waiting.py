"""What waits has indexes that hold nothing else (docs/adr/0064)."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "elder_care_0018"
down_revision = "elder_care_0017"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, what they are called, what they hold, and in which order
    ("elder_care_late", "open", "status IN ('asked')", ("eaten_on",)),
    ("elder_care_member", "active", "status IN ('active')", ("status", "review_due")),
    (
        "elder_care_settlement",
        "open",
        "status IN ('open', 'submitted', 'checked', 'reviewed', 'published', 'settled')",
        ("first_day",),
    ),
)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
