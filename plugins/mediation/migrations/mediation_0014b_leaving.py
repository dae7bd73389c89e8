"""When a party left a dispute that goes on with the others."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0014b"
down_revision = "mediation_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mediation_dispute_party") as table:
        table.add_column(sa.Column("left_on", sa.Date()))


def downgrade() -> None:
    with op.batch_alter_table("mediation_dispute_party") as table:
        table.drop_column("left_on")
