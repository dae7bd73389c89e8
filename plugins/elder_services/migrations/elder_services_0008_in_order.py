"""Its lists are read in their order wherever a reader's place lies (docs/adr/0077)."""

from portal.records.in_order_migration import create_list_indexes, drop_list_indexes

revision = "elder_services_0008"
down_revision = "elder_services_0007"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, by which column its list is paged, and what else leads to its rows
    ("elder_services_order", "created_at", "county_id"),
    ("elder_services_visited", "valid_from"),
)


def upgrade() -> None:
    create_list_indexes(INDEXES)


def downgrade() -> None:
    drop_list_indexes(INDEXES)
