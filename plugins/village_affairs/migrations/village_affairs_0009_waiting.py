"""What waits has indexes that hold nothing else (docs/adr/0064)."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "village_affairs_0009"
down_revision = "village_affairs_0008"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, what they are called, what they hold, and in which order
    ("village_affairs_covenant", "open", "status IN ('drafted', 'adopted', 'filed', 'ordered', 'accepted')", ()),
    (
        "village_affairs_matter",
        "open",
        "status IN ('raised', 'proposed', 'consulted', 'examined', 'noticed', 'resolved', 'published', 'carried', 'reported')",
        (),
    ),
)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
