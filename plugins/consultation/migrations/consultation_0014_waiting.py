"""What waits has indexes that hold nothing else (docs/adr/0064)."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "consultation_0014"
down_revision = "consultation_0013"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, what they are called, what they hold, and in which order
    ("consultation_meeting", "open", "status IN ('planned', 'notified', 'held')", ("held_at",)),
    (
        "consultation_resolution",
        "open",
        "status IN ('drafted', 'published', 'carried', 'finished')",
        ("published_until",),
    ),
    (
        "consultation_topic",
        "open",
        "status IN ('proposed', 'accepted', 'published', 'scheduled', 'resolved')",
        ("published_until",),
    ),
)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
