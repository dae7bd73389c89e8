"""What waits has indexes that hold nothing else (docs/adr/0064)."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "heroes_0008"
down_revision = "heroes_0007"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, what they are called, what they hold, and in which order
    (
        "heroes_deed",
        "open",
        "status IN ('nominated', 'correcting', 'investigating', 'review', 'proposed', 'published', 'awaiting', 'reconsidering')",
        ("due_on",),
    ),
    ("heroes_hero", "visit", "visit_due_on IS NOT NULL", ("visit_due_on",)),
)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
