"""What waits has indexes that hold nothing else (docs/adr/0064)."""

import sqlalchemy as sa
from alembic import op

revision = "duty_lists_0004"
down_revision = "duty_lists_0003"
branch_labels = None
depends_on = None

PLACES = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id", "unit_id")
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
    for table, name, held, columns in INDEXES:
        for place in PLACES:
            where = sa.text(held)
            op.create_index(
                f"ix_{table}_{place}_{name}", table, [place, *columns], sqlite_where=where, postgresql_where=where
            )


def downgrade() -> None:
    for table, name, *_ in INDEXES:
        for place in PLACES:
            op.drop_index(f"ix_{table}_{place}_{name}", table)
