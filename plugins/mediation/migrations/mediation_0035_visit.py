"""Of agreements in force those to be visited are read in the order of that day."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "mediation_0035"
down_revision = "mediation_0034"
branch_labels = None
depends_on = None

INDEXES = (("mediation_dispute", "visit", "status IN ('effective')", ("visit_on",)),)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
