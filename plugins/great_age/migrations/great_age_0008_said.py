"""What was said of a resident for one row only: encrypted, beside the resident.

Revision ID: great_age_0008
Revises: great_age_0007
"""

import sqlalchemy as sa
from alembic import op

revision = "great_age_0008"
down_revision = "great_age_0007"
branch_labels = None
depends_on = None

TABLES = ("great_age_recipient",)


def upgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("said", sa.JSON(), nullable=True))


def downgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_column("said")
