"""What waits has indexes that hold nothing else (docs/adr/0064)."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "family_points_0004"
down_revision = "family_points_0003"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, what they are called, what they hold, and in which order
    ("family_points_account", "expiry", "next_expiry IS NOT NULL", ("next_expiry",)),
    ("family_points_claim", "open", "status IN ('claimed', 'appealed')", ("due_on",)),
)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
