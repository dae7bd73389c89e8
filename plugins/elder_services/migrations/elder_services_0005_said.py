"""What was said of a resident for one row only: encrypted, beside the resident.

Revision ID: elder_services_0005
Revises: elder_services_0004
"""

import sqlalchemy as sa
from alembic import op

revision = "elder_services_0005"
down_revision = "elder_services_0004"
branch_labels = None
depends_on = None

TABLES = ("elder_services_visited", "elder_services_order")


def upgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("said", sa.JSON(), nullable=True))


def downgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_column("said")
