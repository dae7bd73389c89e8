"""What was put right on a line of the roster, when and why."""

import sqlalchemy as sa
from alembic import op

revision = "stewards_0003"
down_revision = "stewards_0002"
branch_labels = None
depends_on = None

TABLE = "stewards_steward"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("correction", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column("correction", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("correction")
