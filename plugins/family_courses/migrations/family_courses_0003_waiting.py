"""What waits has indexes that hold nothing else (docs/adr/0064)."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "family_courses_0003"
down_revision = "family_courses_0002"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, what they are called, what they hold, and in which order
    ("family_courses_course", "open", "status IN ('planned')", ("starts_at",)),
    ("family_courses_enrolment", "open", "status IN ('enrolled', 'waiting')", ()),
)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
