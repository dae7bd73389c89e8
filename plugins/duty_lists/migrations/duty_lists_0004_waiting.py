"""What waits has indexes that hold nothing else (docs/adr/0064)."""

from portal.records.waiting_migration import create_waiting, drop_waiting

revision = "duty_lists_0004"
down_revision = "duty_lists_0003"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, what they are called, what they hold, and in which order
    ("duty_lists_admission", "approved", "status IN ('approved')", ("status", "assess_on")),
    ("duty_lists_admission", "open", "status IN ('applied', 'consulting', 'submitted', 'reviewed')", ("due_on",)),
    ("duty_lists_edition", "open", "status IN ('drafted')", ()),
    ("duty_lists_opinion", "open", "status IN ('asked')", ()),
    (
        "duty_lists_task",
        "open",
        "status IN ('received', 'stopped', 'unlisted', 'applying', 'accepted', 'conditioned', 'urgent', 'urgent_agreed', 'forced')",
        ("due_on",),
    ),
)


def upgrade() -> None:
    create_waiting(INDEXES)


def downgrade() -> None:
    drop_waiting(INDEXES)
