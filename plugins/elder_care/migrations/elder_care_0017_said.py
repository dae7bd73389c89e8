"""What was said of a resident for one row only: encrypted, beside the resident.

Revision ID: elder_care_0017
Revises: elder_care_0016
"""

import sqlalchemy as sa
from alembic import op

revision = "elder_care_0017"
down_revision = "elder_care_0016"
branch_labels = None
depends_on = None

TABLES = ("elder_care_member",)


def upgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("said", sa.JSON(), nullable=True))


def downgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_column("said")
