"""What waits has indexes that hold nothing else (docs/adr/0064)."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "family_honours_0003"
down_revision = "family_honours_0002"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, what they are called, what they hold, and in which order
    ("family_honours_campaign", "open", "status IN ('draft', 'running')", ("nominates_from",)),
    ("family_honours_honour", "awarded", "status IN ('awarded')", ("status", "review_due_on")),
    (
        "family_honours_honour",
        "open",
        "status IN ('nominated', 'checked', 'reviewed', 'approved', 'published', 'cleared')",
        (),
    ),
    ("family_honours_objection", "open", "status IN ('raised')", ("due_on",)),
)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
