"""What is still to be performed or handed in to a court is read from indexes of that, also once the dispute is closed."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "mediation_0034"
down_revision = "mediation_0033"
branch_labels = None
depends_on = None

INDEXES = (
    ("mediation_dispute", "court", "apply_by IS NOT NULL", ("apply_by",)),
    (
        "mediation_dispute",
        "owing",
        "status IN ('effective') OR status IN ('closed') AND performance IN ('part', 'none')",
        (),
    ),
)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
