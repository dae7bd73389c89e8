"""What waits has indexes that hold nothing else (docs/adr/0064)."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "hotline_0005"
down_revision = "hotline_0004"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, what they are called, what they hold, and in which order
    ("hotline_order", "apart", "apart = 'proposed'", ("apart",)),
    ("hotline_order", "open", "status IN ('received', 'accepted', 'again', 'ready')", ("due_at",)),
    ("hotline_order", "upload", "status IN ('answered') AND uploaded_at IS NULL", ("status", "due_at")),
)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
