"""Its lists are read in their order wherever a reader's place lies (docs/adr/0077)."""

from portal.records.in_order_migration import create_list_indexes, drop_list_indexes

revision = "sponsored_0006"
down_revision = "sponsored_0005"
branch_labels = None
depends_on = None

INDEXES = (  # of which table, by which column its list is paged, and what else leads to its rows
    ("sponsored_sponsorship", "created_at"),
)


def upgrade() -> None:
    create_list_indexes(INDEXES)


def downgrade() -> None:
    drop_list_indexes(INDEXES)
