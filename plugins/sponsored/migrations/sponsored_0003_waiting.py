"""What waits has indexes that hold nothing else (docs/adr/0064)."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "sponsored_0003"
down_revision = "sponsored_0002"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, what they are called, what they hold, and in which order
    ("sponsored_sponsorship", "open", "status IN ('drafted', 'active', 'asking', 'reviewing', 'struck')", ("due_on",)),
)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
