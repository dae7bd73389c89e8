"""families: their list is read in its order, wherever a reader's place lies

Revision ID: core_0059
Revises: core_0056
"""

from portal.records.in_order_migration import create_list_indexes, drop_list_indexes

revision = "core_0059"
down_revision = "core_0056"
branch_labels = None
depends_on = None

INDEXES = (("families_family", "created_at", "county_id", "township_id"),)


def upgrade() -> None:
    create_list_indexes(INDEXES)


def downgrade() -> None:
    drop_list_indexes(INDEXES)
