"""What custom missed on the day a dossier was filed."""

import sqlalchemy as sa
from alembic import op

revision = "mediation_0033"
down_revision = "mediation_0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mediation_dossier", sa.Column("customary", sa.JSON()))


def downgrade() -> None:
    with op.batch_alter_table("mediation_dossier") as table:
        table.drop_column("customary")
