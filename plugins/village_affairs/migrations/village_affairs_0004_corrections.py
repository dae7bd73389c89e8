"""A council that was set up for the wrong village is corrected, and the reason stays."""

import sqlalchemy as sa
from alembic import op

revision = "village_affairs_0004"
down_revision = "village_affairs_0003"
branch_labels = None
depends_on = None

TABLE = "village_affairs_council"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("correction", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column("correction", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("correction")
