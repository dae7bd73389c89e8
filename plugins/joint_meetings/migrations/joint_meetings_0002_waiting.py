"""What waits has indexes that hold nothing else (docs/adr/0064)."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "joint_meetings_0002"
down_revision = "joint_meetings_0001"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, what they are called, what they hold, and in which order
    ("joint_meetings_meeting", "open", "status IN ('called', 'held', 'written')", ("starts_at",)),
    ("joint_meetings_task", "open", "status IN ('given', 'reported')", ("due_on",)),
)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
