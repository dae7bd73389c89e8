"""What waits has indexes that hold nothing else (docs/adr/0064)."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "briefs_0002"
down_revision = "briefs_0001"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, what they are called, what they hold, and in which order
    ("briefs_brief", "open", "status IN ('drawn', 'returned', 'met', 'signed')", ("last_on",)),
    ("briefs_task", "open", "status IN ('planned', 'todo', 'done')", ("due_on",)),
)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
