"""Topics and resolutions are read in the order of their list in communities and grids, too (docs/adr/0077)."""

from alembic import op

revision = "consultation_0016"
down_revision = "consultation_0015"
branch_labels = None
depends_on = None

INDEXES = [
    (table, place)
    for table in ("consultation_topic", "consultation_resolution")
    for place in ("community", "grid", "subgrid")
]


def upgrade() -> None:
    for table, place in INDEXES:
        op.create_index(f"ix_{table}_{place}", table, [f"{place}_id", "created_at", "id"])


def downgrade() -> None:
    for table, place in INDEXES:
        op.drop_index(f"ix_{table}_{place}", table)
