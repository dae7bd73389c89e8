"""To which sum an agreement was changed."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0031"
down_revision = "mediation_0022b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mediation_amendment") as table:
        table.add_column(sa.Column("amount_fen", sa.BigInteger()))


def downgrade() -> None:
    with op.batch_alter_table("mediation_amendment") as table:
        table.drop_column("amount_fen")
