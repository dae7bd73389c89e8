"""Topics that wait for the forum have indexes without those that have their resolution, of which a street has many."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "consultation_0018"
down_revision = "consultation_0017"
branch_labels = None
depends_on = None

INDEXES = (("consultation_topic", "waits", "status IN ('proposed', 'accepted', 'published')", ("published_until",)),)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
