"""A sheet that was written down wrongly is put right; what stood there before stays on it."""

import sqlalchemy as sa
from alembic import op

revision = "village_affairs_0005"
down_revision = "village_affairs_0004"
branch_labels = None
depends_on = None

TABLE = "village_affairs_matter_sheet"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("correction", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column("correction", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("correction")
