"""Its lists are read in their order wherever a reader's place lies (docs/adr/0077)."""

from portal.records.in_order_migration import create_list_indexes, drop_list_indexes

revision = "duty_lists_0006"
down_revision = "duty_lists_0005"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, by which column its list is paged, and what else leads to its rows
    ("duty_lists_admission", "created_at"),
    ("duty_lists_opinion", "created_at"),
    ("duty_lists_rating", "created_at"),
    ("duty_lists_task", "created_at"),
)


def upgrade() -> None:
    create_list_indexes(INDEXES)


def downgrade() -> None:
    drop_list_indexes(INDEXES)
