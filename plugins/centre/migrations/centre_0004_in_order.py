"""Its lists are read in their order wherever a reader's place lies (docs/adr/0077)."""

from portal.records.in_order_migration import create_list_indexes, drop_list_indexes

revision = "centre_0004"
down_revision = "centre_0003"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, by which column its list is paged, and what else leads to its rows
    ("centre_call", "called_at"),
    ("centre_shift", "starts_at"),
    ("centre_presence", "created_at"),
    ("centre_exchange", "asked_at"),
    ("centre_check", "created_at"),
    ("centre_measure", "created_at"),
)


def upgrade() -> None:
    create_list_indexes(INDEXES)


def downgrade() -> None:
    drop_list_indexes(INDEXES)
