"""What waits has indexes that hold nothing else (docs/adr/0064)."""

import sqlalchemy as sa
from alembic import op

revision = "great_age_0009"
down_revision = "great_age_0008"
branch_labels = None
depends_on = None

PLACES = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id", "unit_id")
INDEXES = (  # of which table, what they are called, what they hold, and in which order
    (
        "great_age_settlement",
        "open",
        "status IN ('open', 'submitted', 'checked', 'reviewed', 'published', 'settled')",
        ("first_day",),
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
