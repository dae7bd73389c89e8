"""Its lists are read in their order wherever a reader's place lies (docs/adr/0077): the indexes of communities and grids are called as everywhere."""

from alembic import op

from portal.records.in_order_migration import create_list_indexes, drop_list_indexes

revision = "consultation_0017"
down_revision = "consultation_0016"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, and by which column its list is paged
    ("consultation_topic", "created_at"),
    ("consultation_resolution", "created_at"),
    ("consultation_meeting", "held_at"),
)
BEFORE = [
    (table, place)
    for table in ("consultation_topic", "consultation_resolution")
    for place in ("community", "grid", "subgrid")
]


def upgrade() -> None:
    for table, place in BEFORE:
        op.drop_index(f"ix_{table}_{place}", table)
    create_list_indexes(INDEXES)


def downgrade() -> None:
    drop_list_indexes(INDEXES)
    for table, place in BEFORE:
        op.create_index(f"ix_{table}_{place}", table, [f"{place}_id", "created_at", "id"])
