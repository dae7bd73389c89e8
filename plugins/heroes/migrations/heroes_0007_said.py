"""What was said of a resident for one row only: encrypted, beside the resident.

Revision ID: heroes_0007
Revises: heroes_0006
"""

import sqlalchemy as sa
from alembic import op

revision = "heroes_0007"
down_revision = "heroes_0006"
branch_labels = None
depends_on = None

TABLES = ("heroes_hero",)


def upgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("said", sa.JSON(), nullable=True))


def downgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_column("said")
