"""Agreements by word of mouth (人民调解法 §28)."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0014"
down_revision = "mediation_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mediation_agreement") as table:
        table.add_column(sa.Column("oral", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("mediation_agreement") as table:
        table.drop_column("oral")
