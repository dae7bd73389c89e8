"""What waits has indexes that hold nothing else (docs/adr/0064)."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "public_reports_0003"
down_revision = "public_reports_0002"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, what they are called, what they hold, and in which order
    ("public_reports_label", "about", "status IN ('waiting', 'damaged', 'in_use')", ("status", "quiet_on")),
    ("public_reports_report", "apart", "apart = 'proposed'", ("apart",)),
    ("public_reports_report", "open", "status IN ('received', 'seen', 'asked', 'accepted', 'again')", ("due_at",)),
)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
