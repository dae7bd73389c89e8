"""What was struck off and is followed up has an index by the day of the visit (docs/adr/0064)."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "sponsored_0004"
down_revision = "sponsored_0003"
branch_labels = None
depends_on = None

INDEXES = (("sponsored_sponsorship", "struck", "status IN ('struck')", ("visit_due_on",)),)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
