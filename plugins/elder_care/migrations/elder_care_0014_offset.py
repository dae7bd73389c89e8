"""A payment that levels what never arrived says of which month."""

import sqlalchemy as sa
from alembic import op

revision = "elder_care_0014"
down_revision = "elder_care_0013"
branch_labels = None
depends_on = None

TABLE = "elder_care_settlement_payment"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("for_day", sa.Date(), nullable=True))


def downgrade() -> None:
    """What is offset is withheld again, as it was called before: for all else it counts alike."""
    row = sa.table(TABLE, sa.column("status"))
    op.execute(row.update().where(row.c.status == "offset").values(status="withheld"))
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("for_day")
