"""What was done with a line of the visiting roster, when and by whom."""

import sqlalchemy as sa
from alembic import op

revision = "elder_services_0003"
down_revision = "elder_services_0002"
branch_labels = None
depends_on = None

TABLE = "elder_services_visited"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("history", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column("history", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("history")
